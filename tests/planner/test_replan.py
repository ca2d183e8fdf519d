"""The day goes on: a carer drops out, one more visit, somebody late. Each answer beside a plain model that tries or walks everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qianshou.planner import CrossedPairs, Plan, check, places_for, running_late, solve, timed, without
from qianshou.planner.cost import cost
from qianshou.planner.decode import Step, decode, one_order, rest_steps
from qianshou.planner.fitness import may_fill
from qianshou.planner.problem import Window, owed_breaks
from qianshou.planner.replan.standing import Standing, not_before, started, steps_of
from qianshou.planner.travel import Ways

from .problems import HOUR, MINUTE, problems, small_day


def planned(problem) -> Plan:
    return solve(problem, moves=0)


def every_place(problem, plan, visit) -> dict[str, float]:
    """Carer -> what the visit costs at her best place: every place of every round tried, timed and judged."""
    walks, best = steps_of(problem, plan), {}
    before = cost(problem, plan).total
    for carer in problem.carers:
        if not carer.shifts or not may_fill(visit, 0, carer):
            continue
        walk = walks.get(carer.id, rest_steps(carer))
        for p in range(len(walk) + 1):
            trial = {**walks, carer.id: [*walk[:p], Step("visit", visit.id, (carer.id,)), *walk[p:]]}
            try:
                rounds = decode(problem, one_order(trial))
            except CrossedPairs:
                continue
            made = Plan(rounds, tuple(v for v in plan.unserved if v != visit.id))
            made = replace(made, cost=cost(problem, made))
            if check(problem, made).sound:
                added = made.cost.total - before + missing(problem, visit)
                best[carer.id] = min(added, best.get(carer.id, float("inf")))
    return best


def missing(problem, visit) -> float:
    return (problem.weights.unserved if visit.must else problem.weights.left_out) * visit.priority


def starts_of(plan) -> dict[str, dict[str, int]]:
    """Visit -> carer -> start."""
    found: dict[str, dict[str, int]] = {}
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                found.setdefault(s.visit, {})[r.carer] = s.start
    return found


def one_more(problem):
    """The problem without its first visit, and that visit."""
    visit = problem.visits[0]
    return replace(problem, visits=problem.visits[1:]), visit


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_a_plan_stands_on_the_board_as_it_was(problem):
    plan = planned(problem)
    again = Standing(problem, plan).plan()
    assert again.rounds == plan.rounds and again.unserved == plan.unserved
    assert again.cost.total == pytest.approx(plan.cost.total)


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_the_best_places_are_sound_and_touch_nobody_elses_carer(problem):
    assume(problem.visits)
    day, visit = one_more(problem)
    plan = planned(day)
    found = places_for(day, plan, visit)
    assert [p.cost for p in found] == sorted(p.cost for p in found)
    assert len({frozenset(p.carers) for p in found}) == len(found)
    full = replace(day, visits=(*day.visits, visit))
    then = plan.carers_of()
    for place in found:
        assert check(full, place.plan).sound
        now = place.plan.carers_of()
        assert sorted(now.pop(visit.id)) == sorted(place.carers)
        assert {v: set(c) for v, c in now.items()} == {v: set(c) for v, c in then.items()}
        assert place.cost == pytest.approx(place.plan.cost.total - plan.cost.total)
        was, is_ = starts_of(plan), starts_of(place.plan)
        moved = {v: max((is_[v][c] - was[v][c] for c in was[v]), key=abs) for v in was if is_[v] != was[v]}
        assert {s.visit: s.seconds for s in place.shifts} == moved
        assert all(s.seconds > 0 for s in place.shifts) and place.start == started(place.plan)[visit.id]


@settings(max_examples=40, deadline=None)
@given(problem=problems(most_visits=9))
def test_no_place_is_overlooked(problem):
    """Where only ways and persons cost, the three places are the three cheapest of all that can be tried."""
    assume(problem.visits and len(problem.visits[0].needs) == 1)
    problem = replace(
        problem, weights=replace(problem.weights, waiting=0.0), visits=tuple(replace(v, late=0) for v in problem.visits),
        carers=tuple(replace(c, overtime=0, breaks=tuple(replace(b, site=None) for b in c.breaks)) for c in problem.carers),
    )  # fmt: skip
    day, visit = one_more(problem)
    plan = planned(day)
    full = replace(day, visits=(*day.visits, visit))
    wanted = every_place(full, replace(plan, unserved=(*plan.unserved, visit.id)), visit)
    found = places_for(day, plan, visit)
    assert [p.cost for p in found] == pytest.approx(sorted(wanted.values())[:3])


def walked(problem, plan, late_at: tuple[str, str] | None, seconds: int, longer: dict[str, int]) -> dict[str, int]:
    """When everybody begins, by walking all rounds again and again until nothing moves: nobody earlier than was said."""
    ways = Ways(problem)
    carers = {c.id: c for c in problem.carers}
    visits = {v.id: v for v in problem.visits}
    begins = started(plan)
    if late_at:
        begins[late_at[1]] += seconds
    lag = dict.fromkeys(begins, 0)
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                lag[r.carer, s.visit] = s.start - started(plan)[s.visit]
    moving = True
    while moving:
        moving = False
        for r in plan.rounds:
            carer = carers[r.carer]
            at, free, rests = carer.start, carer.shifts[0].start, iter(owed_breaks(carer))
            for s in r.stops:
                if s.visit is None:
                    owed = next(rests) if s.kind == "break" else None
                    site = (owed.site if owed else None) or at
                    opens = owed.window.start if owed else s.start
                    free = max(free + ways.seconds(carer.mode, at, site), opens) + (s.end - s.start)
                    at = site
                    continue
                visit = visits[s.visit]
                arrive = free + ways.seconds(carer.mode, at, visit.site) - lag[r.carer, s.visit]
                begin = begins[s.visit]
                if arrive > begin:
                    begin = next((max(w.start, arrive) for w in visit.windows if w.end + visit.late * (w is visit.windows[-1]) >= arrive), arrive)
                if begin != begins[s.visit]:
                    begins[s.visit], moving = begin, True
                free = begins[s.visit] + lag[r.carer, s.visit] + visit.duration + longer.get(s.visit, 0)
                at = visit.site
    return begins


@settings(max_examples=50, deadline=None)
@given(problem=problems(), data=st.data())
def test_a_delay_pushes_what_it_must_and_no_more(problem, data):
    # Several hours of one visit are left to the next test: between two of them one waits for the second. So is a gap with play in it:
    # the first of two carers need not wait then.
    problem = replace(problem, visits=tuple(replace(v, windows=v.windows[:1], gap=(v.gap[0], v.gap[0])) for v in problem.visits))
    plan = planned(problem)
    stops = [(r.carer, s.visit) for r in plan.rounds for s in r.stops if s.visit is not None]
    assume(stops)
    carer, visit = data.draw(st.sampled_from(stops))
    seconds, stays = data.draw(st.sampled_from([60, 1200, 5400])), data.draw(st.booleans())
    late = running_late(problem, plan, carer, visit, seconds, stays=stays)
    wanted = walked(problem, plan, None if stays else (carer, visit), seconds, {visit: seconds} if stays else {})
    assert started(late.plan) == wanted
    was = started(plan)
    assert {s.visit: s.seconds for s in late.pushed} == {v: wanted[v] - was[v] for v in was if wanted[v] != was[v]}
    assert all(s.seconds > 0 for s in late.pushed)
    assert {v: set(c) for v, c in late.plan.carers_of().items()} == {v: set(c) for v, c in plan.carers_of().items()}
    verdict = check(late.problem, late.plan)
    assert {c.code for c in verdict.complaints} <= {"window", "break", "shift"}
    assert {c.visit for c in verdict.complaints if c.code == "window"} == {d.visit for d in late.dangers if d.over > 0}
    assert {c.carer for c in verdict.complaints if c.code == "break"} == {o.carer for o in late.overruns if o.kind == "break"}
    over = {c.carer for c in verdict.complaints if c.code == "shift" and "over" in c.params}
    assert over == {o.carer for o in late.overruns if o.kind == "shift"}


@settings(max_examples=40, deadline=None)
@given(problem=problems(), data=st.data())
def test_a_rescue_takes_the_danger_away_and_brings_no_new_one(problem, data):
    plan = planned(problem)
    stops = [(r.carer, s.visit) for r in plan.rounds for s in r.stops if s.visit is not None]
    assume(stops)
    carer, visit = data.draw(st.sampled_from(stops))
    late = running_late(problem, plan, carer, visit, 3600, stays=data.draw(st.booleans()))
    before = {(c.code, c.carer, c.visit) for c in check(late.problem, late.plan).complaints}
    was = started(late.plan)
    for danger in (d for d in late.dangers if d.over > 0 and d.rescue):
        plan_then = danger.rescue.plan
        after = {(c.code, c.carer, c.visit) for c in check(late.problem, plan_then).complaints if c.code != "pinned"}
        assert after <= before and ("window", danger.carers[0], danger.visit) not in after
        assert set(danger.rescue.carers) != set(danger.carers)
        now = {v: set(c) for v, c in plan_then.carers_of().items() if v != danger.visit}
        assert now == {v: set(c) for v, c in late.plan.carers_of().items() if v != danger.visit}
        assert all(start >= was[v] for v, start in started(plan_then).items() if v != danger.visit)


def test_what_a_visit_may_be_late_is_given_once():
    """A talk twenty minutes into its half hour of grace: help for the call before it may push it ten minutes more, not thirty."""
    day = small_day()
    talk = replace(day.visits[1], late=30 * MINUTE)
    begun = not_before(replace(day, visits=(talk,)), {"talk": 9 * HOUR + 20 * MINUTE}).visits[0]
    assert (begun.windows, begun.late) == ((Window(9 * HOUR + 20 * MINUTE, 9 * HOUR + 20 * MINUTE),), 10 * MINUTE)
    over = not_before(replace(day, visits=(talk,)), {"talk": 10 * HOUR}).visits[0]
    assert (over.windows, over.late) == ((Window(10 * HOUR, 10 * HOUR),), 0)


@settings(max_examples=50, deadline=None)
@given(problem=problems(), data=st.data())
def test_a_carer_drops_out_and_nobody_else_changes_hands(problem, data):
    plan = planned(problem)
    assume(plan.rounds)
    ill = data.draw(st.sampled_from([r.carer for r in plan.rounds]))
    from_ = data.draw(st.sampled_from([None, 10 * HOUR, 13 * HOUR]))
    away = data.draw(st.booleans())  # the books know already that she does not come at all
    if away:
        problem = replace(problem, carers=tuple(replace(c, shifts=()) if c.id == ill else c for c in problem.carers))
    out = without(problem, plan, ill, from_=from_, tries=5, seed=data.draw(st.integers(0, 3)))
    assert check(out.problem, out.plan).sound
    then, now, was, is_ = plan.carers_of(), out.plan.carers_of(), started(plan), started(out.plan)
    mine = {v for v, c in then.items() if ill in c}
    assert out.changed == () and out.others == len(then) - len(mine)  # fewer than fifty others: two in a hundred are none
    for v in set(then) - mine:
        assert set(now[v]) == set(then[v]) and is_[v] - was[v] == out.moved.get(v, 0)
    for v in then:
        if from_ is not None and was[v] < from_ and not (away and v in mine):
            assert now[v] == then[v] and is_[v] == was[v]
        elif v in mine:
            assert ill not in now.get(v, ()) and out.hers[v] == tuple(now.get(v, ()))
        if v not in now:
            assert v in out.hers and not out.hers[v]
        elif from_ is not None and (was[v] >= from_ or v in out.hers):
            assert is_[v] >= from_
    for name in out.unserved:
        visit = next(v for v in out.problem.visits if v.id == name)
        if len(visit.needs) == 1 and from_ is None and not any(c.overtime for c in problem.carers):
            places = every_place(out.problem, out.plan, visit)
            assert not places or visit.pinned_rank is not None


def test_the_same_seed_gives_the_same_day():
    problem = small_day()
    plan = solve(problem, moves=300)
    one, two = (without(problem, plan, "tan", tries=30, seed=4) for _ in range(2))
    assert one.plan.rounds == two.plan.rounds and one.hers == two.hers
    assert "bath" in one.unserved  # two carers are needed and one is left
    assert set(one.hers) == {v for v, c in plan.carers_of().items() if "tan" in c}


def test_one_other_visit_moves_to_serve_one_more():
    """Only Shao may take the bath that Tan leaves, and Shao's own call fills her hour: it goes to the third carer."""
    problem = small_day()
    bath, _talk, call1, _call2 = problem.visits
    hour = (Window(9 * HOUR, 9 * HOUR),)
    shao = next(c for c in problem.carers if c.id == "shao")
    third = replace(shao, id="third", skills=frozenset())
    bath = replace(bath, needs=bath.needs[:1], windows=hour)
    calls = tuple(
        replace(call1, id=f"call{k}", windows=hour if k == 0 else (Window(14 * HOUR + 60 * k, 15 * HOUR + 60 * k),), duration=60)
        for k in range(60)
    )
    problem = replace(problem, carers=(*problem.carers, third), visits=(bath, *calls))
    walks = {"tan": ["bath"], "shao": ["call0"], "third": [f"call{k}" for k in range(1, 60)]}
    plan = timed(problem, walks)
    assert check(problem, plan).sound
    out = without(problem, plan, "tan", tries=0)
    assert check(out.problem, out.plan).sound and not out.unserved
    assert out.hers == {"bath": ("shao",)} and out.changed == ("call0",) and out.others == 60


def test_what_takes_two_stays_with_the_one_who_is_left():
    problem = small_day()
    third = replace(problem.carers[0], id="third")
    problem = replace(problem, carers=(*problem.carers, third))
    plan = solve(problem, moves=300)
    one, other = plan.carers_of()["bath"]
    out = without(problem, plan, one, tries=10)
    assert other in out.hers["bath"] and one not in out.hers["bath"] and len(out.hers["bath"]) == 2


def test_who_sets_out_late_and_who_is_not_on_the_round():
    problem = small_day()
    plan = solve(problem, moves=300)
    first = plan.rounds[0]
    late = running_late(problem, plan, first.carer, None, 1800)
    stop = next(s for s in first.stops if s.visit)
    now = next(r for r in late.plan.rounds if r.carer == first.carer)
    assert now.leave >= first.leave + 1800 and started(late.plan)[stop.visit] >= stop.start
    with pytest.raises(ValueError, match="round"):
        running_late(problem, plan, first.carer, "nothing", 60)
    with pytest.raises(KeyError):
        without(problem, plan, "nobody")
