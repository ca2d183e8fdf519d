"""Somebody takes part, says what she offers, names an heir, leaves, and comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Transaction
from qianshou.ledger.operations.locks import locked
from qianshou.people.models import Person

from ..models import TimebankHours, TimebankMember
from ..models.timebank import Part
from ..rules.timebank import GROUP, on_leaving
from .timebank_accounts import POT, hours_account, numbers_of, street_account
from .timebank_asks import release_member
from .timebank_errors import Refused

WEEK = 7 * 24 * 60
TO_POT, TO_HEIR, TO_PERSON = "pot", "heir", "person"
LEFT_TO_HEIR = gettext_noop("Left the time bank: passed on")  # as stored; translated when shown
LEFT_TO_POT = gettext_noop("Left the time bank: donated to the pot")
LEFT_OWING = gettext_noop("Left the time bank: the pot takes over what was owed")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a member offers: kinds of help, ISO weekdays, parts of the day (each empty: any), minutes a week (0: no limit)."""

    kind: str = TimebankMember.Kind.OWN
    group: str = ""
    services: Sequence[str] = ()
    days: Sequence[int] = ()
    parts: Sequence[str] = ()
    week_most: int = 0
    note: str = ""

    def checked(self, counted: frozenset[str]) -> dict:
        """As columns. Refused "member_kind", "group" (a group without a name), "kind", "days", "part", "week"."""
        if self.kind not in TimebankMember.Kind.values:
            raise Refused("member_kind")
        if self.kind == GROUP and not self.group.strip():
            raise Refused("group")
        if not set(self.services) <= counted:
            raise Refused("kind")
        if not all(1 <= day <= 7 for day in self.days):
            raise Refused("days")
        if not set(self.parts) <= set(Part.values) - {""}:
            raise Refused("part")
        if not 0 <= self.week_most <= WEEK:
            raise Refused("week")
        return {
            "kind": self.kind, "group": self.group.strip()[:60] if self.kind == GROUP else "", "services": sorted(set(self.services)), "days": sorted(set(self.days)),
            "parts": sorted(set(self.parts)), "week_most": self.week_most, "note": self.note.strip()[:200],
        }  # fmt: skip


