"""Plan the carts of a lunch: orders gathered by entrance, planned within the rules, planned again with pins kept, by a job."""

from __future__ import annotations

import pytest

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Person
from qianshou.planner.carts import CartPlan, check_carts
from qianshou.rounds import tasks
from qianshou.rounds.models import CartDay, CartStop
from qianshou.rounds.operations import carts
from qianshou.rounds.queries.carts_gather import gather_carts
from qianshou.rounds.rules import DayChanged, DayRefused
from tests.cast import DAY
from tests.meals_orders.days import CUT_OFF, LUNCH

from .meals import MORNING, TURNS, Desk, lunch, say

pytestmark = pytest.mark.django_db


def gathered(cast, **more):
    return gather_carts(street_id=cast.street.pk, day=DAY, meal=LUNCH, **more)


def test_people_behind_one_entrance_are_one_stop(cast):
    lunch(cast)
    found = gathered(cast)
    names = {tuple(found.orders[o].person.name for o in orders) for orders in found.doors.values()}
    assert {frozenset(n) for n in names} >= {frozenset({"沈玉芳", "钱桂珍", "孙阿大"}), frozenset({"陆根宝", "吴林根"}), frozenset({"周宝妹"})}
    assert len(found.doors) == 5 and sum(d.boxes for d in found.problem.doors) == 8
    assert found.problem.hot_limit == 45 * 60 and [c.boxes for c in found.problem.carts] == [30, 30]


def test_entrances_of_one_lane_are_some_steps_apart(cast):
    lunch(cast)
    problem = gathered(cast).problem
    sites = [s.id for s in problem.sites]
    lane = [sites.index(s) for s in sites if s.startswith(f"{cast.lane.pk}:")]
    assert len(lane) == 3 and all(problem.metres[a][b] == (0 if a == b else 40) for a in lane for b in lane)


def test_a_stop_holds_no_more_than_a_cart(cast):
    lunch(cast, boxes=(2, 2))
    assert max(d.boxes for d in gathered(cast).problem.doors) == 2 and len(gathered(cast).doors) == 6


def test_a_plan_is_checked_and_kept_as_a_draft(cast):
    people = lunch(cast)
    desk = Desk(cast)
    assert desk.row.state == "draft" and desk.version == 2
    assert CartStop.objects.filter(cart_day=desk.row).count() == len(people) and desk.row.cost["unserved"] == 0
    found = gathered(cast, standing=True)
    work = found.clockwork()
    assert check_carts(found.problem, work.plan(found.walks)).sound
    assert {str(c) for c in desk.row.trips} == set(found.walks)
    for stop in CartStop.objects.filter(cart_day=desk.row):
        assert clock.at(DAY, found_window(cast)[0]) <= stop.at <= clock.at(DAY, found_window(cast)[1])


def found_window(cast):
    return load(cast.street.pack, DAY).meal_times[LUNCH].window


def test_the_checker_finds_planted_faults_on_a_gathered_meal(cast):
    lunch(cast, boxes=(7, 7))
    Desk(cast)
    found = gathered(cast, standing=True)
    work = found.clockwork()
    plan = work.plan(found.walks)
    first = plan.trips[0]
    doors = [d.id for d in found.problem.doors]
    planted = {
        "boxes": work.plan({first.cart: [doors]}),
        "twice": CartPlan((*plan.trips, first), plan.unserved),
        "unserved": CartPlan(plan.trips, (doors[0],)),
        "load": CartPlan((type(first)(first.cart, first.load - 7200, first.leave - 7200, first.drops, first.back), *plan.trips[1:]), plan.unserved),
    }
    for code, broken in planted.items():
        assert code in {c.code for c in check_carts(found.problem, broken).complaints}, code


def test_nothing_is_planned_before_the_cut_off_or_without_kitchen_carts_and_orders(cast):
    base = {"street_id": cast.street.pk, "day": DAY, "meal": LUNCH, "turns": TURNS, "now": MORNING, "by_id": None}
    with pytest.raises(DayRefused, match="no_kitchen"):
        carts.plan_carts(**base)
    people = lunch(cast, boxes=())
    with pytest.raises(DayRefused, match="no_carts"):
        carts.plan_carts(**base)
    with pytest.raises(DayRefused, match="before_cut_off"):
        carts.plan_carts(**base | {"day": DAY.replace(day=25)})
    for person in people:
        say(person, 0)
    with pytest.raises(DayRefused, match="no_orders"):
        carts.plan_carts(**base)
    with pytest.raises(DayRefused, match="no_meal"):
        carts.plan_carts(**base | {"meal": "brunch"})


