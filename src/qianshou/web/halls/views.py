"""All rooms today, and everything about one room."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.venues.models import Booking, Venue
from qianshou.venues.queries import bookings, counting, goals
from qianshou.venues.queries import rooms as room_queries
from qianshou.venues.queries.courses import courses
from qianshou.venues.queries.equipment import equipment_in
from qianshou.venues.queries.hours import Hours, differing, free_on, versions
from qianshou.venues.rules.bookings import Slot
from qianshou.venues.rules.hours import unstore, within

from ..templatetags.shell import listed
from .reading import room
from .said import hours_words, slot_words

AHEAD = 14  # days of bookings on the page of a room


@requires("rooms.read")
def today(request: HttpRequest) -> HttpResponse:
    """What is on, what is free, who came."""
    scope, day, now = request.scope, clock.today(), clock.now()
    rows = list(room_queries.rooms(scope=scope))
    cards = _cards(rows, day, now) if rows else []
    closed = room_queries.rooms(scope=scope, closed_too=True).filter(closed_on__isnull=False)
    others = list(room_queries.street_rooms(scope=scope)) if scope.may("rooms.read") else []
    context = {"cards": cards, "others": _cards(others, day, now) if others else [], "day": day, "may_write": scope.may("rooms.write"), "closed": closed, "all": sum(card["count"].all for card in cards)}
    return render(request, "web/halls/today.html", context)


def _cards(rows: list[Venue], day, now) -> list[dict]:
    ids = [row.pk for row in rows]
    hours, counts = Hours(rows[0].street, rows, day, day), counting.counted(ids, day, day)
    booked: dict[int, list[Booking]] = {pk: [] for pk in ids}
    for one in bookings.between(ids, day, day):
        one.here, one.over = one.starts <= now < one.ends, one.ends <= now
        booked[one.venue_id].append(one)
    cards = []
    for row in rows:
        holds = hours.of(row.pk, day)
        at = now.astimezone(clock.ZONE).time()
        free = [Slot(max(s.starts, now), s.ends) for s in free_on(row, day, hours=hours) if s.ends > now + timedelta(minutes=15)]
        cards.append({
            "row": row, "hours": hours_words(holds), "open": within(holds.spans, at, at), "ever": bool(holds.spans), "booked": booked[row.pk],
            "on": [one for one in booked[row.pk] if one.here], "free": [{"words": f"{_clock(s.starts)}–{_clock(s.ends)}", "at": _clock(s.starts), "to": _clock(s.ends)} for s in free],
            "count": counts[row.pk],
        })  # fmt: skip
    return cards


def _clock(moment) -> str:
    return f"{moment.astimezone(clock.ZONE):%H:%M}"


@requires("rooms.read")
def one(request: HttpRequest, venue_id: int) -> HttpResponse:
    """One room: hours, what is booked, classes, equipment, goals, calendar addresses."""
    row, scope, day = room(request, venue_id), request.scope, clock.today()
    weeks = versions(row)
    holds = next((week for week in weeks if week.since <= day), None)
    pack = load(row.street.pack)
    equipment = list(equipment_in(row.pk))
    language = get_language()
    context = {
        "row": row, "day": day, "sort": pack.rooms[row.sort].name(language) if row.sort in pack.rooms else "", "hours": hours_words(Hours(row.street, [row], day, day).of(row.pk, day)),
        "week": week_lines(holds) if holds else [], "holds": holds, "coming_weeks": [week for week in weeks if week.since > day], "different": differing(row, day),
        "booked": coming(row, day), "courses": courses(scope=scope, today=day).filter(venue=row), "equipment": equipment, "faulty": [e for e in equipment if e.state == "faulty"],
        "to_check": [e for e in equipment if e.check_by and e.check_by <= day], "goals": goals.goals_of([row], day.year, day)[row.pk], "year": day.year,
        "count": counting.counted([row.pk], day, day)[row.pk], "may_write": scope.may("rooms.write"),
        "public": request.build_absolute_uri(reverse("rooms-feed-download", args=[row.public_key])),
        "private": request.build_absolute_uri(reverse("rooms-feed-download", args=[row.private_key])) if scope.may("rooms.write") else "",
    }  # fmt: skip
    return render(request, "web/halls/one.html", context)


def week_lines(holds) -> list[tuple[int, str]]:
    """(ISO weekday, hours) of a week that was set."""
    week = unstore(holds.week)
    return [(day, listed(week.get(day, ()))) for day in range(1, 8)]


def coming(row: Venue, day) -> list[Booking]:
    """Bookings of the next days; `outside` those that the hours, changed since, do not cover."""
    last = day + timedelta(days=AHEAD)
    hours, found = Hours(row.street, [row], day, last), list(bookings.between([row.pk], day, last))
    for one in found:
        starts, ends = (moment.astimezone(clock.ZONE).time() for moment in (one.starts, one.ends))
        one.outside = not one.overruled and not within(hours.of(row.pk, one.day).spans, starts, ends)
    return found


def offers(slots: list[Slot]) -> list[dict]:
    """Free times as links of the booking form: words and the values they fill in."""
    return [{"words": slot_words(s), "day": f"{s.starts.astimezone(clock.ZONE):%Y-%m-%d}", "starts": _clock(s.starts), "ends": _clock(s.ends)} for s in slots]
