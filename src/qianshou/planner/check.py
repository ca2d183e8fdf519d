"""The independent judge: recomputes every time and cost of a plan and lists every broken rule.

It shares no arithmetic of time with the planner (`decode`, `board`): it looks only at the problem, the stated
starts and the ways between. A plan is applied only when `check` calls it sound.

Codes of complaints (the page translates them; parameters are seconds or ids):

================  ==============================================================================
unknown           a carer, visit or kind of stop that the problem does not know
twice             a carer has two rounds, or a visit stands twice in one
count             a visit has too few or too many carers (`wanted`, `got`)
absent            a carer without a shift that day has a round
tier skill refused sex   the carer may not give this visit
pinned            the visit was pinned to other carers (`wanted`)
pinned_start      the visit was pinned to another time (`wanted`)
pinned_rank       pinned stops stand in another order (`before`)
travel            she cannot be there in time (`short`: seconds missing)
duration          the stay is not as long as the visit (`wanted`, `got`)
window            the start is outside every window (`start`)
apart             two carers start further apart than allowed (`gap`)
shift             she leaves before her shift, or is back after it (`early`, `over`), or works in a pause
break             a break is missing, outside its window, too short, or one too many
load              more visits than her limit (`got`, `most`)
home              the stated way out or home is not what the stops imply (`stated`, `real`)
unserved          the list of unserved visits is not the visits that nobody serves
cost              the stated cost is not the real one (`stated`, `real`)
================  ==============================================================================
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from .cost import cost, places
from .fitness import obstacles
from .plan import Cost, Plan, Round, Stop
from .problem import Carer, Problem, Visit, owed_breaks, pauses
from .travel import Ways


@dataclass(frozen=True, slots=True)
class Complaint:
    """One broken rule: what, where, and the numbers."""

    code: str
    carer: str | None = None
    visit: str | None = None
    params: dict[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found: the complaints, and the cost as it really is (None where ids are unknown)."""

    complaints: tuple[Complaint, ...]
    cost: Cost | None

    @property
    def sound(self) -> bool:
        """No rule is broken."""
        return not self.complaints


def check(problem: Problem, plan: Plan) -> Verdict:
    """Judge a plan. Waived rules of a visit are not complained of."""
    judge = _Judge(problem, plan)
    judge.names()
    if judge.found:
        return Verdict(tuple(judge.found), None)
    for walk in plan.rounds:
        judge.round(walk)
    judge.visits()
    real = cost(problem, plan)
    # A plan made by hand may state no cost at all; one that states it must state it rightly.
    if plan.cost != Cost() and abs(plan.cost.total - real.total) > 0.01:
        judge.say("cost", None, None, stated=plan.cost.total, real=real.total)
    return Verdict(tuple(judge.found), real)


