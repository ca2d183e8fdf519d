"""Publish cart rounds: deliveries, dues, drivers; what changed after the cut-off is seen and mended; published anew."""

from __future__ import annotations

import pytest

from qianshou.access.scope import scope_of
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, Delivery, Eats
from qianshou.rounds.models import CartStop
from qianshou.rounds.operations import carts
from qianshou.rounds.queries.carts_day import carts_of_day
from qianshou.rounds.rules import DayRefused
from qianshou.watch.models import Due
from tests.cast import DAY, NOON, elder
from tests.meals_orders.days import LUNCH, stand

from .meals import MORNING, Desk, lunch, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    return lunch(cast)


@pytest.fixture
def desk(cast, people) -> Desk:
    return Desk(cast)


def board(cast):
    return carts_of_day(scope=scope_of(cast.officer, DAY), day=DAY, meal=LUNCH)


def test_every_box_is_on_its_cart_with_its_driver_and_owed(cast, people, desk):
    desk.do(carts.publish_carts)
    stops = {s.order_id: s for s in CartStop.objects.filter(cart_day=desk.row)}
    rows = list(Delivery.objects.filter(day=DAY))
    assert len(rows) == len(people)
    for row in rows:
        stop = stops[row.order_id]
        assert (row.cart_id, row.trip, row.position, row.planned_at, row.driver_id) == (stop.cart_id, stop.trip, stop.position, stop.at, stop.cart.driver_id)
    assert Due.objects.filter(kind="meal", day=DAY).count() == len(people)


def test_published_twice_changes_nothing(desk):
    desk.do(carts.publish_carts)
    at = desk.row.published_at
    assert desk.do(carts.publish_carts)["deliveries"] == 0 and desk.row.published_at == at


def test_a_change_after_publishing_waits_until_it_is_published_anew(cast, desk):
    desk.do(carts.publish_carts)
    before, taker = Delivery.objects.get(order__person=cast.shen).cart_id, desk.other(cast.shen)
    desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=taker)
    assert desk.row.changed_since and Delivery.objects.get(order__person=cast.shen).cart_id == before
    desk.do(carts.publish_carts)
    assert not desk.row.changed_since and Delivery.objects.get(order__person=cast.shen).cart_id == taker


def test_a_new_order_and_a_cancelled_one_are_seen_and_mended(cast, people, desk):
    late = elder(cast.street, cast.huaide, "冯阿婆", cast.lane, "15号三层阁", NOON.date(), "310110193801011529", NOON)
    stand(late, since=DAY.replace(day=27))
    say(late, 1)
    say(cast.lu, 0)
    found = board(cast)
    assert [o.person.name for o in found.loose] == ["冯阿婆"] and [s.order.person.name for s in found.gone] == ["陆根宝"]
    desk.do(carts.bring_up_to_date)
    found = board(cast)
    assert found.loose == [] and found.gone == []
    assert desk.stop(late) is not None and desk.stop(cast.lu) is None
    desk.do(carts.undo_carts)
    assert desk.stop(cast.lu) is not None and board(cast).gone


def test_publishing_leaves_out_who_cancelled_and_owes_who_is_on_no_cart(cast, people, desk):
    desk.do(carts.take_off, order_id=desk.order(cast.shen), alone=True)
    say(cast.lu, 0)
    desk.do(carts.publish_carts)
    assert not Delivery.objects.filter(order__person=cast.lu, cart__isnull=False).exists()
    alone = Delivery.objects.get(order__person=cast.shen)
    assert alone.cart is None and Due.objects.filter(key=alone.due_key, state="open").exists()


def test_more_boxes_than_a_cart_holds_by_now_are_not_published(cast, people):
    Cart.objects.update(boxes=8)
    desk = Desk(cast)
    everything_on_one(desk, people)
    say(cast.shen, 3)
    with pytest.raises(DayRefused, match="complaints") as refused:
        desk.do(carts.publish_carts)
    assert [f["code"] for f in refused.value.params["faults"]] == ["boxes"]


def everything_on_one(desk: Desk, people) -> None:
    for person in people:
        desk.do(carts.move_order, order_id=desk.order(person), to_cart_id=desk.cart(1), trip=1, position=99)


def test_whoever_eats_at_the_meal_point_is_on_no_cart(cast, people, desk):
    point = meals.open_point(street_id=cast.street.pk, name="平凉助餐点", now=MORNING)
    say(cast.shen, 1, Eats.DINE_IN, point.pk)
    assert [s.order.person.name for s in board(cast).gone] == ["沈玉芳"]


def test_what_was_handed_over_stays(cast, people, desk):
    desk.do(carts.publish_carts)
    Delivery.objects.filter(order__person=cast.shen).update(state="handed", ended_at=MORNING)
    with pytest.raises(DayRefused, match="delivered"):
        desk.do(carts.move_order, order_id=desk.order(cast.shen), to_cart_id=desk.other(cast.shen), alone=True)
    with pytest.raises(DayRefused, match="under_way"):
        carts.plan_carts(**desk.base, turns=10, now=MORNING)
    lost = desk.stop(cast.shen).cart_id
    desk.do(carts.drive_cart, cart_id=lost, drives=False, why="轮胎")
    assert desk.stop(cast.shen) is None and board(cast).loose == [], "it was brought: nobody looks for a cart for it"
    assert CartStop.objects.filter(cart_day=desk.row).count() == len(people) - 1


def test_nothing_is_published_that_was_not_planned(cast, people):
    desk = Desk(cast, plan=False)
    with pytest.raises(DayRefused, match="nothing_planned"):
        desk.do(carts.publish_carts)
