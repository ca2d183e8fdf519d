"""An officer settles doubtful rows: two files of one person become one, an ID number is mended, a row is kept as it is; and back."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel.identity import read_id_number
from qianshou.people import vault
from qianshou.people.models import ElderFile, Person
from qianshou.people.operations.files import update_file

from ..models import ReviewCase
from .merging import merge, unmerge


class NotOpen(Exception):
    """Somebody settled this case before, or it cannot be taken back any more; nothing was written."""


class BadNumber(Exception):
    """What was typed is no ID number, or another file has it. `code`: a state of `kernel.identity`, or "taken"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def merge_files(*, case_id: int, take_from_later: list[str], now: datetime, by_id: int) -> ReviewCase:
    """Make one file of two: the earlier file stays, `take_from_later` names the fields that it takes from the later one.

    The later file points to it from then on and is shown nowhere; what hangs on it goes over (see `merging`). Raises NotOpen when
    there is no second file, NotMergeable for two that cannot be one.
    """
    case = _open_case(case_id)
    if case.other_id is None:
        raise NotOpen
    undo = merge(person=case.person, into=case.other, take=take_from_later, case_id=case.pk, now=now, by_id=by_id)
    return _settle(case, "merged", "", undo, now, by_id)


@transaction.atomic
def mend_id_number(*, case_id: int, number: str, now: datetime, by_id: int) -> ReviewCase:
    """Write the right ID number into the file. Raises BadNumber: for what is none, or is in another file of the street."""
    case = _open_case(case_id)
    reading = read_id_number(number)
    if reading.state != "ok":
        raise BadNumber(reading.state)
    taken = Person.objects.filter(street_id=case.street_id, id_blind=vault.blind(reading.number), merged_into__isnull=True).exclude(pk=case.person_id)
    if taken.exists():
        raise BadNumber("taken")
    person = case.person
    before = {"id_sealed": bytes(person.id_sealed).hex(), "id_blind": bytes(person.id_blind).hex(), "sex": person.sex,
              "birth_date": person.birth_date.isoformat() if person.birth_date else None, "birth_precision": person.birth_precision}  # fmt: skip
    values = {"sex": reading.sex, "birth_date": reading.birth, "birth_precision": "day"}
    update_file(person=person, version=person.version, values=values, id_number=reading.number, now=now, by_id=by_id)
    return _settle(case, "mended", "", {"mended": before}, now, by_id)


@transaction.atomic
def keep_as_is(*, case_id: int, reason: str, now: datetime, by_id: int) -> ReviewCase:
    """The row is right as it stands, for a reason that is kept. ValueError without one."""
    if not reason.strip():
        raise ValueError("a reason is wanted")
    return _settle(_open_case(case_id), "kept", reason.strip()[:200], {}, now, by_id)


@transaction.atomic
def undo_case(*, case_id: int, now: datetime, by_id: int) -> ReviewCase:
    """Take the settling of a case back, with what it wrote. Raises NotOpen when it is open already."""
    case = ReviewCase.objects.select_for_update(of=("self",)).select_related("person", "other").get(pk=case_id)
    if case.state != ReviewCase.State.SETTLED:
        raise NotOpen
    if case.action == "merged":
        unmerge(person=case.person, undo=case.undo, now=now, by_id=by_id)
    elif case.action == "mended":
        before = case.undo["mended"]
        Person.objects.filter(pk=case.person_id).update(
            id_sealed=bytes.fromhex(before["id_sealed"]), id_blind=bytes.fromhex(before["id_blind"]), sex=before["sex"],
            birth_date=before["birth_date"], birth_precision=before["birth_precision"], version=F("version") + 1, updated_at=now,
        )  # fmt: skip
    ReviewCase.objects.filter(pk=case.pk).update(state=ReviewCase.State.OPEN, action="", note="", undo={}, settled_by=None, settled_at=None)
    ElderFile.objects.filter(pk=case.person_id).update(in_review=True)
    log(act="review.undone", now=now, by_id=by_id, street_id=case.street_id, target="review", target_id=case.pk)
    case.refresh_from_db()
    return case


def _open_case(case_id: int) -> ReviewCase:
    case = ReviewCase.objects.select_for_update(of=("self",)).select_related("person__file", "other__file").get(pk=case_id)
    if case.state != ReviewCase.State.OPEN:
        raise NotOpen
    return case


def _settle(case: ReviewCase, action: str, note: str, undo: dict, now: datetime, by_id: int) -> ReviewCase:
    settled = ReviewCase.objects.filter(pk=case.pk, state=ReviewCase.State.OPEN).update(
        state=ReviewCase.State.SETTLED, action=action, note=note, undo=undo, settled_by_id=by_id, settled_at=now
    )
    if not settled:
        raise NotOpen
    if not ReviewCase.objects.filter(person_id=case.person_id, state=ReviewCase.State.OPEN).exists():
        ElderFile.objects.filter(pk=case.person_id).update(in_review=False)
    log(act=f"review.{action}", now=now, by_id=by_id, street_id=case.street_id, target="review", target_id=case.pk, note=note)
    case.refresh_from_db()
    return case
