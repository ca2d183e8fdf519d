"""An application is written down, for somebody whose file there is or for a newcomer; who it is, is asked before a second file can be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.phones import read_phones
from qianshou.packs.loader import load
from qianshou.people import vault
from qianshou.people.models import Person, Status
from qianshou.people.operations.contacts import set_phones
from qianshou.people.operations.files import register_person
from qianshou.people.operations.opening import open_file

from ...models import Applicant, CameBy, IntakeCase, IntakeEntry
from ...queries.intake_same import same_people
from ...rules.intake import OPEN, rule_number
from ..errors import Refused
from ..locks import lock_street
from .moves import move, owe_step, refresh_ladder, standing_of, take


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is asked when somebody applies. `wished`: service codes of the pack; `phone` as it was said."""

    applied_on: date
    came_by: str
    applicant: str
    name: str = ""
    relation: str = ""
    phone: str = ""
    wishes: str = ""
    wished: Sequence[str] = ()

    def columns(self, services: Mapping[str, object]) -> dict:
        """As columns of the case. Refused "came_by", "applicant", "applicant_name", "phone", "service" for what makes no sense."""
        if self.came_by not in CameBy.values:
            raise Refused("came_by")
        if self.applicant not in Applicant.values:
            raise Refused("applicant")
        if self.applicant != Applicant.SELF and not self.name.strip():
            raise Refused("applicant_name")
        found = read_phones(self.phone).phones
        if self.phone.strip() and not found:
            raise Refused("phone")
        if unknown := [code for code in self.wished if code not in services]:
            raise Refused("service", service=unknown[0])
        return {
            "applied_on": self.applied_on, "came_by": self.came_by, "applicant": self.applicant, "applicant_name": self.name.strip()[:60],
            "applicant_relation": self.relation.strip()[:20], "applicant_phone": vault.seal(found[0].number).sealed if found else b"",
            "wishes": self.wishes.strip()[:500], "wished": list(dict.fromkeys(self.wished)),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who has no file yet. `values`: any of people.rules' PERSON_FIELDS and FILE_FIELDS, "name" among them.

    `another`: a person of this name and birth is known, and this is somebody else, as a person has said.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    id_number: str = ""
    phone: str = ""
    another: bool = False


@transaction.atomic
def apply(
    *, street_id: int, application: Application, batch: UUID, now: datetime, by_id: int, person_id: int | None = None, newcomer: Newcomer | None = None,
    responsible_id: int | None = None,
) -> IntakeCase:  # fmt: skip
    """Write an application down; its check is owed from now. The case, the same one when it is sent twice.

    Refused "same_id" (the ID number is in a file), "same_name" (name and birth are, and nobody said that this is somebody else), both with
    `person`; "id_number", "phone", "name" for what cannot be read; "open_case" with `case`; "dead"; "future"; and as `Application.columns`.
    """
    lock_street(street_id)
    if known := IntakeEntry.objects.filter(batch=batch, case__street_id=street_id).select_related("case").first():
        return known.case
    street, today = Street.objects.get(pk=street_id), clock.local_date(now)
    if application.applied_on > today:
        raise Refused("future")
    pack = load(street.pack)
    columns = application.columns(pack.services)
    person = _of_file(street_id, person_id, now, by_id) if person_id else _newcomer(street_id, newcomer or Newcomer(), now, by_id)
    if held := IntakeCase.objects.filter(person=person, state__in=OPEN).first():
        raise Refused("open_case", case=held.pk)
    valid = rule_number(pack.intake_rules, "assessment_valid_days", 0)
    case = IntakeCase.objects.create(
        person=person, street=street, state_since=now, opened_at=now, opened_by_id=by_id,
        responsible_id=responsible_id or by_id, assess_since=today - timedelta(days=valid), **columns,
    )  # fmt: skip
    entry = IntakeEntry.objects.create(case=case, act="applied", state=case.state, on=application.applied_on, at=now, by_id=by_id, batch=batch)
    case.due_key = owe_step(case, entry.pk, now)
    IntakeCase.objects.filter(pk=case.pk).update(due_key=case.due_key)
    log(act="intake.applied", now=now, by_id=by_id, street_id=street_id, target="intake", target_id=case.pk, person=person.pk)
    return case


def _of_file(street_id: int, person_id: int, now: datetime, by_id: int) -> Person:
    person = Person.objects.select_related("file").get(pk=person_id, street_id=street_id, merged_into__isnull=True)
    if not hasattr(person, "file"):
        open_file(person=person, opened_on=clock.local_date(now), now=now, by_id=by_id)
    elif person.file.status == Status.DEAD:
        raise Refused("dead")
    return person


def _newcomer(street_id: int, one: Newcomer, now: datetime, by_id: int) -> Person:
    if not str(one.values.get("name", "")).strip():
        raise Refused("name")
    reading = read_id_number(one.id_number)
    if reading.state not in ("ok", "missing"):
        raise Refused("id_number")
    number = reading.number if reading.state == "ok" else ""
    values = dict(one.values)
    if number:
        values["sex"] = values.get("sex") or (reading.sex or "").lower()
        if not values.get("birth_date"):
            values |= {"birth_date": reading.birth, "birth_precision": "day"}
    numbers = [found.number for found in read_phones(one.phone).phones]
    if one.phone.strip() and not numbers:
        raise Refused("phone")
    for known in same_people(street_id=street_id, name=str(values["name"]), birth=values.get("birth_date"), id_number=number):
        if known.by_number or not one.another:
            raise Refused("same_id" if known.by_number else "same_name", person=known.person.pk)
    person = register_person(street_id=street_id, opened_on=clock.local_date(now), now=now, by_id=by_id, id_number=number, values=values, name=str(values["name"]))
    if numbers:
        set_phones(person=person, version=person.version, numbers=numbers, now=now, by_id=by_id)
    return Person.objects.select_related("file").get(pk=person.pk)


@transaction.atomic
def change_application(*, case_id: int, version: int, batch: UUID, application: Application, now: datetime, by_id: int) -> IntakeCase:
    """What was written down at the beginning is mended; the step that is waited for stays."""
    case, again = take(case_id=case_id, act="edit", batch=batch, version=version)
    if not again:
        move(case, "edit", standing_of(case), batch=batch, now=now, by_id=by_id, **application.columns(load(case.street.pack).services))
    return case


@transaction.atomic
def assign(*, case_id: int, version: int, batch: UUID, responsible_id: int, now: datetime, by_id: int) -> IntakeCase:
    """Somebody else answers for the case from now on, and is told first."""
    case, again = take(case_id=case_id, act="edit", batch=batch, version=version)
    if not again:
        move(case, "assigned", standing_of(case), batch=batch, now=now, by_id=by_id, detail={"to": responsible_id}, responsible_id=responsible_id)
        refresh_ladder(case, now)
    return case


@transaction.atomic
def plan_visit(*, case_id: int, version: int, batch: UUID, at: datetime, visitor_id: int, now: datetime, by_id: int) -> IntakeCase:
    """A home visit is agreed: who comes, when. The visitor is told first when it does not come."""
    case, again = take(case_id=case_id, act="visit_planned", batch=batch, version=version)
    if not again:
        move(case, "visit_planned", standing_of(case), batch=batch, now=now, by_id=by_id, on=clock.local_date(at), visit_at=at, visitor_id=visitor_id, detail={"to": visitor_id})
        refresh_ladder(case, now)
    return case
