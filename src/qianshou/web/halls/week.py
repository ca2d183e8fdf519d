"""The week of all rooms as a timetable, and of one room on paper for its door."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets import room_week
from qianshou.booklets.render import ROOM_WEEK, pdf
from qianshou.kernel import clock
from qianshou.venues.models import Booking, Venue
from qianshou.venues.queries.bookings import between
from qianshou.venues.queries.hours import Hours
from qianshou.venues.queries.rooms import rooms
from qianshou.venues.rules.bookings import Slot, day_slots, free
from qianshou.venues.rules.hours import Day

from ..listing import Listing
from ..watch.reading import number
from .reading import day_of, monday_of, room
from .said import hours_words, weekday

FIRST, LAST = 7, 21  # hours that the timetable shows
SHORTEST_FREE = timedelta(minutes=30)


@dataclass
class Line:
    """One room on one day: what is booked, what is free to book, and the hours in words."""

    room: Venue
    hours: Day
    booked: list[Booking] = field(default_factory=list)
    free: list[dict] = field(default_factory=list)
    open: list[dict] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Hours, or why it is closed."""
        return hours_words(self.hours)

    @property
    def items(self) -> list[Booking | dict]:
        """What is booked and what is free, in the order of the day."""
        return sorted([*self.booked, *self.free], key=lambda one: one["place"]["at"] if isinstance(one, dict) else one.place["at"])


def place(starts: datetime | time, ends: datetime | time) -> dict:
    """Where a stretch lies among the quarters of the timetable: its first column from 1 and how many it takes."""
    first, last = (_quarter(moment) for moment in (starts, ends))
    begins, ends_at = (min(max(q - FIRST * 4, 0), (LAST - FIRST) * 4) for q in (first, last))
    return {"at": min(begins, (LAST - FIRST) * 4 - 1) + 1, "wide": max(ends_at - begins, 1)}


def _quarter(moment: datetime | time) -> int:
    local = moment.astimezone(clock.ZONE) if isinstance(moment, datetime) else moment
    return local.hour * 4 + local.minute // 15


@requires("rooms.read")
def page(request: HttpRequest) -> HttpResponse:
    """`?week=` a day of the week, `?room=` only one of them."""
    scope, today = request.scope, clock.today()
    monday = monday_of(day_of(request.GET.get("week")) or today)
    every = list(rooms(scope=scope))
    chosen = [one for one in every if one.pk == number(request.GET.get("room"))] or every
    booked = list(between([one.pk for one in chosen], monday, monday + timedelta(days=6)))
    if answer := _listing(booked, monday).answer(request):
        return answer
    days = _days(chosen, booked, monday) if chosen else []
    context = {
        "days": days, "rooms": every, "chosen": chosen[0] if len(chosen) == 1 < len(every) else None, "monday": monday, "sunday": monday + timedelta(days=6), "today": today,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7), "may_write": scope.may("rooms.write"), "now": clock.now(),
        "heads": [{"hour": hour, "at": (hour - FIRST) * 4 + 1} for hour in range(FIRST, LAST)], "count": len(booked),
    }  # fmt: skip
    return render(request, "web/halls/week.html", context)


def _listing(booked: list[Booking], monday: date) -> Listing:
    return Listing(title=_("Rooms, week from %(day)s") % {"day": monday}, rows=booked, capability="", text_columns=(0, 1, 2, 3), columns=[
        (_("Day"), "day"), (_("Time"), lambda b: f"{b.starts.astimezone(clock.ZONE):%H:%M}–{b.ends.astimezone(clock.ZONE):%H:%M}"), (_("Room"), "venue.name"),
        (pgettext("booking", "What it is for"), "title"), (_("Who answers for it"), "booker"), (_("How many people"), "people"),
    ])  # fmt: skip


def _days(chosen: list[Venue], booked: list[Booking], monday: date) -> list[dict]:
    hours, now = Hours(chosen[0].street, chosen, monday, monday + timedelta(days=6)), clock.now()
    found = []
    for n in range(7):
        day = monday + timedelta(days=n)
        found.append({"day": day, "name": weekday(day), "lines": [_line(row, hours.of(row.pk, day), [b for b in booked if (b.venue_id, b.day) == (row.pk, day)], day, now) for row in chosen]})
    return found


def _line(row: Venue, holds: Day, booked: list[Booking], day: date, now: datetime) -> Line:
    for one in booked:
        one.place, one.over = place(one.starts, one.ends), one.ends <= now
    taken = [Slot(one.starts, one.ends) for one in booked]
    spaces = [Slot(max(s.starts, now), s.ends) for s in free(day_slots(day, holds.spans, clock.at), taken) if s.ends > now]
    return Line(row, holds, booked, [_space(s) for s in spaces if s.ends - s.starts >= SHORTEST_FREE], [place(s.starts, s.ends) for s in holds.spans])


def _space(slot: Slot) -> dict:
    # whoever presses an empty stretch in its middle gets the next full quarter of an hour
    starts = slot.starts.astimezone(clock.ZONE)
    starts += timedelta(minutes=-starts.minute % 15, seconds=-starts.second, microseconds=-starts.microsecond)
    ends = slot.ends.astimezone(clock.ZONE)
    return {"place": place(starts, ends), "starts": f"{starts:%H:%M}", "ends": f"{min(ends, starts + timedelta(hours=2)):%H:%M}", "until": f"{ends:%H:%M}"}


@requires("rooms.read")
def paper(request: HttpRequest, venue_id: int, monday: str) -> HttpResponse:
    """The week of one room on A4, for its door."""
    row, first = room(request, venue_id), day_of(monday)
    if first is None:
        raise Http404
    first = monday_of(first)
    hours = Hours(row.street, [row], first, first + timedelta(days=6))
    booked = list(between([row.pk], first, first + timedelta(days=6)))
    days = []
    for n in range(7):
        day = first + timedelta(days=n)
        holds = hours.of(row.pk, day)
        lines = [room_week.Booked(b.starts.astimezone(clock.ZONE), b.ends.astimezone(clock.ZONE), b.title, b.booker if b.open_to_all else "") for b in booked if b.day == day]
        days.append(room_week.RoomDay(day, tuple(str(s) for s in holds.spans), holds.reason, holds.why == "holiday", tuple(lines)))
    language = "en" if (request.GET.get("language") or get_language() or "").startswith("en") else "zh"
    data = room_week.room_week(days, name=row.name, address=row.address, telephone=row.telephone, office=str(street_of(request.scope)), language=language)
    log(act="room.week_printed", now=clock.now(), by_id=request.user.pk, street_id=row.street_id, target="venue", target_id=row.pk, week=str(first))
    answer = HttpResponse(pdf(ROOM_WEEK, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="room-{row.pk}-{first}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
