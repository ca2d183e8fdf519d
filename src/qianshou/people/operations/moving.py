"""A file goes to another street: offered, taken back, refused; and the person's own rows when it is taken (the rest: exchange.operations.moving)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from qianshou.access.models import Committee, Street
from qianshou.access.operations import log
from qianshou.kernel import clock

from ..models import Consent, ElderFile, FamilyLink, FileMove, Grant, Habit, Medicine, Paper, Person, Place, Restriction
from .family import shut_family_links
from .finding import refresh_found_as


class MoveRefused(ValueError):
    """What cannot be. `code`: same | street | reason | offered | merged | account | gone (the offer was answered meanwhile) | home."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class NewHome:
    """Where the person lives in the street that takes the file; committee and lane are of that street."""

    committee_id: int
    place_id: int | None = None
    door: str = ""


@transaction.atomic
def offer_move(*, person_id: int, to_street_id: int, reason: str, now: datetime, by_id: int) -> FileMove:
    """Offer a file to another street; nothing changes until that one takes it. MoveRefused for what cannot be."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id, file__isnull=False)
    if not reason.strip():
        raise MoveRefused("reason")
    if to_street_id == person.street_id:
        raise MoveRefused("same")
    if not Street.objects.filter(pk=to_street_id).exists():
        raise MoveRefused("street")
    if person.merged_into_id:
        raise MoveRefused("merged")
    if person.user_id:
        raise MoveRefused("account")
    if FileMove.objects.filter(person=person, state=FileMove.State.OFFERED).exists():
        raise MoveRefused("offered")
    move = FileMove.objects.create(
        person=person,
        street_id=person.street_id,
        to_street_id=to_street_id,
        name=person.name,
        reason=reason.strip()[:200],
        offered_at=now,
        offered_by_id=by_id,
    )
    log(
        act="move.offered",
        now=now,
        by_id=by_id,
        street_id=person.street_id,
        target="person",
        target_id=person.pk,
        to=to_street_id,
        move=move.pk,
    )
    return move


@transaction.atomic
def withdraw_move(*, move_id: int, now: datetime, by_id: int) -> FileMove:
    """The offering street takes its offer back. MoveRefused "gone" when it was answered meanwhile."""
    move = _answer(move_id, FileMove.State.WITHDRAWN, "", now, by_id)
    log(act="move.withdrawn", now=now, by_id=by_id, street_id=move.street_id, target="person", target_id=move.person_id, move=move.pk)
    return move


@transaction.atomic
def refuse_move(*, move_id: int, reason: str, now: datetime, by_id: int) -> FileMove:
    """The other street says no, and why; the file stays where it is. MoveRefused "reason" without one, "gone" when it was answered meanwhile."""
    if not reason.strip():
        raise MoveRefused("reason")
    move = _answer(move_id, FileMove.State.REFUSED, reason.strip()[:200], now, by_id)
    log(act="move.refused", now=now, by_id=by_id, street_id=move.to_street_id, target="move", target_id=move.pk, reason=move.answer)
    return move


def claim_move(*, move_id: int, now: datetime, by_id: int) -> FileMove:
    """The other street takes it, in the caller's transaction. MoveRefused "gone" when it was answered meanwhile."""
    return _answer(move_id, FileMove.State.TAKEN, "", now, by_id)


def _answer(move_id: int, state: str, words: str, now: datetime, by_id: int) -> FileMove:
    held = FileMove.objects.filter(pk=move_id, state=FileMove.State.OFFERED)
    if not held.update(state=state, answer=words, answered_at=now, answered_by_id=by_id):
        raise MoveRefused("gone")
    return FileMove.objects.select_related("person", "to_street", "street").get(pk=move_id)


def check_home(*, street_id: int, home: NewHome) -> None:
    """MoveRefused "home" for a committee or a lane that is not of this street."""
    if not Committee.objects.filter(pk=home.committee_id, street_id=street_id).exists():
        raise MoveRefused("home")
    if home.place_id is not None and not Place.objects.filter(pk=home.place_id, street_id=street_id).exists():
        raise MoveRefused("home")


def move_person(*, move: FileMove, home: NewHome, now: datetime, by_id: int) -> int:
    """The person, the file, consents and papers are of the other street; whoever saw the file by a grant or a link sees it no more.

    Files that were merged into this one go along: they are the same person. Runs in the caller's transaction; how many grants ended.
    """
    to = move.to_street_id
    Person.objects.filter(pk=move.person_id).update(
        street_id=to,
        committee_id=home.committee_id,
        place_id=home.place_id,
        door=home.door.strip()[:80],
        version=F("version") + 1,
        updated_at=now,
    )
    own = [move.person_id]
    while merged := list(Person.objects.filter(merged_into__in=own).exclude(pk__in=own).exclude(street_id=to).values_list("pk", flat=True)):
        Person.objects.filter(pk__in=merged).update(street_id=to, committee_id=None, place_id=None)
        own += merged
    ElderFile.objects.filter(pk__in=own).update(street_id=to, updated_at=now)
    for table in (Consent, Paper, FamilyLink, Medicine, Habit):
        table.objects.filter(person__in=own).update(street_id=to)
    Restriction.objects.filter(person__in=own).update(street_id=to, request=None)  # the request stays with the street that answered it
    shut_family_links(person_id=move.person_id, why=FamilyLink.Shut.MOVED, now=now, by_id=by_id)
    yesterday = clock.local_date(now) - timedelta(days=1)
    ended = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=yesterday), person__in=own).update(until=yesterday)
    refresh_found_as(move.person_id)
    return ended


def note_taken(*, move: FileMove, kept: dict, now: datetime, by_id: int) -> None:
    """Both streets have it in their log. Runs in the caller's transaction."""
    FileMove.objects.filter(pk=move.pk).update(kept=kept)
    entry = {"now": now, "by_id": by_id, "target": "person", "target_id": move.person_id, "move": move.pk}
    log(act="move.left", street_id=move.street_id, to=move.to_street_id, **entry)
    log(act="move.taken", street_id=move.to_street_id, frm=move.street_id, **entry)
