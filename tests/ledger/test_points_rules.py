"""What a day's tasks earn, worked by hand and by properties."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.kernel import clock
from qianshou.ledger.rules.points import Task, work_out
from qianshou.packs.loader import load
from qianshou.packs.shapes_merit import PointRule

PACK = load("yangpu", date(2026, 11, 24))
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)


def task(service: str, at: time = time(9), day: date = TUESDAY, key: str = "", **more) -> Task:
    return Task(key or f"visit:{service}:{at}", service, "full_time", datetime.combine(day, at, clock.ZONE), **more)


def earned(*tasks: Task, rules=None) -> list[tuple[int, list]]:
    rules = PACK.point_rules.values() if rules is None else rules
    return [(one.points, [(r.rule, r.points) for r in one.reasons]) for one in work_out(tasks, services=PACK.services, rules=rules)]


@pytest.mark.parametrize(
    ("one", "reasons"),
    [
        (task("talking"), [("service", PACK.services["talking"].points)]),
        (task("winter_bath"), [("service", PACK.services["winter_bath"].points), ("winter", 2)]),
        (task("winter_bath", day=date(2026, 7, 7)), [("service", PACK.services["winter_bath"].points)]),
        (task("chamber_pot"), [("service", PACK.services["chamber_pot"].points), ("dirty_work", 1)]),
        (task("shopping", day=SATURDAY, off=True), [("service", PACK.services["shopping"].points), ("day_off", 1)]),
        (task("shopping", time(17, 59)), [("service", PACK.services["shopping"].points)]),
        (task("shopping", time(18)), [("service", PACK.services["shopping"].points), ("evening", 1)]),
        (task("shopping", time(23, 59, 59)), [("service", PACK.services["shopping"].points), ("evening", 1)]),
        (task("shopping", scanned=True), [("service", PACK.services["shopping"].points), ("scanned", 1)]),
        (task("unheard_of", scanned=True), [("scanned", 1)]),
    ],
)
def test_one_task_and_its_reasons(one, reasons):
    assert earned(one) == [(sum(points for _, points in reasons), reasons)]


def test_a_limit_takes_from_what_was_done_last():
    cap = PointRule(code="cap", zh="", en="", kind="cap", points=5, services=("talking",))
    each = PACK.services["talking"].points
    first, second, third = (task("talking", time(9 + n)) for n in range(3))
    found = earned(third, first, second, rules=[cap])
    left = [min(each, 5), min(each, max(0, 5 - each)), min(each, max(0, 5 - 2 * each))]
    assert [points for points, _ in found] == left and found[2][1][-1] == ("cap", left[2] - each)
    assert earned(task("shopping"), rules=[cap])[0][0] == PACK.services["shopping"].points, "another service is not under it"


def beside(kind: str, n: int = 1, day: date = TUESDAY, at: time = time(23, 59), **more) -> Task:
    """A task that is no visit."""
    return Task(f"{kind}:{n}", "", "volunteer", datetime.combine(day, at, clock.ZONE), timed=kind == "review", **more)


@pytest.mark.parametrize(
    ("one", "reasons"),
    [
        (beside("outing"), [("outing", 4)]),
        (beside("outing", day=SATURDAY, off=True), [("outing", 4), ("day_off", 1)]),
        (beside("call", day=SATURDAY, off=True), [("call", 1)]),
        (beside("call", day=date(2026, 7, 7)), [("call", 1), ("hot_and_cold", 1)]),
        (beside("company_visit"), [("company_visit", 2)]),
        (beside("review", at=time(20)), [("review", 3)]),
    ],
)
def test_one_task_that_is_no_visit_and_its_reasons(one, reasons):
    assert earned(one) == [(sum(points for _, points in reasons), reasons)]


def test_what_no_rule_lets_earn_earns_nothing_whatever_would_be_added():
    """A place whose own rules were written before this goes on as it was."""
    old = [rule for rule in PACK.point_rules.values() if rule.kind != "earns"]
    added = [replace(rule, tasks=()) for rule in old]
    assert earned(beside("outing", day=SATURDAY, off=True), beside("call"), rules=added) == [(0, []), (0, [])]


def test_a_rule_for_a_time_of_day_is_not_met_by_what_is_known_by_the_day():
    evening = replace(PACK.point_rules["evening"], tasks=())
    rules = [*(rule for rule in PACK.point_rules.values() if rule.kind == "earns"), evening]
    assert earned(beside("outing"), beside("review", at=time(19)), rules=rules) == [(4, [("review", 3), ("evening", 1)]), (4, [("outing", 4)])]


def test_of_two_calls_the_earlier_written_keeps_its_points():
    rules = [PACK.point_rules["call"], replace(PACK.point_rules["call_limit"], points=1)]
    assert [points for points, _ in earned(beside("call", 10), beside("call", 9), rules=rules)] == [1, 0]
    assert [one.task.key for one in work_out([beside("call", 10), beside("call", 9)], services={}, rules=rules)] == ["call:9", "call:10"]


services = st.sampled_from([*PACK.services, "unheard_of"])
tasks = st.lists(
    st.builds(lambda kind, n, off: beside(kind, n, off=off), st.sampled_from(["outing", "company_visit", "call", "review"]), st.integers(0, 10**6), st.booleans())
    | st.builds(
        lambda service, minute, off, scanned, n: task(service, time(minute // 60, minute % 60), key=f"visit:{n}", off=off, scanned=scanned),
        services, st.integers(0, 1439), st.booleans(), st.booleans(), st.integers(0, 10**6),
    ),
    unique_by=lambda one: one.key, max_size=25,
)  # fmt: skip


@given(tasks, st.randoms())
def test_whatever_the_order_in_which_it_is_heard_the_same_comes_out(given_tasks, random):
    shuffled = list(given_tasks)
    random.shuffle(shuffled)
    assert earned(*shuffled) == earned(*given_tasks)


@given(tasks)
def test_no_task_is_below_zero_and_no_limit_is_passed(given_tasks):
    found = work_out(given_tasks, services=PACK.services, rules=PACK.point_rules.values())
    assert all(one.points >= 0 for one in found)
    for cap in (rule for rule in PACK.point_rules.values() if rule.kind == "cap"):
        under = [one for one in found if (not cap.services or one.task.service in cap.services) and (not cap.tasks or one.task.key.split(":")[0] in cap.tasks)]
        assert sum(one.points for one in under) <= cap.points


@given(tasks, services)
def test_a_later_task_takes_nothing_from_an_earlier_one(given_tasks, service):
    later = Task("visit:later", service, "full_time", datetime.combine(TUESDAY, time(23, 59, 59), clock.ZONE) + timedelta(microseconds=1))
    before = {one.task.key: one.points for one in work_out(given_tasks, services=PACK.services, rules=PACK.point_rules.values())}
    after = {one.task.key: one.points for one in work_out([*given_tasks, later], services=PACK.services, rules=PACK.point_rules.values())}
    assert {key: after[key] for key in before} == before
