"""How an alert climbs and what it says to whom, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qianshou.watch.rules import OUTCOMES, climb, group

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def steps(ladder, fallback, waits, count):
    told, now, found = 0, NOW, []
    for _ in range(count):
        step = climb(told=told, ladder=ladder, fallback=fallback, waits=waits, now=now)
        found.append((int((now - NOW).total_seconds() // 60), step.tell, step.repeat))
        told, now = step.rung, step.next_at
    return found


def test_it_climbs_rung_by_rung_then_tells_everybody_again():
    assert steps([7, 8], [9, 10], (10, 5, 20), 5) == [
        (0, (7,), False),
        (10, (8,), False),
        (15, (9, 10), False),
        (35, (7, 8, 9, 10), True),
        (55, (7, 8, 9, 10), True),
    ]


def test_without_a_ladder_the_duty_desk_is_told_at_once():
    assert steps([], [9], (10,), 2) == [(0, (9,), False), (10, (9,), True)]


def test_without_anybody_it_keeps_looking():
    assert steps([], [], (10,), 2) == [(0, (), False), (10, (), False)]


@given(st.lists(st.integers(1, 6), max_size=6), st.lists(st.integers(1, 6), max_size=4), st.lists(st.integers(1, 60), max_size=4))
def test_everybody_on_the_ladder_is_told_and_it_never_stands_still(ladder, fallback, waits):
    told, now, heard = 0, NOW, set()
    for _ in range(len(ladder) + 3):
        step = climb(told=told, ladder=ladder, fallback=fallback, waits=waits, now=now)
        assert step.next_at > now
        assert len(set(step.tell)) == len(step.tell)
        heard.update(step.tell)
        told, now = step.rung, step.next_at
    assert heard == set(ladder) | set(fallback)


def test_after_downtime_one_notice_for_each_person():
    taken = [(n, climb(told=0, ladder=[n % 3], fallback=[9], waits=(10,), now=NOW)) for n in range(1, 301)]
    notices = group(taken)
    assert set(notices) == {0, 1, 2}
    assert sum(map(len, notices.values())) == 300


def test_each_outcome_has_a_key_of_its_own():
    keys = [o.key for o in OUTCOMES.values()]
    assert len(set(keys)) == len(keys)
    assert timedelta(0) < climb(told=0, ladder=[], fallback=[], waits=(), now=NOW).next_at - NOW
