"""A packet for the kitchen table: everything of a case that a tablet needs when there is no line, as plain data."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from qianshou.access.models import User
from qianshou.access.scope import Scope, scope_of
from qianshou.assessment.queries.table import ASSESS as FIELD_ASSESS
from qianshou.assessment.queries.table import was_handed_out
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people import vault
from qianshou.people.models import Grant
from qianshou.people.queries import consents_of

from ..models import IntakeCase
from ..rules.intake import ASSESS, CHECK, OPEN, WRITE
from .intake_forms import asked_of
from .intake_papers import papers_of

MOST = 100
TOLD = ("applicant", "name", "relation", "phone", "wishes", "wished")  # of an application: what may be mended at the table
PURPOSE_TEXTS = ("zh", "en", "data_zh", "data_en", "why_zh", "why_en", "who_zh", "who_en")


def table_packets(user: User, now: datetime) -> list[dict]:
    """Cases that wait for a check or a home visit and that this user may take along: at a desk those of the user's street or committee, planned for
    this user or for nobody yet; on a tablet those whose person was handed out to it, or whose visitor it is.

    Plain JSON values, as docs/decisions/77-intake.md shows them.
    """
    today = clock.local_date(now)
    scope = scope_of(user, today)
    if scope.may(WRITE):
        rows = IntakeCase.objects.filter(scope.rows(committee="person__committee_id"), Q(visitor=None) | Q(visitor=user), street_id=scope.street_id)
    else:
        rows = _on_tablet(user, scope, today)
    rows = rows.filter(state__in=(CHECK, ASSESS)).select_related("person__file", "person__place", "street", "visitor").prefetch_related("person__phones", "person__contacts")
    return [_packet(case, load(case.street.pack), now) for case in rows.order_by("visit_at", "state_since", "pk")[:MOST]]


def _on_tablet(user: User, scope: Scope, today: date) -> QuerySet[IntakeCase]:
    """A tablet sees nobody but those handed out to it, and those whom it is to visit."""
    if not scope.may(FIELD_ASSESS):
        return IntakeCase.objects.none()
    held = Grant.objects.filter(Q(until__isnull=True) | Q(until__gte=today), user=user, why=Grant.Why.TABLE, since__lte=today)
    return IntakeCase.objects.filter(Q(visitor=user) | Q(person__in=held.values("person")), street_id=scope.street_id, person__merged_into__isnull=True)


def was_at_the_table(*, user_id: int, street_id: int, person_id: int, on: date) -> bool:
    """Whether this tablet had the person along on that day: handed out to it, or because it is whoever visits in a case that is open."""
    if was_handed_out(user_id=user_id, street_id=street_id, person_id=person_id, on=on):
        return True
    return IntakeCase.objects.filter(person_id=person_id, street_id=street_id, visitor_id=user_id, state__in=OPEN).exists()


def _packet(case: IntakeCase, pack: Pack, now: datetime) -> dict:
    person, there = case.person, {row.kind for row in papers_of(case)}
    return {
        "case": case.pk, "number": case.number, "version": case.version, "state": case.state,
        "person": {
            "id": person.pk, "name": person.name, "sex": person.sex, "birth": person.birth_date.isoformat() if person.birth_date else None,
            "address": person.address, "access": person.file.access_note, "living": person.file.living, "telephones": [vault.phone(row) for row in person.phones.all()],
        },
        "application": application_of(case),
        "visit": {"at": case.visit_at.isoformat() if case.visit_at else None, "visitor": case.visitor_id, "visitor_name": str(case.visitor or "")},
        "instruments": [
            {"code": one.instrument.code, "version": one.instrument.version, "done": one.done, "assessment": one.form.pk if one.form else None,
             "answers": dict(one.form.answers) if one.form and not one.done else {}, "changes": list(one.form.changes) if one.form and not one.done else []}
            for one in asked_of(case)
        ],
        "purposes": [
            {"code": one.purpose.code, "sensitive": one.purpose.sensitive, "answer": one.state if one.state in ("given", "refused") else "",
             **{name: getattr(one.purpose, name) for name in PURPOSE_TEXTS}}
            for one in consents_of(person, clock.local_date(now))
        ],
        "services": [{"code": code, "zh": one.zh, "en": one.en} for code, one in pack.services.items()],
        "papers": [{"code": code, "zh": one.zh, "en": one.en, "needed": one.needed, "there": code in there} for code, one in pack.intake_papers.items()],
        "may_sign": may_sign(case),
    }  # fmt: skip


def application_of(case: IntakeCase) -> dict:
    """The application as it was filled in, as plain values."""
    return {
        "applied_on": case.applied_on.isoformat(), "came_by": case.came_by, "applicant": case.applicant, "name": case.applicant_name,
        "relation": case.applicant_relation, "phone": vault.opened(case.applicant_phone), "wishes": case.wishes, "wished": list(case.wished),
    }  # fmt: skip


def may_sign(case: IntakeCase) -> list[dict]:
    """Who may sign: the person, whoever applied, the contacts. [{"who": elder | applicant | contact, "name", "relation"}]."""
    found = [{"who": "elder", "name": case.person.name, "relation": ""}]
    if case.applicant_name:
        found.append({"who": "applicant", "name": case.applicant_name, "relation": case.applicant_relation})
    return found + [{"who": "contact", "name": c.name, "relation": c.relation} for c in case.person.contacts.all() if c.name and c.name != case.applicant_name]

