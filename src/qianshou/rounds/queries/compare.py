"""Plans of a day that can be compared: the one that stands, how it stood before a change, proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.planner import Plan, Problem, Round, read_plan
from qianshou.planner import Stop as PlanStop
from qianshou.planner.compare import Comparison, compare

from ..holding import fitted, unpinned
from ..models import Proposal, RoundDay, RoundVersion, Stop
from .day import round_day, versions
from .gather import gather

NOW = "now"
NUMBERED = re.compile(r"[pv][0-9]{1,9}")
EARLIER = 20  # versions to choose from


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan one may choose: `code` is `now`, `v12` (as version 12 was) or `p5` (proposal 5); `source` its row."""

    code: str
    source: RoundDay | RoundVersion | Proposal

    @property
    def kind(self) -> str:
        """now, version or proposal."""
        return {"n": "now", "v": "version", "p": "proposal"}[self.code[0]]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two choices with what the judge found."""

    a: Choice
    b: Choice
    found: Comparison


def choices(*, scope: Scope, day: date) -> list[Choice]:
    """What can be compared: the plan now, proposals that are ready, earlier versions that had stops; the newest first."""
    row = round_day(scope=scope, day=day)
    if row is None:
        return []
    found = [Choice(NOW, row)] if Stop.objects.filter(round_day=row).exists() else []
    found += [Choice(f"p{p.pk}", p) for p in proposals(scope=scope, day=day) if p.state == Proposal.State.READY]
    earlier = [v for v in versions(scope=scope, day=day)[:EARLIER] if v.stops.get("stops")]
    return found + [Choice(f"v{v.version}", v) for v in earlier]


def proposals(*, scope: Scope, day: date) -> list[Proposal]:
    """The day's proposals that are being planned, are ready, or came to nothing, the newest first."""
    row = round_day(scope=scope, day=day)
    if row is None:
        return []
    shown = (Proposal.State.PLANNING, Proposal.State.READY, Proposal.State.FAILED)
    return list(Proposal.objects.filter(round_day=row, state__in=shown).select_related("asked_by"))


def chosen(*, scope: Scope, day: date, code: str) -> Choice:
    """One choice by its code. RoundDay.DoesNotExist, RoundVersion.DoesNotExist or Proposal.DoesNotExist where there is none."""
    row = round_day(scope=scope, day=day)
    if row is None:
        raise RoundDay.DoesNotExist
    number = int(code[1:]) if NUMBERED.fullmatch(code) else 0
    if code == NOW:
        return Choice(code, row)
    if code[:1] == "p":
        return Choice(code, Proposal.objects.select_related("asked_by").get(round_day=row, pk=number, state=Proposal.State.READY))
    if code[:1] == "v":
        return Choice(code, RoundVersion.objects.select_related("made_by").get(round_day=row, version=number))
    raise RoundVersion.DoesNotExist


def compared(*, scope: Scope, day: date, a: str, b: str) -> Compared:
    """Both choices, measured on the day as it is now: with its visits, its carers at work, its rules.

    Pins do not count: they say what to keep, not what is better. Rules that an officer set aside in either plan are set aside.
    """
    one, two = chosen(scope=scope, day=day, code=a), chosen(scope=scope, day=day, code=b)
    problem = _waived(unpinned(gather(street_id=scope.street_id, day=day).problem), [one, two])
    plans = [fitted(problem, plan_of(c.source)) for c in (one, two)]
    return Compared(one, two, compare(problem, *plans))


def _waived(problem: Problem, both: list[Choice]) -> Problem:
    set_aside: dict[str, set[str]] = {}
    for choice in both:
        if isinstance(choice.source, RoundVersion):
            for s in choice.source.stops["stops"]:
                set_aside.setdefault(str(s["visit"]), set()).update(s["insisted"])
    visits = tuple(replace(v, waived=v.waived | set_aside[v.id]) if set_aside.get(v.id) else v for v in problem.visits)
    return replace(problem, visits=visits)


def plan_of(source: RoundDay | RoundVersion | Proposal) -> Plan:
    """The plan of a choice with its stated times, as the planner wants plans. Its cost is not told: the judge counts it."""
    if isinstance(source, Proposal):
        return read_plan(source.plan)
    if isinstance(source, RoundVersion):
        stops = [(s["carer"], s["visit"], *map(datetime.fromisoformat, (s["starts_at"], s["ends_at"]))) for s in source.stops["stops"]]
        return _plan(stops, source.stops["walks"], source.round_day.day)
    rows = Stop.objects.filter(round_day=source).order_by("carer_id", "position")
    return _plan(rows.values_list("carer_id", "visit_id", "starts_at", "ends_at"), source.walks, source.day)


def _plan(stops: Iterable[tuple[int, int, datetime, datetime]], walks: Mapping[str, dict], day: date) -> Plan:
    midnight = clock.day_bounds(day)[0]
    rounds: dict[str, list[PlanStop]] = {}
    for carer, visit, start, end in stops:
        begins, ends = (int((t - midnight).total_seconds()) for t in (start, end))
        rounds.setdefault(str(carer), []).append(PlanStop(str(visit), begins, ends))
    made = []
    for carer, mine in rounds.items():
        walk = walks.get(carer, {})
        rests = [PlanStop(None, start, end, kind) for kind, start, end in walk.get("rests", ())]
        ordered = tuple(sorted([*mine, *rests], key=lambda s: (s.start, s.end)))
        made.append(Round(carer, ordered, walk.get("leave", ordered[0].start), walk.get("home", ordered[-1].end)))
    return Plan(tuple(made))
