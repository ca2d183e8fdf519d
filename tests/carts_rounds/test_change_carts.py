"""Change cart rounds by hand: another cart, trip, place, one order alone, for good, off, pinned, a cart that breaks down, undone."""

from __future__ import annotations

import pytest

from qianshou.access.models import User
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, Order
from qianshou.rounds.models import CartStop, CartVersion, HomeCart
from qianshou.rounds.operations import carts
from qianshou.rounds.queries.carts_gather import gather_carts
from qianshou.rounds.rules import DayChanged, DayRefused
from tests.cast import DAY
from tests.meals_orders.days import LUNCH

from .meals import MORNING, TURNS, Desk, lunch

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    return lunch(cast)


@pytest.fixture
def desk(cast, people) -> Desk:
    return Desk(cast)


def who(people, name: str):
    return next(p for p in people if p.name == name)


def test_a_stop_goes_with_everybody_behind_its_entrance(cast, desk):
    taker = desk.other(cast.shen)
    assert desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=taker).applied
    behind = CartStop.objects.filter(order__person__place=cast.lane, order__person__door__startswith="15号")
    assert {s.cart_id for s in behind} == {taker} and all(s.pinned_cart for s in behind)
    assert len({(s.trip, s.at) for s in behind}) == 1 and sorted(s.metres > 0 for s in behind) == [False, False, True]


def test_one_order_alone_goes_without_its_neighbours(cast, people, desk):
    taker = desk.other(cast.shen)
    desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=taker, alone=True)
    assert desk.stop(cast.shen).cart_id == taker != desk.stop(who(people, "钱桂珍")).cart_id


def test_another_place_in_the_trip_and_a_trip_of_its_own(cast, people, desk):
    cart, name = desk.stop(cast.lu).cart_id, Cart.objects.get(pk=desk.stop(cast.lu).cart_id).name
    for person in people:  # everybody on one trip of one cart
        desk.do(carts.move_order, order_id=desk.order(person), to_cart_id=cart, trip=1, position=99)
    assert len(desk.rounds()[name]) == 1
    desk.do(carts.move_order, order_id=desk.order(cast.lu), to_cart_id=cart, trip=1, position=1)
    assert desk.rounds()[name][0][0] in ("陆根宝", "吴林根")
    desk.do(carts.move_order, order_id=desk.order(cast.lu), to_cart_id=cart, trip=2, position=1)
    assert set(desk.rounds()[name][1]) == {"陆根宝", "吴林根"}
    assert desk.row.trips[str(cart)][1]["leave"] >= desk.row.trips[str(cart)][0]["back"]


def test_what_a_change_breaks_is_asked_back_and_too_many_boxes_cannot_be_insisted_on(cast):
    people = lunch(cast, boxes=(4, 4))
    desk = Desk(cast)
    full, outcomes = desk.cart(1), []
    for person in people:
        outcomes.append(desk.do(carts.move_order, order_id=desk.order(person), to_cart_id=full, trip=1, position=1, why="挤一挤"))
    refused = [o for o in outcomes if not o.applied]
    assert refused and {c["code"] for o in refused for c in o.complaints} == {"boxes"}
    assert desk.row.complaints == []


def test_range_may_be_insisted_on_with_a_reason(cast, desk):
    taker = desk.other(cast.lu)
    Cart.objects.filter(pk=taker).update(range_m=50)
    asked = desk.do(carts.move_order, order_id=desk.order(cast.lu), to_cart_id=taker)
    assert not asked.applied and [c["code"] for c in asked.complaints] == ["range"]
    done = desk.do(carts.move_order, order_id=desk.order(cast.lu), to_cart_id=taker, why="中午换过电池")
    assert done.applied and [c["why"] for c in desk.row.complaints if c["code"] == "range"] == ["中午换过电池"]
    desk.do(carts.publish_carts)
    assert desk.row.state == "published"


def test_two_officers_do_not_overwrite_each_other(cast, desk):
    other = Desk(cast, plan=False)
    other.version = desk.version
    desk.do(carts.take_off, order_id=desk.order(cast.lu))
    with pytest.raises(DayChanged) as changed:
        other.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=desk.cart(1))
    assert changed.value.by == str(cast.officer) and changed.value.change["code"] == "taken_off"


def test_taken_off_and_undone(cast, desk):
    before = desk.rounds()
    desk.do(carts.take_off, order_id=desk.order(cast.shen))
    assert desk.stop(cast.shen) is None and desk.row.unserved[0]["reasons"] == [] and desk.row.unserved[0]["mends"][0]["code"] == "give"
    desk.do(carts.undo_carts)
    assert desk.rounds() == before and desk.row.unserved == []
    desk.do(carts.undo_carts)
    assert desk.row.state == "empty" and desk.rounds() == {}
    with pytest.raises(DayRefused, match="nothing_to_undo"):
        desk.do(carts.undo_carts)


