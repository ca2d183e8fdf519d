"""A street's week: gathered for the planner from its days, and read for the page. Reads only.

Patterns are called `i<item>` (owed so many times a week) or `v<visit>` (one visit on a day of its own).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import Carer as CarerRow
from qianshou.care.models import PlanItem, Visit
from qianshou.care.queries.working_days import holiday_corrections
from qianshou.kernel import clock
from qianshou.kernel.holidays import is_holiday
from qianshou.packs import loader
from qianshou.planner import Carer, Site
from qianshou.planner import Visit as PlanVisit
from qianshou.planner.week import Pattern, WeekCarer, WeekProblem
from qianshou.planner.week.spacing import LEAST, choices

from ..models import RoundDay, Stop, WeekPlan
from .day import _street
from .gather import Gathered, gather

WORKDAYS, SIX, ALL = (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 6, 7)


@dataclass(slots=True)
class GatheredWeek:
    """A week's problem; which visit stands for each pattern on each of its days so far; the days left alone and why."""

    problem: WeekProblem
    visits: dict[str, dict[int, int]] = field(default_factory=dict)  # pattern -> weekday -> visit
    items: dict[str, int] = field(default_factory=dict)  # pattern -> plan item, of those that may be spread
    left: dict[int, str] = field(default_factory=dict)  # weekday -> "past" | "published" | "planning"


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.isoweekday() - 1)


def week_row(*, scope: Scope, monday: date) -> WeekPlan | None:
    """The week's row, None if it was never planned. RoundDay.DoesNotExist for who may not see the street."""
    found = WeekPlan.objects.filter(street_id=_street(scope), monday=monday)
    return found.select_related("planned_by", "applied_by").first()


def gather_week(*, street_id: int, monday: date, today: date) -> GatheredWeek:
    """The week as far as it is still open: from tomorrow on, without the days that are on the phones or being planned just now."""
    left = left_alone(street_id, monday, today)
    open_days = {d: monday + timedelta(days=d - 1) for d in ALL if d not in left}
    days = {d: gather(street_id=street_id, day=day) for d, day in open_days.items()}
    rows = list(
        Visit.objects.filter(street_id=street_id, day__range=(monday, monday + timedelta(days=6)))
        .exclude(state="cancelled").select_related("item").order_by("pk")
    )  # fmt: skip
    made = {v.id: v for g in days.values() for v in g.problem.visits}
    found = GatheredWeek(WeekProblem((), (), ()), left=left)
    patterns = _Patterns(street_id, monday, found, made, set(open_days))
    carers = _carers(days, _spent(street_id, monday, left))
    sites = {s.id: s for g in days.values() for s in g.problem.sites}
    found.problem = WeekProblem(
        tuple(sites.values()) or (Site("nowhere", 0.0, 0.0),), carers, tuple(patterns.of(rows)), days=tuple(sorted(open_days)),
        name=f"{Street.objects.get(pk=street_id).code} {monday}",
    )  # fmt: skip
    return found


def left_alone(street_id: int, monday: date, today: date) -> dict[int, str]:
    """Weekday -> why it is not planned with the week."""
    left = {d: "past" for d in ALL if monday + timedelta(days=d - 1) <= today}
    for row in RoundDay.objects.filter(street_id=street_id, day__range=(monday, monday + timedelta(days=6))):
        if row.published_at or row.planning:
            left.setdefault(row.day.isoweekday(), "published" if row.published_at else "planning")
    return left


def _carers(days: dict[int, Gathered], spent: dict[str, int]) -> tuple[WeekCarer, ...]:
    """The street's carers with the hours of each open day. What the closed days of the week take comes off their contract."""
    own: dict[str, Carer] = {}
    hours: dict[str, dict[int, tuple]] = defaultdict(dict)
    for d, g in days.items():
        for c in g.problem.carers:
            own.setdefault(c.id, replace(c, shifts=()))
            hours[c.id][d] = c.shifts
    contract = _contract(own)
    return tuple(
        WeekCarer(c, tuple(hours[c.id].get(d, ()) for d in ALL), max(0, contract[c.id] - spent.get(c.id, 0)) if contract[c.id] else None)
        for c in own.values()
    )


def _contract(own: Iterable[str]) -> dict[str, int]:
    """Seconds a week by contract; 0 where none is written down."""
    return {str(pk): int(hours * 3600) for pk, hours in CarerRow.objects.filter(pk__in=list(own)).values_list("pk", "weekly_hours")}


def _spent(street_id: int, monday: date, left: dict[int, str]) -> dict[str, int]:
    """Seconds at work that the closed days of the week hold already: visits and ways, as the rounds have them."""
    closed = [monday + timedelta(days=d - 1) for d in left]
    found: dict[str, int] = defaultdict(int)
    stops = Stop.objects.filter(round_day__street_id=street_id, round_day__day__in=closed)
    for carer, starts, ends, travel in stops.values_list("carer_id", "starts_at", "ends_at", "travel_min"):
        found[str(carer)] += int((ends - starts).total_seconds()) + travel * 60
    return found


