"""Hours are logged by who gave them, and confirmed by the elder, the family or an officer: only then the minutes move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.operations.locks import locked
from qianshou.people.models import Person

from ..models import TimebankAsk, TimebankHours, TimebankMember
from ..queries.timebank_places import place_in_line, pot_paid
from ..rules.timebank import NotCounted, check_counts, kept, minutes_between, pays
from .timebank_accounts import POT, hours_account, numbers_of, street_account
from .timebank_errors import Refused

State, Said = TimebankHours.State, TimebankHours.Said
COUNTING = (State.LOGGED, State.CONFIRMED, State.DISPUTED)
HELPED = gettext_noop("Help of %(day)s")  # as stored; translated when shown
DONATED = gettext_noop("Donated to the pot: help of %(day)s")


@dataclass(frozen=True, slots=True)
class NewHours:
    """What a member says she gave. `ask_id`: what it answers, if anything. `from_time`, `until_time`: both, with `minutes` between them, or neither."""

    member_id: int
    elder_id: int
    service: str
    on: date
    minutes: int
    batch: UUID
    note: str = ""
    ask_id: int | None = None
    from_time: time | None = None
    until_time: time | None = None


def source_of(hours_id: int) -> str:
    """Under which the minutes of these hours are posted."""
    return f"timebank.hours:{hours_id}"


@transaction.atomic
def log_hours(*, entry: NewHours, now: datetime, by_id: int | None, said_at: datetime | None = None) -> TimebankHours:
    """Write hours down, to be confirmed. The same batch again returns the first. `said_at`: when she wrote them on a phone that had no signal; by that
    day they are too late or not.

    Refused "span" for minutes that are not those from–until, "overlap" where she was with somebody else in them, "kind", "short", "future", "late", "day" (the rules), "left", "self", "street", "before" (a day before she took part),
    "closed" and "other" for an ask that is closed or that somebody else goes to.
    """
    if held := TimebankHours.objects.filter(batch=entry.batch).first():
        return held
    # Under the lock two entries of one giver's day see one another.
    member = TimebankMember.objects.select_for_update(of=("self",)).select_related("street").get(pk=entry.member_id)
    elder = Person.objects.get(pk=entry.elder_id, merged_into__isnull=True, file__isnull=False)
    if elder.street_id != member.street_id:
        raise Refused("street")
    if elder.pk == member.person_id:
        raise Refused("self")
    if member.left_on is not None and entry.on > member.left_on:
        raise Refused("left")
    if entry.on < member.since:
        raise Refused("before", since=member.since)
    numbers, today = numbers_of(member.street, entry.on), clock.local_date(said_at or now)
    own = TimebankHours.objects.filter(member__person=member.person_id, street_id=member.street_id)
    own = own.filter(on=entry.on, state__in=COUNTING)
    _check_span(entry, own)
    that_day = own.aggregate(n=Sum("minutes"))["n"] or 0
    try:
        check_counts(numbers, service=entry.service, minutes=entry.minutes, on=entry.on, today=today, logged_that_day=that_day)
    except NotCounted as error:
        raise Refused(error.code, **error.params) from error
    if entry.ask_id is not None:
        _close_ask(entry, elder, member, now)
    for person_id in (elder.pk, member.person_id):  # opened while both are of this street; the file may move before it is confirmed
        hours_account(person_id=person_id, street_id=member.street_id, numbers=numbers, now=now, by_id=by_id)
    row = TimebankHours.objects.create(
        member=member, elder=elder, street_id=member.street_id, ask_id=entry.ask_id, service=entry.service, on=entry.on, minutes=entry.minutes,
        note=entry.note.strip()[:200], logged_at=said_at or now, logged_by_id=by_id, batch=entry.batch, from_time=entry.from_time, until_time=entry.until_time,
    )  # fmt: skip
    _log("logged", row, now, by_id)
    return row


def _check_span(entry: NewHours, that_day: QuerySet[TimebankHours]) -> None:
    if entry.from_time is None and entry.until_time is None:
        return
    if entry.from_time is None or entry.until_time is None or minutes_between(entry.from_time, entry.until_time) != entry.minutes:
        raise Refused("span")
    if that_day.filter(from_time__lt=entry.until_time, until_time__gt=entry.from_time).exists():
        raise Refused("overlap")


@transaction.atomic
def log_many(*, entries: Sequence[NewHours], now: datetime, by_id: int | None) -> list[TimebankHours]:
    """A whole list at the desk, all or none. Refused as `log_hours`, with `line`: which of them, from 0."""
    found = []
    for line, entry in enumerate(entries):
        try:
            found.append(log_hours(entry=entry, now=now, by_id=by_id))
        except Refused as error:
            raise Refused(error.code, **error.params, line=line) from error
    return found


def _close_ask(entry: NewHours, elder: Person, member: TimebankMember, now: datetime) -> None:
    ask = TimebankAsk.objects.select_for_update(of=("self",)).get(pk=entry.ask_id)
    if ask.elder_id != elder.pk or not ask.matches.filter(member=member, state="agreed").exists():
        raise Refused("other")
    if ask.state != TimebankAsk.State.MATCHED:
        raise Refused("closed")
    TimebankAsk.objects.filter(pk=ask.pk).update(state=TimebankAsk.State.DONE, closed_at=now)


@transaction.atomic
def confirm_hours(*, hours_id: int, said_by: str, now: datetime, by_id: int | None, minutes: int | None = None) -> TimebankHours:
    """The other side says so too: the minutes move. Twice: returns what stands. `minutes`: fewer than were logged, where that was agreed.

    First the elder's own minutes pay, then the pot; the giver saves up to the ceiling, the rest is donated.
    Refused "said_by", "same_hand" (an officer confirms what she logged herself), "closed", "minutes", "balance" (short).
    """
    row = TimebankHours.objects.select_for_update(of=("self",)).select_related("member", "elder__file", "street").get(pk=hours_id)
    if row.state == State.CONFIRMED:
        return row
    if said_by not in Said.values:
        raise Refused("said_by")
    if row.state not in (State.LOGGED, State.DISPUTED):
        raise Refused("closed")
    if minutes is not None and not 0 < minutes <= row.minutes:
        raise Refused("minutes", most=row.minutes)
    numbers = numbers_of(row.street, row.on)
    if numbers.second_hand and said_by == Said.OFFICER and by_id is not None and by_id == row.logged_by_id:
        raise Refused("same_hand")
    split = _move(row, minutes or row.minutes, numbers, now, by_id)
    values = {"state": State.CONFIRMED, "said_by": said_by, "confirmed_at": now, "confirmed_by_id": by_id, "minutes": minutes or row.minutes, "why": "", "ended_at": None}
    TimebankHours.objects.filter(pk=row.pk).update(**values, **split)
    row.refresh_from_db()
    _log("confirmed", row, now, by_id, said_by=said_by, minutes=row.minutes)
    return row


def _move(row: TimebankHours, minutes: int, numbers, now: datetime, by_id: int | None) -> dict[str, int]:
    """Post the minutes; returns where they came from and went."""
    of = {"street_id": row.street_id, "now": now, "by_id": by_id}
    elder = hours_account(person_id=row.elder_id, numbers=numbers, **of).pk
    giver = hours_account(person_id=row.member.person_id, numbers=numbers, **of).pk
    pot = street_account(code=POT, **of).pk
    held = locked((elder, giver, pot))  # nobody else spends from any of them until this is committed
    paid = pays(
        numbers, minutes=minutes, balance=held[elder].balance, least=held[elder].least or 0, first=place_in_line(row.elder, row.on).first, pot=held[pot].balance,
        pot_this_month=pot_paid(row.elder_id, row.street_id, row.on),
    )  # fmt: skip
    if paid.short:
        raise Refused("balance", short=paid.short)
    saved = kept(numbers, minutes=minutes, balance=held[giver].balance, kind=row.member.kind)
    entry = {"happened_on": row.on, "params": {"day": f"{row.on:%Y-%m-%d}"}, "now": now, "by_id": by_id}
    from_whom = [(pk, -amount) for pk, amount in ((elder, paid.own), (pot, paid.pot)) if amount]
    ledger.post(source=source_of(row.pk), lines=[(giver, minutes), *from_whom], text=HELPED, **entry)
    if given := minutes - saved:
        ledger.post(source=f"{source_of(row.pk)}/given", lines=[(giver, -given), (pot, given)], text=DONATED, **entry)
    return {"own": paid.own, "pot": paid.pot, "kept": saved, "given": given}


@transaction.atomic
def dispute_hours(*, hours_id: int, why: str, now: datetime, by_id: int | None) -> TimebankHours:
    """Somebody doubts hours that are not confirmed yet: they wait until it is settled. Refused "reason", "closed"."""
    row = _ended(hours_id, (State.LOGGED, State.DISPUTED), State.DISPUTED, why, now)
    _log("doubted", row, now, by_id)
    return row


@transaction.atomic
def drop_hours(*, hours_id: int, why: str, now: datetime, by_id: int | None) -> TimebankHours:
    """They do not count: it did not happen, or was logged twice. What they answered waits again. Refused "reason", "closed"."""
    row = _ended(hours_id, (State.LOGGED, State.DISPUTED), State.DROPPED, why, now)
    _reopen(row)
    _log("dropped", row, now, by_id)
    return row


@transaction.atomic
def take_back_hours(*, hours_id: int, why: str, now: datetime, by_id: int | None) -> TimebankHours:
    """Hours that were confirmed by mistake: the postings are reversed. What is right is logged anew. Twice: returns what stands.

    Refused "reason", "closed" for hours that were not confirmed, "spent" (short) when the giver or the pot no longer has them.
    """
    if not why.strip():
        raise Refused("reason")
    row = TimebankHours.objects.select_for_update(of=("self",)).get(pk=hours_id)
    if row.state == State.TAKEN_BACK:
        return row
    if row.state != State.CONFIRMED:
        raise Refused("closed")
    entry = {"happened_on": max(clock.local_date(now), row.on), "reason": why.strip()[:120], "now": now, "by_id": by_id}
    try:
        if row.given:
            ledger.reverse(source=f"{source_of(row.pk)}/given", **entry)
        ledger.reverse(source=source_of(row.pk), **entry)
    except ledger.BelowLeast as error:
        raise Refused("spent", short=error.params["short"]) from error
    row = _ended(row.pk, (State.CONFIRMED,), State.TAKEN_BACK, why, now)
    _reopen(row)
    _log("taken_back", row, now, by_id)
    return row


def _ended(hours_id: int, was: tuple, state: str, why: str, now: datetime) -> TimebankHours:
    if not why.strip():
        raise Refused("reason")
    if not TimebankHours.objects.filter(pk=hours_id, state__in=was).update(state=state, why=why.strip()[:200], ended_at=now):
        raise Refused("closed")
    return TimebankHours.objects.select_related("member", "ask").get(pk=hours_id)


def _reopen(row: TimebankHours) -> None:
    """What these hours answered is not done: whoever had agreed to go still does."""
    if row.ask_id:
        TimebankAsk.objects.filter(pk=row.ask_id, state=TimebankAsk.State.DONE).update(state=TimebankAsk.State.MATCHED, closed_at=None)


def _log(what: str, row: TimebankHours, now: datetime, by_id: int | None, **more: object) -> None:
    log(act=f"timebank.{what}", now=now, by_id=by_id, street_id=row.street_id, target="timebank_hours", target_id=row.pk, member=row.member_id, **more)
