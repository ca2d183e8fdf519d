"""Somebody was written down without a file (a member, a volunteer), and her file came later: the office says that they are one person; and back.

It is a merge like any other: the file stays, what the person was and did goes over to it, of her lines on an open roll one stays good.
"""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.people.models import Person
from qianshou.people.operations.merging import NotMergeable
from qianshou.people.rules import PERSON_FIELDS

from ..models import ReviewCase
from ..queries.review import APART, JOINED
from .merging import merge, unmerge

KEPT = "name"  # as the file has it


@transaction.atomic
def join_to_file(*, person_id: int, file_id: int, now: datetime, by_id: int) -> ReviewCase:
    """The person without a file is the one whose file this is. The file takes what it lacks: birth, sex, place, telephones, an account.

    NotMergeable("same") where the person has a file of her own, the other has none, they are of two streets or one was merged away, and as `merge`.
    """
    found = {one.pk: one for one in Person.objects.select_for_update(of=("self",)).select_related("file").filter(pk__in=[person_id, file_id]).order_by("pk")}
    person, into = found.get(person_id), found.get(file_id)
    if person is None or into is None or hasattr(person, "file") or not hasattr(into, "file"):
        raise NotMergeable("same")
    case, _made = ReviewCase.objects.get_or_create(
        street_id=person.street_id, fingerprint=f"join:{person.pk}:{into.pk}", defaults={"person": person, "other": into, "made_at": now, "state": ReviewCase.State.SETTLED}
    )
    undo = merge(person=person, into=into, take=lacking(person, into), case_id=case.pk, now=now, by_id=by_id)
    return _settled(case, JOINED, undo, now, by_id)


@transaction.atomic
def take_apart(*, case_id: int, now: datetime, by_id: int) -> ReviewCase:
    """They are two people after all: what went over comes back. NotMergeable("same") where that was done before, and as `unmerge`."""
    case = ReviewCase.objects.select_for_update(of=("self",)).select_related("person").get(pk=case_id)
    if case.action != JOINED:
        raise NotMergeable("same")
    unmerge(person=case.person, undo=case.undo, now=now, by_id=by_id)
    return _settled(case, APART, {}, now, by_id)


def lacking(person: Person, into: Person) -> list[str]:
    """The fields of which the file says nothing and the person something; a birth date with how exact it is."""
    empty = ("", None, [])
    found = [name for name in PERSON_FIELDS if name != KEPT and getattr(into, name) in empty and getattr(person, name) not in empty]
    return [*found, "birth_precision"] if "birth_date" in found and "birth_precision" not in found else [name for name in found if name != "birth_precision" or "birth_date" in found]


def _settled(case: ReviewCase, action: str, undo: dict, now: datetime, by_id: int) -> ReviewCase:
    ReviewCase.objects.filter(pk=case.pk).update(state=ReviewCase.State.SETTLED, action=action, undo=undo, settled_by_id=by_id, settled_at=now)
    log(act=f"member.{action}", now=now, by_id=by_id, street_id=case.street_id, target="person", target_id=case.other_id, person=case.person_id)
    case.refresh_from_db()
    return case