class _Patterns:
    """Visits of a week as patterns: those of one item together where the program may spread them, every other one by itself."""

    def __init__(self, street_id: int, monday: date, found: GatheredWeek, made: dict[str, PlanVisit], open_days: set[int]) -> None:
        self.monday, self.found, self.made, self.open = monday, found, made, open_days
        pack = loader.load(Street.objects.get(pk=street_id).pack, monday)
        corrections = holiday_corrections(street_id, pack, monday, monday + timedelta(days=6))
        self.holidays = {d for d in ALL if is_holiday(monday + timedelta(days=d - 1), corrections)}
        # A day on which somebody said "not this time" stays empty.
        gone = Visit.objects.filter(street_id=street_id, day__range=(monday, monday + timedelta(days=6)), state="cancelled", withdrawn=False)
        self.refused: dict[int, set[int]] = defaultdict(set)
        for item, day in gone.filter(item__isnull=False).values_list("item_id", "day"):
            self.refused[item].add(day.isoweekday())
        pinned = Stop.objects.filter(round_day__street_id=street_id, round_day__day__range=(monday, monday + timedelta(days=6)))
        # What people are used to is last week, if it was as full as this one.
        past = Visit.objects.filter(street_id=street_id, day__range=(monday - timedelta(days=7), monday - timedelta(days=1)), item__times_per_week__isnull=False)
        self.last: dict[int, list[int]] = defaultdict(list)
        for item, day in past.exclude(state="cancelled").values_list("item_id", "day"):
            self.last[item].append(day.isoweekday())
        self.pinned = set(pinned.filter(pinned_carer=True).values_list("visit_id", flat=True))

    def of(self, rows: list[Visit]) -> Iterable[Pattern]:
        """The patterns, in the order of the visits."""
        spread: dict[int, list[Visit]] = defaultdict(list)
        for v in rows:
            if v.item is not None and v.item.times_per_week:
                spread[v.item_id].append(v)
            elif str(v.pk) in self.made:
                yield self._single(v)
        for item, own in spread.items():
            yield from self._item(item, own)

    def _single(self, v: Visit) -> Pattern:
        d, name = v.day.isoweekday(), f"v{v.pk}"
        self.found.visits[name] = {d: v.pk}
        return Pattern(replace(self.made[str(v.pk)], id=name), str(v.elder_id), 1, (d,), (d,))

    def _item(self, item: int, own: list[Visit]) -> Iterable[Pattern]:
        """The visits of one item: those that are past, begun or pinned stay, the others may fall on other days."""
        loose = [v for v in own if v.day.isoweekday() in self.open and v.state == "planned" and v.pk not in self.pinned and str(v.pk) in self.made]
        if not loose:
            yield from (self._single(v) for v in own if str(v.pk) in self.made)
            return
        name = f"i{item}"
        self.found.items[name] = item
        self.found.visits[name] = {v.day.isoweekday(): v.pk for v in own}
        fixed = tuple(sorted(v.day.isoweekday() for v in own if v not in loose))
        visit = replace(self.made[str(loose[0].pk)], id=name, pinned=(), pinned_rank=None, pinned_start=None)
        held = sorted(v.day.isoweekday() for v in own)
        usual = tuple(sorted(self.last[item])) if len(self.last[item]) == len(own) else tuple(held)
        pattern = Pattern(visit, str(own[0].elder_id), len(own), self._days(own[0].item, loose), fixed, usual=usual)
        planned = tuple(sorted(self.open))
        # Where the rules leave no days (a short week), the visits are as far apart as can be.
        for spacing in range(LEAST[pattern.times], -1, -1):
            if choices(wider := replace(pattern, spacing=spacing), planned):
                break
        yield wider

    def _days(self, item: PlanItem, loose: list[Visit]) -> tuple[int, ...]:
        """Working days, Saturday for six times a week and Sunday for seven; within the item's span and season."""
        usual = WORKDAYS if item.times_per_week <= 5 else SIX if item.times_per_week == 6 else ALL
        dates = {d: self.monday + timedelta(days=d - 1) for d in usual}
        good = {
            d for d, day in dates.items()
            if item.since <= day and (item.until is None or day <= item.until) and (not item.months or day.month in item.months)
            and not (item.skip_holidays and d in self.holidays) and d not in self.refused[item.pk]
        }  # fmt: skip
        return tuple(sorted(good | {v.day.isoweekday() for v in loose}))


def next_monday(today: date | None = None) -> date:
    """The Monday of next week: the first whole week that can still be planned."""
    return monday_of(today or clock.today()) + timedelta(days=7)