class _Judge:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.ways = Ways(problem)
        self.carers = {c.id: c for c in problem.carers}
        self.by_id = {v.id: v for v in problem.visits}
        self.found: list[Complaint] = []
        self.given: dict[str, list[tuple[str, Stop]]] = defaultdict(list)

    def say(self, code: str, carer: str | None, visit: str | None, **params: int | float | str) -> None:
        """Complain, unless an officer waived just this for the visit."""
        if visit is not None and code in self.by_id[visit].waived:
            return
        self.found.append(Complaint(code, carer, visit, params))

    def names(self) -> None:
        """Everything named must exist, once."""
        seen = Counter(r.carer for r in self.plan.rounds)
        for name, n in seen.items():
            if name not in self.carers:
                self.found.append(Complaint("unknown", name))
            if n > 1:
                self.found.append(Complaint("twice", name))
        for r in self.plan.rounds:
            counts = Counter(s.visit for s in r.stops if s.visit is not None)
            for visit, n in counts.items():
                if visit not in self.by_id:
                    self.found.append(Complaint("unknown", r.carer, None, {"visit": visit}))
                elif n > 1:
                    self.found.append(Complaint("twice", r.carer, visit))
            if any(s.kind not in ("visit", "break", "pause") or (s.visit is None) == (s.kind == "visit") for s in r.stops):
                self.found.append(Complaint("unknown", r.carer, None, {"visit": "?"}))

    def round(self, walk: Round) -> None:
        """One carer's day: fitness, ways, breaks, shift and load."""
        carer = self.carers[walk.carer]
        stops = [s for s in walk.stops if s.visit is not None]
        if not carer.shifts:
            self.say("absent", carer.id, None)
            return
        for s in stops:
            self.given[s.visit].append((carer.id, s))
        if carer.most_visits is not None and len(stops) > carer.most_visits and not self._any_waives(stops, "load"):
            self.say("load", carer.id, None, got=len(stops), most=carer.most_visits)
        self._ranks(carer, stops)
        self._breaks(carer, walk)
        self._ways(carer, walk)

    def _any_waives(self, stops: list[Stop], code: str) -> bool:
        return any(code in self.by_id[s.visit].waived for s in stops)

    def _ranks(self, carer: Carer, stops: list[Stop]) -> None:
        ranked = [(self.by_id[s.visit].pinned_rank, s.visit) for s in stops if self.by_id[s.visit].pinned_rank is not None]
        for (a, one), (b, two) in pairwise(ranked):
            if a > b:
                self.say("pinned_rank", carer.id, two, before=one)

    def _breaks(self, carer: Carer, walk: Round) -> None:
        """Each break that is owed, in order, whole and in its window; each pause just as it is."""
        waived = self._any_waives([s for s in walk.stops if s.visit is not None], "break")
        taken = [s for s in walk.stops if s.kind == "break"]
        owed = owed_breaks(carer)
        if len(taken) != len(owed) and not waived:
            self.say("break", carer.id, None, wanted=len(owed), got=len(taken))
        for b, s in zip(owed, taken, strict=False):
            good = b.window.start <= s.start <= b.window.end and s.end - s.start == b.duration
            if not good and not waived:
                self.say("break", carer.id, None, start=s.start, end=s.end)
        off = [(p.start, p.end) for p in pauses(carer)]
        if [(s.start, s.end) for s in walk.stops if s.kind == "pause"] != off:
            self.say("shift", carer.id, None, pauses=len(off))

    def _ways(self, carer: Carer, walk: Round) -> None:
        """Is every stop reached in time, from leaving to coming home, within the shift?"""
        sites = places(self.problem, carer, walk, self.by_id)
        legs = [self.ways.seconds(carer.mode, a, b) for a, b in zip([carer.start, *sites], sites, strict=False)]
        free = carer.shifts[0].start
        for k, (stop, leg) in enumerate(zip(walk.stops, legs, strict=True)):
            short = free + leg - stop.start
            if short > 0:
                early = k == 0 and stop.start - leg < carer.shifts[0].start
                code, name = ("shift", "early") if early else ("travel", "short")
                self.say(code, carer.id, stop.visit, **{name: short})
            free = stop.end
        home = free + (self.ways.seconds(carer.mode, sites[-1], carer.end) if carer.end and sites else 0)
        over = home - carer.shifts[-1].end - carer.overtime
        if over > 0 and not self._any_waives([s for s in walk.stops if s.visit is not None], "shift"):
            self.say("shift", carer.id, None, over=over)
        if walk.home != home:
            self.say("home", carer.id, None, stated=walk.home, real=home)
        moving = next((k for k, s in enumerate(walk.stops) if s.kind == "visit" or sites[k] != carer.start), 0)
        if walk.stops and not carer.shifts[0].start <= walk.leave <= walk.stops[moving].start - legs[moving]:
            self.say("home", carer.id, None, stated=walk.leave, real=walk.stops[moving].start - legs[moving])

    def visits(self) -> None:
        """Each visit: who, how many, when, together."""
        for visit in self.problem.visits:
            given = self.given.get(visit.id, [])
            if given:
                self._who(visit, given)
                for who, stop in given:
                    self._when(visit, who, stop)
                self._together(visit, given)
        out = {v.id for v in self.problem.visits} - set(self.given)
        if out != set(self.plan.unserved):
            self.say("unserved", None, None, stated=len(self.plan.unserved), real=len(out))

    def _who(self, visit: Visit, given: list[tuple[str, Stop]]) -> None:
        """The right number, each fit for one of the needs, and those pinned."""
        names = [who for who, _ in given]
        if len(names) != len(visit.needs):
            self.say("count", None, visit.id, wanted=len(visit.needs), got=len(names))
            return
        # Who fills which need is not written in a plan: either way round will do, unless one must come first.
        begun = sorted(range(len(names)), key=lambda k: given[k][1].start)
        orders = [begun] if visit.gap[0] > 0 else [begun, begun[::-1]]
        faults = []
        for order in orders:
            faults.append([
                (code, names[k]) for side, k in enumerate(order)
                for code in self._unfit(visit, side, names[k])
            ])
        for code, who in min(faults, key=len):
            self.say(code, who, visit.id)

    def _unfit(self, visit: Visit, side: int, who: str) -> list[str]:
        codes = [c for c in obstacles(visit, visit.needs[side], self.carers[who]) if c != "absent"]
        if len(visit.pinned) > side and visit.pinned[side] != who and "pinned" not in codes:
            codes.append("pinned")
        return codes

    def _when(self, visit: Visit, who: str, stop: Stop) -> None:
        if stop.end - stop.start != visit.duration:
            self.say("duration", who, visit.id, wanted=visit.duration, got=stop.end - stop.start)
        # The second of two carers may come later than a pinned time, by the gap.
        if visit.pinned_start is not None and "window" not in visit.waived:
            if not visit.pinned_start <= stop.start <= visit.pinned_start + visit.gap[1]:
                self.say("pinned_start", who, visit.id, wanted=visit.pinned_start)
        elif not self._inside(visit, stop.start):
            self.say("window", who, visit.id, start=stop.start)

    def _inside(self, visit: Visit, start: int) -> bool:
        if any(w.start <= start <= w.end for w in visit.windows):
            return True
        return visit.windows[-1].end < start <= visit.windows[-1].end + visit.late

    def _together(self, visit: Visit, given: list[tuple[str, Stop]]) -> None:
        if len(given) != 2 or len(visit.needs) != 2:
            return
        begins = sorted(stop.start for _, stop in given)
        if not visit.gap[0] <= begins[1] - begins[0] <= visit.gap[1]:
            self.say("apart", None, visit.id, gap=begins[1] - begins[0])
