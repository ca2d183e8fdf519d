"""Any hand changes, in any order: each order is on a cart at most once, every kept round passes the checker or bears a reason, undo gives back."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.meals.models import Order
from qianshou.planner.carts import check_carts
from qianshou.rounds.models import CartStop, CartVersion
from qianshou.rounds.operations import carts
from qianshou.rounds.queries.carts_gather import gather_carts
from qianshou.rounds.rules import DayRefused
from tests.cast import DAY
from tests.meals_orders.days import LUNCH

from .meals import Desk, lunch, say

who = st.integers(0, 7)
steps = st.one_of(
    st.tuples(st.just("move"), who, st.sampled_from([1, 2, 3, None]), st.sampled_from([None, 1, 2, 3]), st.integers(1, 5), st.booleans(), st.booleans()),
    st.tuples(st.just("off"), who, st.booleans()),
    st.tuples(st.just("pin"), who, st.sampled_from(["cart", "order"]), st.booleans()),
    st.tuples(st.just("drives"), st.integers(1, 3), st.booleans()),
    st.tuples(st.just("say"), who, st.integers(0, 3)),
    st.tuples(st.just("mend")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("plan")),
    st.tuples(st.just("publish")),
)


def act(desk: Desk, people: list, step: tuple) -> None:
    """One change; what is refused changes nothing."""
    name, *a = step
    if name == "say":
        say(people[a[0]], a[1])
        return
    if name == "plan":
        desk.version = carts.plan_carts(**desk.base, turns=30, now=desk.now)["version"]
        return
    order = desk.order(people[a[0]]) if name in ("move", "off", "pin") else 0
    if name == "move":
        cart = desk.cart(a[1]) if a[1] else None
        desk.do(carts.move_order, order_id=order, to_cart_id=cart, trip=a[2] if cart else None, position=a[3], alone=a[4], why="试一试" if a[5] else "")
    elif name == "off":
        desk.do(carts.take_off, order_id=order, alone=a[1])
    elif name == "pin":
        desk.do(carts.pin_order, order_id=order, what=a[1], on=a[2])
    elif name == "drives":
        desk.do(carts.drive_cart, cart_id=desk.cart(a[0]), drives=a[1], why="试一试")
    else:
        desk.do({"mend": carts.bring_up_to_date, "undo": carts.undo_carts, "publish": carts.publish_carts}[name])


def judge(desk: Desk) -> None:
    """What must hold after every change."""
    row = desk.row
    stops = list(CartStop.objects.filter(cart_day=row).order_by("cart_id", "trip", "position"))
    assert len({s.order_id for s in stops}) == len(stops)
    trips: dict[tuple, list[int]] = {}
    for s in stops:
        trips.setdefault((s.cart_id, s.trip), []).append(s.position)
    assert all(positions == list(range(1, len(positions) + 1)) for positions in trips.values()), "no holes in a trip"
    by_cart: dict[int, set[int]] = {}
    for cart, trip in trips:
        by_cart.setdefault(cart, set()).add(trip)
    assert {str(c): len(t) for c, t in by_cart.items()} == {c: len(t) for c, t in row.trips.items()}, "times for every trip, and no others"
    for numbers in by_cart.values():
        assert numbers == set(range(1, len(numbers) + 1))


def judge_kept(desk: Desk) -> None:
    """A round that was just kept by an act on the rounds: sound, but for what somebody insisted on."""
    found = gather_carts(street_id=desk.cast.street.pk, day=DAY, meal=LUNCH, standing=True)
    work = found.clockwork()
    faults = check_carts(found.problem, work.plan(found.walks)).complaints
    assert {f.code for f in faults} <= {c["code"] for c in desk.row.complaints}
    assert all(c["code"] in ("window", "hot", "range", "boxes") for c in desk.row.complaints)


@pytest.mark.long
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=8))
def test_any_changes_keep_the_rounds_whole(cast, changes):
    with transaction.atomic():
        people = lunch(cast, boxes=(5, 5, 4))
        desk = Desk(cast)
        for step in changes:
            try:
                with transaction.atomic():
                    act(desk, people, step)
            except DayRefused:
                pass
            judge(desk)
            if step[0] != "say":
                judge_kept(desk)
            desk.version = desk.row.version
        on_carts = set(CartStop.objects.filter(cart_day=desk.row).values_list("order_id", flat=True))
        assert on_carts <= set(Order.objects.filter(day=DAY, meal=LUNCH).values_list("pk", flat=True))
        assert CartVersion.objects.filter(cart_day=desk.row).count() == desk.row.version - 1
        transaction.set_rollback(True)
