"""Who goes with whom at least cost: against trying everything, and with a proof for sizes that nobody tries."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.planner.assignment import IMPOSSIBLE, Assignment, assign, proves


def cheapest(costs, places, alone) -> int:
    """Try everything."""
    best = None
    for chosen in product([None, *range(len(places))], repeat=len(alone)):
        if any(chosen.count(j) > n for j, n in enumerate(places)):
            continue
        if any(j is not None and costs[i][j] >= IMPOSSIBLE for i, j in enumerate(chosen)):
            continue
        cost = sum(alone[i] if j is None else int(costs[i][j]) for i, j in enumerate(chosen))
        best = cost if best is None else min(best, cost)
    return best


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(0, 5)), draw(st.integers(0, 4))
    cost = st.one_of(st.integers(-20, 60), st.just(int(IMPOSSIBLE)))
    costs = np.array(draw(st.lists(st.lists(cost, min_size=columns, max_size=columns), min_size=rows, max_size=rows)), dtype=np.int64).reshape(rows, columns)
    places = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return costs, places, draw(st.lists(st.integers(-10, 50), min_size=rows, max_size=rows))


@given(problems())
def test_nothing_is_cheaper_and_the_prices_prove_it(problem):
    costs, places, alone = problem
    found = assign(costs, places, alone)
    assert found.cost == cheapest(costs.tolist(), places, alone)
    assert proves(found, costs, places, alone)
    assert assign(costs, places, alone) == found


def test_a_dearer_assignment_is_not_proved():
    costs, places, alone = np.array([[1, 9], [1, 2]], dtype=np.int64), [1, 1], [50, 50]
    found = assign(costs, places, alone)
    assert found.columns == (0, 1) and proves(found, costs, places, alone)
    assert not proves(Assignment((1, 0), 10, found.row_prices, found.column_prices), costs, places, alone)
    assert not proves(Assignment((None, 1), 52, found.row_prices, found.column_prices), costs, places, alone)


def test_many_people_are_assigned_and_proved():
    random = np.random.default_rng(5)
    costs = random.integers(0, 1000, (150, 60)).astype(np.int64)
    costs[random.random(costs.shape) < 0.3] = IMPOSSIBLE
    places, alone = [int(n) for n in random.integers(0, 4, 60)], [700] * 150
    found = assign(costs, places, alone)
    assert proves(found, costs, places, alone)
    assert sum(c is not None for c in found.columns) > 60


@pytest.mark.parametrize(
    ("costs", "places", "alone"), [([[1]], [1, 1], [1]), ([[1]], [1], []), ([[1]], [-1], [1]), ([[2**31]], [1], [1]), ([1, 2], [1], [1])]
)
def test_what_does_not_fit_is_refused(costs, places, alone):
    with pytest.raises(ValueError, match=r"need|places|costs"):
        assign(np.array(costs), places, alone)
