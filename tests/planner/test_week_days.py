"""Choose the days of a pattern: as often as owed, on allowed days, far enough apart; against a plain count of all sets of days."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings

from qianshou.planner.week.days import choose_days
from qianshou.planner.week.ground import Ground
from qianshou.planner.week.spacing import choices, gaps, least, unevenness

from .weeks import patterns, small_week, weeks


def allowed(pattern) -> list[tuple[int, ...]]:
    """The plain model: of all 128 sets of days those that keep every rule, looked at day by day over two weeks."""
    found = []
    for bits in product((False, True), repeat=7):
        days = [d for d, on in enumerate(bits, start=1) if on]
        if len(days) != pattern.times or not set(pattern.fixed) <= set(days) or not set(days) <= set(pattern.days) | set(pattern.fixed):
            continue
        calendar = [d + 7 * week for week in range(2) for d in days]
        near = [
            (a, b) for a in calendar for b in calendar
            if 0 < b - a < least(pattern) and (b - a) % 7 and not {(a - 1) % 7 + 1, (b - 1) % 7 + 1} <= set(pattern.fixed)
        ]  # fmt: skip
        if not near:
            found.append(tuple(days))
    return sorted(found)


@settings(max_examples=120, deadline=None)
@given(pattern=patterns())
def test_the_choices_are_those_of_the_plain_count(pattern):
    assert choices(pattern) == allowed(pattern)


@pytest.mark.parametrize(("times", "count", "nearest"), [(1, 7, 7), (2, 7, 3), (3, 7, 2), (4, 35, 1), (5, 21, 1), (6, 7, 1), (7, 1, 1)])
def test_the_usual_spacing_holds_round_the_seam_of_the_week(times, count, nearest):
    pattern = replace(small_week().patterns[0], times=times)
    found = choices(pattern)
    assert len(found) == count and min(min(gaps(days)) for days in found) == nearest


def test_sunday_and_monday_are_neighbours():
    twice = replace(small_week().patterns[2], days=(1, 3, 7))
    assert choices(twice) == [(3, 7)]
    assert gaps((1, 7)) == [6, 1] and unevenness((1, 7)) > unevenness((1, 4))


def test_days_that_are_fixed_stay_and_only_planned_days_are_chosen():
    thrice = replace(small_week().patterns[1], days=(1, 2, 3, 4, 5, 6, 7), fixed=(1,))
    assert choices(thrice, planned=(3, 4, 5, 6, 7)) == [(1, 3, 5), (1, 3, 6), (1, 4, 6)]
    set_days = replace(thrice, fixed=(1, 2, 3))
    assert choices(set_days, planned=(4, 5)) == [(1, 2, 3)]


@settings(max_examples=40, deadline=None)
@given(week=weeks())
def test_every_pattern_gets_days_that_keep_its_rules(week):
    assume(week.patterns)
    days = choose_days(Ground(week), 1)
    for pattern in week.patterns:
        assert days[pattern.id] in allowed(pattern)


def test_the_same_seed_chooses_the_same_days():
    ground = Ground(small_week())
    assert choose_days(ground, 3) == choose_days(ground, 3)


def test_work_falls_on_days_that_have_hours_for_it():
    """Ten persons twice a week; only Monday, Thursday and Friday have anybody on duty: Monday with Thursday or Friday keeps the spacing."""
    week = small_week()
    carers = tuple(replace(c, shifts=tuple(s if d in (0, 3, 4) else () for d, s in enumerate(c.shifts)), areas=frozenset()) for c in week.carers)
    talks = tuple(
        replace(week.patterns[2], visit=replace(week.patterns[2].visit, id=f"t{k}"), person=f"p{k}", area="") for k in range(10)
    )
    days = choose_days(Ground(replace(week, carers=carers, patterns=talks)), 1)
    assert set(days.values()) <= {(1, 4), (1, 5)}


def test_days_are_even_when_hours_are():
    week = small_week()
    everybody = tuple(replace(c, shifts=(c.shifts[0] or c.shifts[2],) * 7, areas=frozenset()) for c in week.carers)
    talks = tuple(
        replace(week.patterns[2], visit=replace(week.patterns[2].visit, id=f"t{k}"), person=f"p{k}", area="", times=1) for k in range(21)
    )
    days = choose_days(Ground(replace(week, carers=everybody, patterns=talks)), 1)
    counts = [sum(d in own for own in days.values()) for d in range(1, 8)]
    assert counts == [3] * 7


def test_days_that_a_person_is_used_to_stay_where_nothing_speaks_against_it():
    week = small_week()
    everybody = tuple(replace(c, shifts=(c.shifts[0] or c.shifts[2],) * 7, areas=frozenset()) for c in week.carers)
    talks = tuple(
        replace(week.patterns[2], visit=replace(week.patterns[2].visit, id=f"t{k}"), person=f"p{k}", area="", usual=(3, 6)) for k in range(3)
    )
    assert set(choose_days(Ground(replace(week, carers=everybody, patterns=talks)), 1).values()) == {(3, 6)}
