"""When a room is open: a week from a day on, and days that differ."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import DifferentHours, OpeningHours, Venue
from ..rules.hours import Span, Week, store, store_spans
from .errors import Refused


@transaction.atomic
def set_hours(*, venue_id: int, since: date, week: Week, open_on_holidays: bool, now: datetime, by_id: int | None) -> OpeningHours:
    """The week that holds from this day on; what held before it stays for the days before. Bookings are left as they are: the page shows those that lie
    outside. Set again for the same day it takes the place of what was set. Refused "no_hours" when the room would never be open."""
    venue = Venue.objects.get(pk=venue_id)
    kept = store(week)
    if not kept:
        raise Refused("no_hours")
    values = {"week": kept, "open_on_holidays": open_on_holidays, "made_at": now, "made_by_id": by_id}
    row, _new = OpeningHours.objects.update_or_create(venue=venue, since=since, defaults=values)
    log(act="room.hours_set", now=now, by_id=by_id, street_id=venue.street_id, target="venue", target_id=venue_id, since=str(since))
    return row


@transaction.atomic
def differ(*, venue_id: int, since: date, until: date, spans: Sequence[Span], reason: str, now: datetime, by_id: int) -> DifferentHours:
    """Other hours from a day to another; no spans: closed. Refused "reason" without one, "span" when it ends before it begins or lasts longer than a year."""
    venue = Venue.objects.get(pk=venue_id)
    if not reason.strip():
        raise Refused("reason")
    if until < since or (until - since).days > 366:
        raise Refused("span")
    row = DifferentHours.objects.create(
        venue=venue, since=since, until=until, spans=store_spans(spans), reason=reason.strip()[:120], made_at=now, made_by_id=by_id
    )
    log(act="room.hours_differ", now=now, by_id=by_id, street_id=venue.street_id, target="venue", target_id=venue_id, since=str(since), until=str(until))
    return row


@transaction.atomic
def differ_no_more(*, different_id: int, now: datetime, by_id: int) -> bool:
    """They do not differ after all. False when it was taken back before."""
    done = DifferentHours.objects.filter(pk=different_id, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        row = DifferentHours.objects.select_related("venue").get(pk=different_id)
        log(act="room.hours_differ_no_more", now=now, by_id=by_id, street_id=row.venue.street_id, target="venue", target_id=row.venue_id, since=str(row.since))
    return bool(done)
