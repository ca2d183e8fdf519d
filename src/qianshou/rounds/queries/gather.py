"""Everything the planner must know of a street's day, as a planner's problem. Reads only.

Ids in the problem are those of the tables as text. Times are seconds since midnight at the office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.care.models import Link, Visit
from qianshou.care.models.net import KeyElder
from qianshou.kernel import clock
from qianshou.packs import loader
from qianshou.packs.shapes import Pack
from qianshou.planner import Need, Plan, Problem, Site, Window, timed
from qianshou.planner import Visit as PlanVisit
from qianshou.planner.problem import FOREVER, WAIVABLE

from ..models import RoundDay, Stop
from ..rules import BACKUP, CLOSE, PRIMARY, STRANGER, WEIGHTS
from .carers import carers_of_day
from .where import Whereabouts

FROZEN = ("arrived", "half", "done", "unanswered")  # what has begun stays where it is
# What has begun breaks no rule any more. Its window is not waived: with that a pinned start would be the earliest only.
SETTLED = WAIVABLE - {"window"}


@dataclass(slots=True)
class Gathered:
    """A problem, the plan as it stands, what had to be assumed, and who is late (carer -> the earliest she can begin anything).

    `free` is the problem as it was solved, if that was not the whole day: without the visits whose hours are over.
    """

    problem: Problem
    walks: dict[str, list[str]]  # carer -> her visits in order, as planned so far
    notes: list[dict] = field(default_factory=list)
    version: int = 1
    late: dict[str, int] = field(default_factory=dict)
    free: Problem | None = None

    def plan(self) -> Plan:
        """The plan as it stands, timed afresh."""
        return timed(self.problem, self.walks)


def gather(*, street_id: int, day: date, close: bool = False, extra: Sequence[Visit] = (), late: bool = True) -> Gathered:
    """The day's problem. With `close` it costs to give a visit to somebody else than planned so far (re-planning).

    `extra` are visits of the day that are not written yet (their id is 0); without `late` nobody counts as running late. Visits of a day that were cancelled are left out; those that have begun keep their carers and their time.
    """
    street = Street.objects.get(pk=street_id)
    pack = loader.load(street.pack, day)
    where = Whereabouts(street_id)
    row = RoundDay.objects.filter(street_id=street_id, day=day).first()
    stops = list(Stop.objects.filter(round_day=row).select_related("visit").order_by("carer_id", "position")) if row else []
    visits = list(
        Visit.objects.filter(street_id=street_id, day=day).exclude(state="cancelled").select_related("elder__place").order_by("pk")
    )
    visits += extra
    carers, absent = carers_of_day(street_id, day, pack, where, stops)
    at_work = {c.id for c in carers if c.shifts}
    behind = delays(row.walks if row and late else {})
    awaited = {str(w["late"]["visit"]) for w in row.walks.values() if w.get("late")} if behind else set()
    planned = _Planned(stops, at_work, clock.day_bounds(day)[0], behind, awaited)
    problem = Problem(
        name=f"{street.code} {day}",
        sites=(),
        carers=tuple(carers),
        visits=tuple(_visits(visits, pack, where, planned, street_id, day)),
        weights=replace(WEIGHTS, change=CLOSE) if close else WEIGHTS,
        previous={v: tuple(c) for v, c in planned.carers.items()} if close else {},
    )
    problem = replace(problem, sites=tuple(Site(k, *xy) for k, xy in where.sites.items()))
    in_problem = {v.id for v in problem.visits}
    walks = {c: [v for v in walk if v in in_problem] for c, walk in planned.walks.items()}
    notes = [*where.notes, *planned.notes, *([{"code": "absent", "params": {"carers": absent}}] if absent else [])]
    return Gathered(problem, walks, notes, row.version if row else 1, behind)


class _Planned:
    """What stands in the books already: who goes where, what is pinned, what an officer insisted on."""

    def __init__(self, stops: list[Stop], at_work: set[str], midnight: datetime, late: dict[str, int], awaited: set[str]) -> None:
        self.by_visit: dict[str, list[Stop]] = {}
        self.walks: dict[str, list[str]] = {}
        self.carers: dict[str, list[str]] = {}
        self.notes: list[dict] = []
        self._midnight, self._late, self._next = midnight, late, awaited
        begun_by: Counter[str] = Counter()
        for s in stops:
            visit, carer = str(s.visit_id), str(s.carer_id)
            if carer not in at_work:
                if s.visit.state in FROZEN:
                    begun_by[carer] += 1
                elif s.pinned_carer or s.pinned_order:
                    self.notes.append({"code": "pin_released", "params": {"visit": visit, "carer": carer}})
                continue
            self.by_visit.setdefault(visit, []).append(s)
            self.walks.setdefault(carer, []).append(visit)
            self.carers.setdefault(visit, []).append(carer)
        self.notes += [{"code": "begun_absent", "params": {"carer": c, "visits": n}} for c, n in begun_by.items()]

    def fixed(self, visit: Visit, made: PlanVisit) -> PlanVisit:
        """The visit with its pins and waivers; one that has begun keeps carer and time, whatever the rules say.

        Where one of two who began it is not at work any more, it is the other's alone in the problem: the books keep both (`store.keep`).
        """
        stops = self.by_visit.get(made.id, [])
        carers = tuple(str(s.carer_id) for s in stops)[:len(made.needs)]
        if visit.state in FROZEN:
            start = min(int((s.starts_at - self._midnight).total_seconds()) for s in stops)
            return replace(made, needs=made.needs[:len(carers)], pinned=carers, pinned_start=start, waived=SETTLED)
        pinned = tuple(str(s.carer_id) for s in stops if s.pinned_carer)[:len(made.needs)]
        rank = next((s.position for s in stops if s.pinned_order), None)
        waived = frozenset(code for s in stops for code in s.insisted)
        found = replace(made, pinned=pinned, pinned_rank=rank if pinned else None, waived=waived)
        if len(carers) < len(made.needs):
            return found
        first = max(self._late.get(c, 0) for c in carers)
        # Her next one waits for her. Of those after it, what she cannot reach in its hours is free for others in them.
        return not_before(found, first) if made.id in self._next or made.windows[-1].end >= first else found


def not_before(visit: PlanVisit, first: int) -> PlanVisit:
    """The visit of a carer who is known to be late until `first`; if that is after its hours, the stop itself says so."""
    if not first or visit.pinned_start is not None:
        return visit
    if "window" in visit.waived:
        return replace(visit, windows=(Window(first, FOREVER),), waived=visit.waived - {"window"})
    return replace(visit, windows=tuple(Window(max(w.start, first), max(w.end, first)) for w in visit.windows))


def delays(walks: dict) -> dict[str, int]:
    """Carer -> the earliest she can begin anything that she has not begun, for those known to be late (seconds since midnight)."""
    return {c: w["late"]["start"] for c, w in walks.items() if w.get("late")}


def _visits(visits: list[Visit], pack: Pack, where: Whereabouts, planned: _Planned, street_id: int, day: date):
    """Each visit as the planner wants it."""
    links: dict[int, dict[str, int]] = {}
    held = Link.objects.filter(street_id=street_id, since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))
    for elder, carer, rank in held.values_list("elder_id", "carer_id", "rank"):
        links.setdefault(elder, {})[str(carer)] = PRIMARY if rank == "primary" else BACKUP
    key = set(KeyElder.objects.filter(street_id=street_id, until__isnull=True).values_list("elder_id", flat=True))
    midnight = clock.day_bounds(day)[0]
    for v in visits:
        if v.state in FROZEN and str(v.pk or 0) not in planned.by_visit:
            continue  # done outside any plan: nothing is left to plan
        opens, ends = (max(0, int((t - midnight).total_seconds())) for t in (v.window_start, v.window_end))
        known = links.get(v.elder_id, {})
        made = PlanVisit(
            id=str(v.pk or 0), site=where.person(v.elder), windows=(Window(opens, max(opens, ends)),), duration=max(60, v.minutes * 60),
            needs=(_need(pack, v.service),) * max(1, min(2, v.carers_needed)), priority=2 if v.elder_id in key else 1,
            known=known, stranger=STRANGER if known else 0, dialect=v.elder.dialects[0] if v.elder.dialects else "",
        )  # fmt: skip
        yield planned.fixed(v, made)


def _need(pack: Pack, code: str) -> Need:
    """Who may give a service: its tiers, and the skill that carries its code (see `carers.skills_for`)."""
    service = pack.services.get(code)
    if service is None:
        return Need()
    return Need(frozenset(service.tiers), frozenset({code}) if service.skills else frozenset())
