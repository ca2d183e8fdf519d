"""A room is booked, once or each week; a booking is moved, cancelled, restored. The database refuses what overlaps; here it is said first, with free times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel import clock

from ..models import Booking, BookingEntry, Venue
from ..queries.bookings import clash
from ..queries.hours import Hours, next_free
from ..rules.bookings import Slot, faults, weekly
from ..rules.hours import within
from .errors import Refused
from .locks import held_venue, held_venues

LONGEST_AHEAD = 800  # days: a year of what comes again, booked a year before


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be booked. `overrule`: why it may lie outside the opening hours or be for more people than the room holds; only an officer may say so."""

    venue_id: int
    day: date
    starts: time
    ends: time
    title: str
    booker: str
    people: int | None = None
    open_to_all: bool = False
    overrule: str = ""

    @property
    def slot(self) -> Slot:
        """As moments."""
        return Slot(clock.at(self.day, self.starts), clock.at(self.day, self.ends))


@dataclass(frozen=True, slots=True)
class Weekly:
    """What came of booking each week: the bookings made, and the dates left out, each with the refusal that says why."""

    made: Sequence[Booking]
    left_out: Sequence[tuple[date, Refused]]


@transaction.atomic
def book(*, wish: Wish, course_id: int | None = None, now: datetime, by_id: int) -> Booking:
    """Book it once. Refused "title", "booker" where one is empty, "ends", "short", "past", "far" for times that make no sense, "closed" outside the opening
    hours and "many" for more people than the room holds, both unless overruled, "taken" with who has it (`title`) and the next free times (`free`)."""
    venue = held_venue(wish.venue_id)
    row = _put(venue, _checked(venue, wish, now), Hours(venue.street, [venue], wish.day, wish.day), course_id=course_id, now=now, by_id=by_id)
    _log("booking.made", row, now, by_id, overruled=bool(row.overruled))
    return row


@transaction.atomic
def book_weekly(*, wish: Wish, until: date, course_id: int | None = None, now: datetime, by_id: int) -> Weekly:
    """Book it on its weekday each week to `until`; dates on which the room is closed or taken are left out and said. Refused as `book` for what is wrong with
    all of them, "until" before the first day, "none" when not one could be booked (with the first reason as `first`)."""
    venue = held_venue(wish.venue_id)
    wish = _checked(venue, wish, now)
    if until < wish.day:
        raise Refused("until")
    days = weekly(wish.day, until)
    hours = Hours(venue.street, [venue], days[0], days[-1])
    made: list[Booking] = []
    left_out: list[tuple[date, Refused]] = []
    for day in days:
        try:
            head = made[0].pk if made else None
            made.append(_put(venue, replace(wish, day=day), hours, course_id=course_id, series_id=head, offer=False, now=now, by_id=by_id))
        except Refused as why:
            left_out.append((day, why))
    if not made:
        raise Refused("none", first=left_out[0][1])
    if len(made) > 1:
        Booking.objects.filter(pk=made[0].pk).update(series_id=made[0].pk)
    _log("booking.made_weekly", made[0], now, by_id, made=len(made), left_out=len(left_out))
    return Weekly(made, left_out)


@transaction.atomic
def move_booking(
    *, booking_id: int, venue_id: int, day: date, starts: time, ends: time, reason: str, overrule: str = "", version: int, now: datetime, by_id: int
) -> Booking:
    """Another time or room. Refused as `book`, "reason" without one, "stale" when somebody changed it meanwhile, "cancelled"."""
    row = Booking.objects.get(pk=booking_id)
    venue = held_venues(row.venue_id, venue_id)[venue_id]
    row = Booking.objects.select_related("venue").get(pk=booking_id)
    _may_change(row, reason, version)
    if venue.street_id != row.street_id:
        raise Refused("room")
    wish = Wish(venue_id=venue_id, day=day, starts=starts, ends=ends, title=row.title, booker=row.booker, people=row.people, overrule=overrule or row.overruled)
    wish = _checked(venue, wish, now)
    _fits(venue, wish, Hours(venue.street, [venue], day, day), now=now, but=row.pk)
    values = {"venue": venue, "day": day, "period": _period(wish.slot), "overruled": wish.overrule, "changed_at": now, "version": F("version") + 1}
    before = f"{row.venue.name} {row.day} {row.starts.astimezone(clock.ZONE):%H:%M}–{row.ends.astimezone(clock.ZONE):%H:%M}"[:120]
    try:
        with transaction.atomic():
            Booking.objects.filter(pk=row.pk).update(**values)
    except IntegrityError as error:  # held above: only where somebody writes past these operations
        raise _taken(venue, wish, now, None) from error
    _enter(row, BookingEntry.Act.MOVED, reason, now, by_id, before=before)
    row.refresh_from_db()
    _log("booking.moved", row, now, by_id)
    return row