def test_whoever_is_not_on_the_map_is_named_and_not_dropped(cast):
    Person.objects.filter(pk=cast.shen.pk).update(place=cast.lane_unplaced)
    Person.objects.filter(pk=cast.lu.pk).update(place=None)
    lunch(cast)
    assert sorted(why for _, why in gathered(cast).lost) == ["no_place", "unplaced"]
    desk = Desk(cast)
    assert desk.stop(cast.shen) is None and desk.stop(cast.lu) is None
    with pytest.raises(DayRefused, match="not_on_map"):
        desk.do(carts.move_order, order_id=desk.order(cast.shen))


def test_floors_and_lifts_count(cast):
    people = lunch(cast)
    upstairs = next(p for p in people if p.door == "3号502室")
    before = {d.id: d.service for d in gathered(cast).problem.doors}
    ElderFile.objects.filter(person=upstairs).update(access_note="有电梯")
    after = {d.id: d.service for d in gathered(cast).problem.doors}
    assert sum(before.values()) - sum(after.values()) == 4 * 25 - 60  # the stairs of four floors against a lift


def test_planning_again_keeps_pins(cast):
    people = lunch(cast)
    desk = Desk(cast)
    wanted = desk.other(people[0])
    assert desk.do(carts.move_order, order_id=desk.order(people[0]), to_cart_id=wanted, alone=True).applied
    assert desk.stop(people[0]).pinned_cart
    desk.version = carts.plan_carts(**desk.base, turns=TURNS, now=MORNING)["version"]
    assert desk.stop(people[0]).cart_id == wanted


def test_a_door_stays_on_the_cart_that_brought_it_last_time(cast):
    people = lunch(cast)
    desk = Desk(cast)
    desk.do(carts.publish_carts)
    tomorrow = DAY.replace(day=25)
    meals.take_orders(street_id=cast.street.pk, day=tomorrow, meal=LUNCH, now=clock.at(tomorrow, CUT_OFF.astimezone(clock.ZONE).time()))
    found = gather_carts(street_id=cast.street.pk, day=tomorrow, meal=LUNCH)
    for door, cart in found.problem.known.items():
        assert {str(desk.stop(found.orders[o].person).cart_id) for o in found.doors[door]} == {cart}
    assert len(found.problem.known) == len(found.doors) and people


def test_the_job_plans_and_done_twice_changes_nothing(cast):
    lunch(cast)
    carts.ask_carts(**Desk(cast, plan=False).base, version=1, seconds=0.2, now=MORNING)
    row = CartDay.objects.get(day=DAY)
    assert row.planning and row.state == "planning"
    with pytest.raises(DayRefused, match="planning"):
        carts.ask_carts(**Desk(cast, plan=False).base, version=1, seconds=0.2, now=MORNING)
    with clock.frozen(MORNING):
        for _ in range(2):
            tasks.plan_carts(street_id=cast.street.pk, day=DAY.isoformat(), meal=LUNCH, seconds=0.2, by_id=cast.officer.pk, version=1)
    row.refresh_from_db()
    assert (row.state, row.version, row.progress, row.planned_by) == ("draft", 2, {}, cast.officer)


def test_a_job_that_finds_the_day_changed_gives_it_back(cast):
    lunch(cast)
    desk = Desk(cast)
    carts.ask_carts(**desk.base, version=2, seconds=0.2, now=MORNING)
    with clock.frozen(MORNING):
        tasks.plan_carts(street_id=cast.street.pk, day=DAY.isoformat(), meal=LUNCH, seconds=0.2, by_id=None, version=1)
    assert desk.row.state == "draft" and desk.row.progress == {"failed": "changed"}


def test_a_stale_page_is_refused(cast):
    lunch(cast)
    Desk(cast)
    with pytest.raises(DayChanged):
        carts.ask_carts(**Desk(cast, plan=False).base, version=1, seconds=1, now=MORNING)


def test_doors_that_no_cart_reaches_are_named_with_reason_and_mend(cast):
    lunch(cast, boxes=(30,))
    Cart.objects.update(range_m=500)
    desk = Desk(cast)
    left = desk.row.unserved
    assert left and desk.row.cost["unserved"] == len(left) and all(u["reasons"] for u in left)
    assert any(m["code"] == "range" and m["params"]["by"] > 0 for u in left for m in u["mends"])
