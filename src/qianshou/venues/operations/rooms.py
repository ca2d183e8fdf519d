"""A room is put in, changed, closed; its feeds get new addresses."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from secrets import token_urlsafe

from django.db import IntegrityError, transaction
from django.db.models import F

from qianshou.access.models import Committee, Street
from qianshou.access.operations import log
from qianshou.packs.loader import load
from qianshou.people.models import Place

from ..models import Booking, Venue
from ..rules.hours import Span
from .errors import Refused
from .hours import set_hours

KEY_BYTES = 20


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What is said of a room. `sort` from the pack; `place_id` the lane it stands in."""

    name: str
    sort: str = ""
    address: str = ""
    place_id: int | None = None
    committee_id: int | None = None
    capacity: int | None = None
    telephone: str = ""
    note: str = ""

    def checked(self, street: Street) -> dict:
        """As columns. Refused "name" without one, "sort", "place", "committee" for what the street does not have, "capacity"."""
        values = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(self).items()}
        for key, longest in (("name", 60), ("address", 120), ("telephone", 40), ("note", 300)):
            values[key] = values[key][:longest]
        if not values["name"]:
            raise Refused("name")
        if values["sort"] and values["sort"] not in load(street.pack).rooms:
            raise Refused("sort")
        if self.place_id and not Place.objects.filter(pk=self.place_id, street=street).exists():
            raise Refused("place")
        if self.committee_id and not Committee.objects.filter(pk=self.committee_id, street=street).exists():
            raise Refused("committee")
        if self.capacity is not None and not 1 <= self.capacity <= 2000:
            raise Refused("capacity")
        return values


@transaction.atomic
def add_room(*, street_id: int, plan: RoomPlan, opened_on: date, now: datetime, by_id: int) -> Venue:
    """Put in an activity room; its hours begin as the pack has them for its sort. Refused as `RoomPlan.checked`, "there" for a name the street has."""
    street = Street.objects.get(pk=street_id)
    values = plan.checked(street)
    try:
        with transaction.atomic():
            row = Venue.objects.create(street=street, opened_on=opened_on, made_at=now, public_key=_key(), private_key=_key(), **values)
    except IntegrityError as error:
        raise Refused("there", name=values["name"]) from error
    usual = load(street.pack).rooms.get(row.sort)
    if usual:
        spans = tuple(Span(*window) for window in usual.windows)
        set_hours(venue_id=row.pk, since=opened_on, week=dict.fromkeys(usual.weekdays, spans), open_on_holidays=usual.open_on_holidays, now=now, by_id=by_id)
    _log("room.added", row, now, by_id, name=row.name)
    return row


@transaction.atomic
def change_room(*, venue_id: int, plan: RoomPlan, version: int, now: datetime, by_id: int) -> Venue:
    """Change what is said of it. Refused as `add_room`, "stale" when somebody changed it meanwhile."""
    row = Venue.objects.select_related("street").get(pk=venue_id)
    values = plan.checked(row.street)
    try:
        with transaction.atomic():
            done = Venue.objects.filter(pk=venue_id, version=version).update(**values, version=F("version") + 1)
    except IntegrityError as error:
        raise Refused("there", name=values["name"]) from error
    if not done:
        raise Refused("stale")
    row.refresh_from_db()
    _log("room.changed", row, now, by_id)
    return row


@transaction.atomic
def close_room(*, venue_id: int, on: date, now: datetime, by_id: int) -> Venue:
    """From this day on it is no more. Refused "booked" while something is booked there from then on, "before" for a day before it opened."""
    row = Venue.objects.select_for_update(of=("self",), no_key=True).get(pk=venue_id)
    if on < row.opened_on:
        raise Refused("before")
    booked = Booking.objects.filter(venue=row, day__gte=on, cancelled_at__isnull=True).count()
    if booked:
        raise Refused("booked", n=booked)
    Venue.objects.filter(pk=row.pk).update(closed_on=on, version=F("version") + 1)
    _log("room.closed", row, now, by_id, on=str(on))
    row.refresh_from_db()
    return row


@transaction.atomic
def reopen_room(*, venue_id: int, now: datetime, by_id: int) -> bool:
    """Closing it was a mistake. False when it was open."""
    done = Venue.objects.filter(pk=venue_id, closed_on__isnull=False).update(closed_on=None, version=F("version") + 1)
    if done:
        _log("room.reopened", Venue.objects.get(pk=venue_id), now, by_id)
    return bool(done)


@transaction.atomic
def renew_feed(*, venue_id: int, now: datetime, by_id: int) -> Venue:
    """The private address of its calendar is known to somebody who should not know it: a new one, and the old one answers no more."""
    Venue.objects.filter(pk=venue_id).update(private_key=_key())
    row = Venue.objects.get(pk=venue_id)
    _log("room.feed_renewed", row, now, by_id)
    return row


def _key() -> str:
    return token_urlsafe(KEY_BYTES)


def _log(act: str, row: Venue, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="venue", target_id=row.pk, **more)
