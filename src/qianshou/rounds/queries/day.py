"""What the page of a day shows: the day's row, its rounds with stops, what is left over, its versions. Scoped to the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.care.models import Carer, Visit
from qianshou.care.queries.absences import halves_away
from qianshou.care.rules.absences import BOTH
from qianshou.kernel import clock

from ..models import RoundDay, RoundVersion, Stop
from .carers import shifts_of


@dataclass(slots=True)
class WalkOf:
    """One carer's row: her hours, stops and breaks. Times are seconds since midnight, as the timeline draws them.

    absent  away for all of her hours; `half`: for the half of the day it names, and `shifts` are the hours that are left.
    """

    carer: Carer
    shifts: list[tuple[int, int]] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    leave: int | None = None
    home: int | None = None
    rests: list[list] = field(default_factory=list)
    absent: bool = False
    half: str = ""

    @property
    def outside(self) -> list[Stop]:
        """Visits not begun at hours at which she is away."""
        waiting = [s for s in self.stops if s.visit.state == "planned"]
        if self.absent or not self.half:
            return waiting if self.absent else []
        times = [(s, *seconds_of(s)) for s in waiting]
        return [s for s, _arrives, begin, end in times if not any(a <= begin and end <= b for a, b in self.shifts)]


@dataclass(slots=True)
class BoardOf:
    """A day as the office sees it: the row (None: never planned), rounds by carer, unserved visits, visits in all."""

    row: RoundDay | None
    rounds: list[WalkOf]
    unserved: list[Visit]
    visits: int
    carers: dict[int, Carer]


def _street(scope: Scope) -> int:
    """The street that the scope sees whole; RoundDay.DoesNotExist for anybody else."""
    if scope.street_id is None or not (scope.everything or scope.street_id in scope.street_ids):
        raise RoundDay.DoesNotExist
    return scope.street_id


def round_day(*, scope: Scope, day: date) -> RoundDay | None:
    """The day's row, None if it was never planned. RoundDay.DoesNotExist for who may not see the street."""
    return RoundDay.objects.filter(street_id=_street(scope), day=day).select_related("planned_by", "published_by").first()


def board_of(*, scope: Scope, day: date) -> BoardOf:
    """Everything the page of a day shows. RoundDay.DoesNotExist for who may not see the street."""
    street = _street(scope)
    row = round_day(scope=scope, day=day)
    carers = _carers(street, day)
    rounds = {c.pk: WalkOf(c) for c in carers}
    _hours(street, day, rounds)
    served = set()
    for s in _stops(row):
        served.add(s.visit_id)
        rounds.setdefault(s.carer_id, WalkOf(s.carer)).stops.append(s)
    for pk, walk in (row.walks if row else {}).items():
        if int(pk) in rounds:
            r = rounds[int(pk)]
            r.leave, r.home, r.rests = walk["leave"], walk["home"], walk["rests"]
    visits = Visit.objects.filter(street_id=street, day=day).exclude(state="cancelled")
    left = visits.exclude(pk__in=served).filter(state="planned").select_related("elder__place").order_by("window_start", "pk")
    shown = [r for r in rounds.values() if r.stops or r.shifts or r.absent]
    shown.sort(key=lambda r: (not r.stops, r.absent, r.carer.tier != "full_time", r.carer.number))
    return BoardOf(row, shown, list(left), visits.count(), {r.carer.pk: r.carer for r in rounds.values()})


def round_of(*, scope: Scope, day: date, carer_id: int) -> WalkOf:
    """One carer's round. Carer.DoesNotExist for who may not see it."""
    for r in board_of(scope=scope, day=day).rounds:
        if r.carer.pk == carer_id:
            return r
    raise Carer.DoesNotExist


def versions(*, scope: Scope, day: date) -> QuerySet[RoundVersion]:
    """The changes of a day, newest first."""
    return RoundVersion.objects.filter(round_day__street_id=_street(scope), round_day__day=day).select_related("made_by")


def days_with_visits(*, scope: Scope, first: date, last: date) -> dict[date, str]:
    """Day -> state of its plan, for the days from first to last that have visits or a plan."""
    street = _street(scope)
    states = dict.fromkeys(
        Visit.objects.filter(street_id=street, day__range=(first, last)).values_list("day", flat=True).distinct(), "empty"
    )
    rows = RoundDay.objects.filter(street_id=street, day__range=(first, last))
    return states | dict(rows.values_list("day", "state"))


def _carers(street: int, day: date) -> list[Carer]:
    rows = Carer.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), street_id=street)
    return list(rows.select_related("person", "start_place"))


def _hours(street: int, day: date, rounds: dict[int, WalkOf]) -> None:
    """Write into the rounds when each is there, and who is away."""
    owed, there, away = shifts_of(street, day), shifts_of(street, day, with_leave=True), halves_away(day, street_id=street)
    for pk, row in rounds.items():
        halves = away.get(pk, frozenset())
        row.absent = halves == BOTH or bool(halves and owed.get(pk) and not there.get(pk))
        row.half = "" if row.absent else next(iter(halves), "")
        row.shifts = [(w.start, w.end) for w in (owed if row.absent else there).get(pk, ())]


def _stops(row: RoundDay | None) -> QuerySet[Stop]:
    rows = Stop.objects.filter(round_day=row) if row else Stop.objects.none()
    return rows.select_related("carer__person", "visit__elder__place").order_by("carer_id", "position")


def seconds_of(stop: Stop) -> tuple[int, int, int]:
    """Arrival, start and end of a stop in seconds since midnight at the office."""
    midnight = clock.day_bounds(stop.round_day.day)[0]
    return tuple(int((t - midnight).total_seconds()) for t in (stop.arrives_at, stop.starts_at, stop.ends_at))
