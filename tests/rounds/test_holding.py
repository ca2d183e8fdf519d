"""What is kept stays to the minute, whatever the search does with the rest; and a plan of another moment fits the day as it is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.planner import check, solve
from qianshou.rounds.holding import Keep, fitted, held, moves_begun, unpinned
from tests.planner.problems import problems


def plain(problem):
    """A day as `gather` makes it: hard windows, two carers at once, nothing that may be left out, nothing pinned yet."""
    visits = (replace(v, late=0, must=True, gap=(0, 0), pinned=(), pinned_rank=None) for v in problem.visits)
    return replace(problem, visits=tuple(visits))


def starts(plan) -> dict[tuple[str, str], int]:
    return {(s.visit, r.carer): s.start for r in plan.rounds for s in r.stops if s.visit}


@settings(max_examples=60, deadline=None)
@given(problem=problems(), data=st.data())
def test_kept_rounds_and_kept_hours_stay_and_nothing_comes_between(problem, data):
    problem = plain(problem)
    plan = solve(problem, moves=100)
    names = [c.id for c in problem.carers]
    keep = Keep(carers=frozenset(data.draw(st.sets(st.sampled_from(names)))), before=data.draw(st.sampled_from([None, 9 * 3600, 11 * 3600, 14 * 3600])))
    new = solve(held(problem, plan, keep), moves=100, seed=data.draw(st.integers(1, 3)))
    old, now = starts(plan), starts(new)
    out = set(new.unserved)
    for carer in keep.carers:
        mine = {p: t for p, t in now.items() if p[1] == carer}
        assert mine == {p: t for p, t in old.items() if p[1] == carer and p[0] not in out}
    if keep.before is not None:
        assert {p: t for p, t in now.items() if t < keep.before} == {p: t for p, t in old.items() if t < keep.before and p[0] not in out}
    assert check(held(problem, plan, keep), new).sound


@settings(max_examples=60, deadline=None)
@given(problem=problems(), data=st.data())
def test_a_plan_fits_what_is_left_of_its_day(problem, data):
    plan = solve(problem, moves=100)
    assert fitted(problem, plan) == plan
    gone = data.draw(st.sets(st.sampled_from([v.id for v in problem.visits]))) if problem.visits else set()
    rest = replace(problem, visits=tuple(v for v in problem.visits if v.id not in gone))
    left = fitted(rest, plan)
    assert starts(left).keys() == {p for p in starts(plan) if p[0] not in gone}
    assert {c.code for c in check(rest, left).complaints} <= {"window", "break", "shift", "pinned_start"}
    # A carer who stays at home now sends nobody any more.
    home = replace(problem, carers=tuple(replace(c, shifts=()) for c in problem.carers))
    assert not fitted(home, plan).rounds and len(fitted(home, plan).unserved) == len(problem.visits)


@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_what_has_begun_is_seen_to_move(problem):
    problem = unpinned(plain(problem))
    plan = solve(problem, moves=100)
    assert not moves_begun(problem, plan, replace(plan, rounds=()))
    for (visit, _), start in starts(plan).items():
        begun = replace(problem, visits=tuple(replace(v, pinned_start=start) if v.id == visit else v for v in problem.visits))
        assert not moves_begun(begun, plan, plan) and moves_begun(begun, plan, replace(plan, rounds=()))
