"""When rooms are open on which days, and which of their hours are free."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.kernel.holidays import is_holiday
from qianshou.packs.loader import load

from ..models import Booking, DifferentHours, OpeningHours, Venue
from ..rules.bookings import LOOK_AHEAD, Slot, day_slots, free, offers
from ..rules.hours import Day, Different, on_day, unstore, unstore_spans


class Hours:
    """The hours of some rooms of one street for a stretch of days, read with three queries."""

    def __init__(self, street: Street, venues: Collection[Venue], first: date, last: date) -> None:
        ids = [one.pk for one in venues]
        self.venues = {one.pk: one for one in venues}
        self.weeks: dict[int, list[OpeningHours]] = {}
        for row in OpeningHours.objects.filter(venue__in=ids, since__lte=last).order_by("since"):
            self.weeks.setdefault(row.venue_id, []).append(row)
        self.different: dict[int, list[Different]] = {}
        for row in DifferentHours.objects.filter(venue__in=ids, until__gte=first, since__lte=last, taken_back_at__isnull=True):
            one = Different(row.since, row.until, unstore_spans(row.spans), row.reason, row.pk)
            self.different.setdefault(row.venue_id, []).append(one)
        self.corrections = {one.on: one.off for one in load(street.pack, last).holidays.values()}

    def of(self, venue_id: int, day: date) -> Day:
        """What holds for one room on one day; closed before it opened, after it closed, and where no hours were set."""
        venue = self.venues[venue_id]
        weeks = [row for row in self.weeks.get(venue_id, ()) if row.since <= day]
        if day < venue.opened_on or (venue.closed_on and day >= venue.closed_on) or not weeks:
            return Day(())
        return on_day(
            day, week=unstore(weeks[-1].week), exceptions=self.different.get(venue_id, ()), holiday=is_holiday(day, self.corrections),
            open_on_holidays=weeks[-1].open_on_holidays,
        )  # fmt: skip


def hours_on(venue: Venue, day: date) -> Day:
    """What holds for one room on one day."""
    return Hours(venue.street, [venue], day, day).of(venue.pk, day)


def free_on(venue: Venue, day: date, *, hours: Hours | None = None) -> list[Slot]:
    """What is free within the open hours of a day."""
    day_hours = (hours or Hours(venue.street, [venue], day, day)).of(venue.pk, day)
    return list(free(day_slots(day, day_hours.spans, clock.at), taken(venue.pk, day)))


def taken(venue_id: int, day: date) -> Iterator[Slot]:
    """What is booked on a day."""
    rows = Booking.objects.filter(venue=venue_id, day=day, cancelled_at__isnull=True).order_by("period").values_list("period", flat=True)
    return (Slot(period.lower.astimezone(clock.ZONE), period.upper.astimezone(clock.ZONE)) for period in rows)


def next_free(venue: Venue, wanted: Slot, *, now: datetime) -> list[Slot]:
    """The next times at which something as long as `wanted` has room, from its day on, looked for over LOOK_AHEAD days."""
    first = max(clock.local_date(wanted.starts), clock.local_date(now))
    last = first + timedelta(days=LOOK_AHEAD)
    hours = Hours(venue.street, [venue], first, last)
    spaces = (slot for n in range(LOOK_AHEAD + 1) for slot in free_on(venue, first + timedelta(days=n), hours=hours))
    local = Slot(wanted.starts.astimezone(clock.ZONE), wanted.ends.astimezone(clock.ZONE))
    return offers(spaces, wanted=local, not_before=now.astimezone(clock.ZONE))


def current(venue: Venue, day: date) -> OpeningHours | None:
    """The week that holds on a day."""
    return OpeningHours.objects.filter(venue=venue, since__lte=day).order_by("-since").first()


def versions(venue: Venue) -> list[OpeningHours]:
    """All weeks that were set, the newest first."""
    return list(OpeningHours.objects.filter(venue=venue).select_related("made_by").order_by("-since"))


def differing(venue: Venue, today: date) -> list[DifferentHours]:
    """Days that differ from today on."""
    return list(DifferentHours.objects.filter(venue=venue, until__gte=today, taken_back_at__isnull=True).select_related("made_by").order_by("since", "pk"))


def different_of(*, scope, different_id: int) -> DifferentHours:
    """One of them; DoesNotExist for outsiders."""
    return DifferentHours.objects.select_related("venue").get(scope.rows(street="venue__street_id", committee="venue__committee_id"), pk=different_id)