@transaction.atomic
def join_timebank(*, person_id: int, offer: Offer, since: date, now: datetime, by_id: int) -> TimebankMember:
    """A person of the street takes part; again it changes what she offers."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).select_related("street").get(pk=person_id, merged_into__isnull=True)
    numbers = numbers_of(person.street, since)
    values = offer.checked(numbers.services)
    if held := TimebankMember.objects.filter(person=person, street_id=person.street_id, left_on__isnull=True).first():
        return change_offer(member_id=held.pk, offer=offer, now=now, by_id=by_id)
    member = TimebankMember.objects.create(person=person, street_id=person.street_id, since=since, joined_by_id=by_id, **values)
    hours_account(person_id=person.pk, street_id=person.street_id, numbers=numbers, now=now, by_id=by_id)
    _log("joined", member, now, by_id, kind=member.kind)
    return member


@transaction.atomic
def change_offer(*, member_id: int, offer: Offer, now: datetime, by_id: int) -> TimebankMember:
    """She offers something else now. Refused as `Offer.checked`, "left"."""
    member = _standing(member_id)
    values = offer.checked(numbers_of(member.street, clock.local_date(now)).services)
    return _changed(member, "offer", now, by_id, **values)


@transaction.atomic
def name_heir(*, member_id: int, heir_id: int | None, now: datetime, by_id: int) -> TimebankMember:
    """To whom her hours go when she leaves or dies; None for nobody. Refused "self", "street" for somebody of another street, "left"."""
    member = _standing(member_id)
    if heir_id == member.person_id:
        raise Refused("self")
    if heir_id is not None and not Person.objects.filter(pk=heir_id, street_id=member.street_id, merged_into__isnull=True).exists():
        raise Refused("street")
    return _changed(member, "heir", now, by_id, heir_id=heir_id)


@transaction.atomic
def leave_timebank(
    *, member_id: int, to: str, reason: str, on: date, batch: UUID, now: datetime, by_id: int, to_person_id: int | None = None
) -> TimebankMember:
    """She leaves: her hours go to the pot, to her heir or to another person (what these may not hold goes to the pot); what she was to do waits again.

    The same batch again returns what stands. Refused "reason", "left", "to", "heir" (none is named), "self", "street", "future",
    "unconfirmed" (n) while hours of hers wait for a word, "owes" (short) when she owes more than the pot has.
    """
    source = f"timebank.left:{batch}"
    if held := TimebankMember.objects.filter(pk=member_id, left_source=source).first():
        return held
    member = _standing(member_id)
    if not reason.strip():
        raise Refused("reason")
    if not member.since <= on <= clock.local_date(now):
        raise Refused("future")
    if waiting := TimebankHours.objects.filter(member=member, state__in=("logged", "disputed")).count():
        raise Refused("unconfirmed", n=waiting)
    _pass_on(member, _receiver(member, to, to_person_id), source, on, now, by_id)
    release_member(member_id=member.pk, now=now, by_id=by_id)
    return _changed(member, "left", now, by_id, left_on=on, left_why=reason.strip()[:200], left_source=source)


def _receiver(member: TimebankMember, to: str, to_person_id: int | None) -> int | None:
    """The person who gets the hours; None for the pot."""
    if to == TO_POT:
        return None
    if to not in (TO_HEIR, TO_PERSON):
        raise Refused("to")
    receiver = member.heir_id if to == TO_HEIR else to_person_id
    if receiver is None:
        raise Refused("heir" if to == TO_HEIR else "to")
    if receiver == member.person_id:
        raise Refused("self")
    if not Person.objects.filter(pk=receiver, street_id=member.street_id, merged_into__isnull=True).exists():
        raise Refused("street")
    return receiver


def _pass_on(member: TimebankMember, receiver: int | None, source: str, on: date, now: datetime, by_id: int) -> None:
    """Post the whole balance away, in one entry for the heir and one for the pot."""
    numbers = numbers_of(member.street, on)
    of = {"street_id": member.street_id, "now": now, "by_id": by_id}
    own, pot = hours_account(person_id=member.person_id, numbers=numbers, **of).pk, street_account(code=POT, **of).pk
    heir = hours_account(person_id=receiver, numbers=numbers, **of).pk if receiver else None
    accounts = locked({own, pot, *([heir] if heir else [])})
    left = on_leaving(numbers, balance=accounts[own].balance, to_heir=heir is not None, heir_balance=accounts[heir].balance if heir else 0)
    if left.owed > accounts[pot].balance:
        raise Refused("owes", short=left.owed - accounts[pot].balance)
    entry = {"happened_on": on, "now": now, "by_id": by_id}
    if left.heir:
        ledger.post(source=source, lines=[(heir, left.heir), (own, -left.heir)], text=LEFT_TO_HEIR, **entry)
    if amount := left.pot - left.owed:
        ledger.post(source=f"{source}/pot", lines=[(pot, amount), (own, -amount)], text=LEFT_OWING if left.owed else LEFT_TO_POT, **entry)


@transaction.atomic
def come_back(*, member_id: int, now: datetime, by_id: int) -> TimebankMember:
    """She did not leave after all: her hours come back. Refused "stays" when she has not left, "spent" when they are no longer there, "again" when
    she has joined anew since."""
    member = TimebankMember.objects.select_for_update(of=("self",)).select_related("street").get(pk=member_id)
    if member.left_on is None:
        raise Refused("stays")
    if TimebankMember.objects.filter(person_id=member.person_id, street_id=member.street_id, left_on__isnull=True).exists():
        raise Refused("again")
    today = clock.local_date(now)
    for source in Transaction.objects.filter(source__in=(member.left_source, f"{member.left_source}/pot")).order_by("pk").values_list("source", flat=True):
        try:
            ledger.reverse(source=source, happened_on=max(today, member.left_on), reason="stays", now=now, by_id=by_id)
        except ledger.BelowLeast as error:
            raise Refused("spent", short=error.params["short"]) from error
    return _changed(member, "came_back", now, by_id, left_on=None, left_why="", left_source="")


def _standing(member_id: int) -> TimebankMember:
    """The member, locked. Refused "left"."""
    member = TimebankMember.objects.select_for_update(of=("self",)).select_related("street").get(pk=member_id)
    if member.left_on is not None:
        raise Refused("left")
    return member


def _changed(member: TimebankMember, what: str, now: datetime, by_id: int, **values: object) -> TimebankMember:
    TimebankMember.objects.filter(pk=member.pk).update(**values, version=F("version") + 1)
    member.refresh_from_db()
    _log(what, member, now, by_id)
    return member


def _log(what: str, member: TimebankMember, now: datetime, by_id: int, **more: object) -> None:
    log(act=f"timebank.{what}", now=now, by_id=by_id, street_id=member.street_id, target="timebank_member", target_id=member.pk, **more)
