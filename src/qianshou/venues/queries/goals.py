"""A year's goals with how far they are reached, worked out from the records.

arrivals    the sum of what was counted at the door
open_days   days on which at least one was counted, or a session of a class was held
sessions    sessions at which somebody was present
learners    persons who were present at a session at least once
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from ..models import Arrival, Goal, SessionMark, Venue
from ..rules.goals import WHATS, Reached, reached


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is counted in one room: its words, what was done, and the goal beside it (None where none was set)."""

    what: str
    label: object
    done: int
    goal: Reached | None


def done_in(venue_ids: Collection[int], year: int) -> dict[int, dict[str, int]]:
    """Room → what → how many in a year."""
    found = {pk: dict.fromkeys(WHATS, 0) for pk in venue_ids}
    days: dict[int, set[date]] = {pk: set() for pk in venue_ids}
    arrivals = Arrival.objects.filter(venue__in=venue_ids, day__year=year).values("venue", "day").annotate(n=Sum("number")).order_by()
    for row in arrivals:
        found[row["venue"]]["arrivals"] += row["n"]
        if row["n"] > 0:
            days[row["venue"]].add(row["day"])
    present = SessionMark.objects.filter(state="present", session__venue__in=venue_ids, session__day__year=year, session__cancelled_at__isnull=True)
    for venue, day, _session in present.values_list("session__venue", "session__day", "session").distinct().order_by():
        found[venue]["sessions"] += 1
        days[venue].add(day)
    for row in present.values("session__venue").annotate(n=Count("enrolment__person", distinct=True)).order_by():
        found[row["session__venue"]]["learners"] = row["n"]
    for pk, which in days.items():
        found[pk]["open_days"] = len(which)
    return found


def goals_of(venues: Collection[Venue], year: int, today: date) -> dict[int, list[Line]]:
    """Room → its lines in the order of WHATS."""
    ids = [one.pk for one in venues]
    targets = {(row.venue_id, row.what): row.target for row in Goal.objects.filter(venue__in=ids, year=year)}
    labels, done = dict(Goal.What.choices), done_in(ids, year)
    return {pk: [_line(what, labels[what], done[pk][what], targets.get((pk, what)), year, today) for what in WHATS] for pk in ids}


def _line(what: str, label: object, done: int, target: int | None, year: int, today: date) -> Line:
    return Line(what, label, done, reached(target=target, done=done, year=year, today=today) if target else None)