def test_for_good_holds_the_next_day_and_ends(cast, desk):
    taker = desk.other(cast.shen)
    with pytest.raises(DayRefused, match="good_reason"):
        desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=taker, good=True)
    desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=taker, good=True, why="老林认得路")
    home = HomeCart.objects.get()
    assert (home.place, home.building, home.cart_id, home.reason, home.since) == (cast.lane, "15号", taker, "老林认得路", DAY)
    tomorrow = DAY.replace(day=25)
    meals.take_orders(street_id=cast.street.pk, day=tomorrow, meal=LUNCH, now=MORNING.replace(day=25))
    next_day = Desk(cast, day=tomorrow)
    assert next_day.stop(cast.shen).cart_id == taker
    carts.end_home_cart(home_id=home.pk, on=tomorrow, now=MORNING, by_id=cast.officer.pk)
    assert not any(d.pinned for d in gather_carts(street_id=cast.street.pk, day=tomorrow, meal=LUNCH).problem.doors)


def test_an_undone_for_good_never_held_and_the_older_word_holds_again(cast, desk):
    first, second = desk.other(cast.shen), desk.stop(cast.shen).cart_id
    desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=first, good=True, why="近")
    desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=second, good=True, why="更近")
    assert [h.cart_id for h in HomeCart.objects.filter(ended_on=None)] == [second]
    desk.do(carts.undo_carts)
    assert [h.cart_id for h in HomeCart.objects.filter(ended_on=None)] == [first]
    assert desk.stop(cast.shen).cart_id == first


def test_pins_are_set_and_let_go(cast, people, desk):
    order = desk.order(cast.shen)
    desk.do(carts.pin_order, order_id=order, what="order", on=True)
    assert all(s.pinned_cart and s.pinned_order for s in CartStop.objects.filter(order__person__door__startswith="15号", order__person__place=cast.lane))
    place = desk.stop(cast.shen).cart_id
    desk.version = carts.plan_carts(**desk.base, turns=TURNS, now=MORNING, seed=5)["version"]
    assert desk.stop(cast.shen).cart_id == place and desk.stop(cast.shen).pinned_order
    desk.do(carts.pin_order, order_id=order, what="cart", on=False)
    assert not desk.stop(cast.shen).pinned_cart


def test_a_cart_that_breaks_down_gives_its_stops_to_the_others(cast, people, desk):
    lost = desk.stop(cast.shen).cart_id
    with pytest.raises(DayRefused, match="out_reason"):
        desk.do(carts.drive_cart, cart_id=lost, drives=False)
    desk.do(carts.drive_cart, cart_id=lost, drives=False, why="轮胎")
    assert CartStop.objects.filter(cart_day=desk.row).count() == len(people) and not CartStop.objects.filter(cart_id=lost).exists()
    with pytest.raises(DayRefused, match="no_cart"):
        desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=lost)
    desk.do(carts.drive_cart, cart_id=lost, drives=True)
    assert desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=lost).applied


def test_another_driver_today(cast, desk):
    second = User.objects.get(username="siji2")
    with pytest.raises(DayRefused, match="driver_twice"):
        desk.do(carts.give_driver, cart_id=desk.cart(1), driver_id=second.pk)
    desk.do(carts.drive_cart, cart_id=desk.cart(2), drives=False, why="没电")
    desk.do(carts.give_driver, cart_id=desk.cart(1), driver_id=second.pk)
    desk.do(carts.publish_carts)
    assert set(Order.objects.filter(day=DAY).values_list("delivery__driver", flat=True)) == {second.pk}
    with pytest.raises(DayRefused, match="no_driver"):
        desk.do(carts.give_driver, cart_id=desk.cart(1), driver_id=cast.officer.pk)
    desk.do(carts.give_driver, cart_id=desk.cart(1), driver_id=None)
    assert desk.row.changed_since


def test_a_stranger_s_cart_and_order_are_not_there(cast, desk):
    theirs = meals.add_cart(street_id=cast.elsewhere.pk, name="1号车", boxes=20, now=MORNING, today=DAY)
    with pytest.raises(DayRefused, match="no_cart"):
        desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=theirs.pk)
    with pytest.raises(DayRefused, match="no_order"):
        desk.do(carts.move_order, order_id=10**9, to_cart_id=desk.cart(1))
    with pytest.raises(DayRefused, match="no_cart"):
        desk.do(carts.drive_cart, cart_id=theirs.pk, drives=False, why="x")


def test_every_change_is_a_version_with_its_words(cast, desk):
    desk.do(carts.move_order, order_id=desk.order(cast.lu), to_cart_id=desk.other(cast.lu))
    change = CartVersion.objects.first().change
    assert change["code"] == "given" and "陆根宝" in change["params"]["who"] and change["params"]["cart"]
