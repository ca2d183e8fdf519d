"""The kitchen's sheet and labels by cart, trip and place once a round is published; before that as they were, saying so."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from qianshou.kernel import clock
from qianshou.meals.queries.kitchen import kitchen_day, kitchen_orders, plates_of
from qianshou.meals.queries.loads import by_way, ways_of
from qianshou.packs.loader import load
from qianshou.rounds.models import CartStop
from qianshou.rounds.operations import carts
from qianshou.web.kitchen.labels import labels_of
from tests.cast import DAY
from tests.meals.kitchen import describe, forbid, serve
from tests.meals_orders.days import LUNCH, scope

from .meals import MORNING, Desk, lunch

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast) -> Desk:
    describe(cast)
    serve(cast, day=DAY)
    forbid(cast, cast.shen, "allergy", "crustacean")  # fried shrimps are on the menu: her box waits for somebody's word
    lunch(cast)
    return Desk(cast)


def sheet(cast):
    return kitchen_day(scope=scope(cast.kitchen), day=DAY, meal=LUNCH, now=MORNING)


def page(cast) -> str:
    cast.kitchen.language = "en"
    cast.kitchen.save()
    client = Client()
    client.force_login(cast.kitchen, backend="qianshou.access.backends.PasswordBackend")
    with clock.frozen(MORNING):
        return client.get(f"/kitchen/{DAY}/").content.decode()


def test_portions_and_dishes_by_cart_and_trip(cast, desk):
    assert sheet(cast).loads == [] and "No cart rounds are published" in page(cast)
    desk.do(carts.publish_carts)
    loads = sheet(cast).loads
    assert sum(one.boxes for one in loads) == 8 and sum(one.held for one in loads) == 1
    for one in loads:
        stops = CartStop.objects.filter(cart=one.cart, trip=one.trip)
        assert one.people == stops.count() and one.at == min(s.at for s in stops)
        assert one.dishes["卷心菜"] == one.boxes - one.held, "a box that waits for a word is counted in no dish"
    said = page(cast)
    assert "By cart" in said and all(f"{one.cart.name}, trip {one.trip}" in said for one in loads)


def test_what_is_on_no_cart_is_a_line_of_its_own(cast, desk):
    desk.do(carts.take_off, order_id=desk.order(cast.lu), alone=True)
    desk.do(carts.publish_carts)
    assert [(one.cart, one.boxes) for one in sheet(cast).loads if one.cart is None] == [(None, 1)] and "on no cart" in page(cast)


def labels(cast):
    orders = kitchen_orders(scope=scope(cast.kitchen), day=DAY, meal=LUNCH)
    plates, ways = plates_of(orders), ways_of(orders)
    with translation.override("en"):
        return labels_of([(o, plates[o.pk]) for o in by_way(orders, ways) if not plates[o.pk].blocked], load(cast.street.pack, DAY), "", ways)


def test_labels_stand_in_the_order_of_loading(cast, desk):
    assert {label.way for label in labels(cast)} == {""}
    desk.do(carts.publish_carts)
    wanted = [
        (s.order.person.name, f"{s.cart.name}, trip {s.trip} · {s.position}")
        for s in CartStop.objects.order_by("cart__position", "trip", "position").select_related("order__person", "cart")
        if s.order.person != cast.shen
    ]
    assert [(label.name, label.way) for label in labels(cast)] == wanted


def test_a_change_that_is_not_published_anew_is_not_the_kitchen_s(cast, desk):
    desk.do(carts.publish_carts)
    before = [label.way for label in labels(cast)]
    desk.do(carts.move_order, order_id=desk.order(cast.lu), to_cart_id=desk.other(cast.lu))
    assert [label.way for label in labels(cast)] == before
    desk.do(carts.publish_carts)
    assert [label.way for label in labels(cast)] != before