@transaction.atomic
def cancel_booking(*, booking_id: int, reason: str, later_too: bool = False, version: int, now: datetime, by_id: int) -> list[int]:
    """It does not take place; with `later_too` neither do those of its series that come after it. Returns the ids. Refused "reason", "stale", "cancelled"."""
    row = Booking.objects.get(pk=booking_id)
    held_venue(row.venue_id)
    row = Booking.objects.get(pk=booking_id)
    _may_change(row, reason, version)
    rows = [row]
    if later_too and row.series_id:
        rows += Booking.objects.filter(series=row.series_id, cancelled_at__isnull=True, day__gt=row.day).order_by("day")
    ids = [one.pk for one in rows]
    Booking.objects.filter(pk__in=ids).update(cancelled_at=now, cancelled_why=reason.strip()[:200], changed_at=now, version=F("version") + 1)
    for one in rows:
        _enter(one, BookingEntry.Act.CANCELLED, reason, now, by_id)
    _log("booking.cancelled", row, now, by_id, reason=reason.strip()[:200], n=len(ids))
    return ids


@transaction.atomic
def restore_booking(*, booking_id: int, now: datetime, by_id: int) -> bool:
    """Cancelling was a mistake, and so for those of its series that were cancelled with it. False when it stands. Refused "taken" when somebody has the hour now."""
    row = Booking.objects.get(pk=booking_id)
    venue = held_venue(row.venue_id)
    row = Booking.objects.get(pk=booking_id)
    if row.cancelled_at is None:
        return False
    rows = [row]
    if row.series_id:
        rows += Booking.objects.filter(series=row.series_id, cancelled_at=row.cancelled_at, day__gt=row.day)
    for one in rows:
        if found := clash(venue_id=one.venue_id, slot=Slot(one.starts, one.ends), but=one.pk):
            raise Refused("taken", title=found.title, booker=found.booker, starts=found.starts, ends=found.ends, free=next_free(venue, Slot(one.starts, one.ends), now=now))
    Booking.objects.filter(pk__in=[one.pk for one in rows]).update(cancelled_at=None, cancelled_why="", changed_at=now, version=F("version") + 1)
    for one in rows:
        _enter(one, BookingEntry.Act.RESTORED, "", now, by_id)
    _log("booking.restored", row, now, by_id, n=len(rows))
    return True


def _checked(venue: Venue, wish: Wish, now: datetime) -> Wish:
    """The wish with its words cut to the table, or what is wrong with it whatever the day."""
    wish = replace(wish, title=wish.title.strip()[:80], booker=wish.booker.strip()[:60], overrule=wish.overrule.strip()[:120])
    for code in ("title", "booker"):
        if not getattr(wish, code):
            raise Refused(code)
    if code := faults(wish.starts, wish.ends):
        raise Refused(code)
    if wish.slot.ends <= now:
        raise Refused("past")
    if (wish.day - clock.local_date(now)).days > LONGEST_AHEAD:
        raise Refused("far")
    if wish.people and venue.capacity and wish.people > venue.capacity and not wish.overrule:
        raise Refused("many", capacity=venue.capacity)
    return wish


def _fits(venue: Venue, wish: Wish, hours: Hours, *, now: datetime, but: int | None = None, offer: bool = True) -> None:
    """Refused "closed" or "taken"."""
    day = hours.of(venue.pk, wish.day)
    if not wish.overrule and not within(day.spans, wish.starts, wish.ends):
        raise Refused("closed", spans=day.spans, why=day.why, reason=day.reason)
    if found := clash(venue_id=venue.pk, slot=wish.slot, but=but):
        raise _taken(venue, wish, now, found, offer=offer)


def _put(
    venue: Venue, wish: Wish, hours: Hours, *, course_id: int | None, now: datetime, by_id: int, series_id: int | None = None, offer: bool = True
) -> Booking:
    _fits(venue, wish, hours, now=now, offer=offer)
    try:
        with transaction.atomic():
            row = Booking.objects.create(
                venue=venue, street_id=venue.street_id, day=wish.day, period=_period(wish.slot), title=wish.title, booker=wish.booker, people=wish.people,
                open_to_all=wish.open_to_all, course_id=course_id, series_id=series_id, overruled=wish.overrule, made_at=now, made_by_id=by_id, changed_at=now,
            )  # fmt: skip
    except IntegrityError as error:  # held above: only where somebody writes past these operations
        raise _taken(venue, wish, now, None, offer=offer) from error
    _enter(row, BookingEntry.Act.BOOKED, wish.overrule, now, by_id)
    return row


def _taken(venue: Venue, wish: Wish, now: datetime, found: Booking | None, *, offer: bool = True) -> Refused:
    found = found or clash(venue_id=venue.pk, slot=wish.slot)
    who = {"title": found.title, "booker": found.booker, "starts": found.starts, "ends": found.ends} if found else {"title": "", "booker": ""}
    return Refused("taken", **who, free=next_free(venue, wish.slot, now=now) if offer else [])


def _may_change(row: Booking, reason: str, version: int) -> None:
    if row.cancelled_at is not None:
        raise Refused("cancelled")
    if row.version != version:
        raise Refused("stale")
    if not reason.strip():
        raise Refused("reason")


def _period(slot: Slot) -> DateTimeTZRange:
    return DateTimeTZRange(slot.starts, slot.ends, "[)")


def _enter(row: Booking, act: str, reason: str, now: datetime, by_id: int, before: str = "") -> None:
    BookingEntry.objects.create(booking=row, act=act, before=before, reason=reason.strip()[:200], at=now, by_id=by_id)


def _log(act: str, row: Booking, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="booking", target_id=row.pk, **more)
