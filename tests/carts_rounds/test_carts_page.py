"""The page of a meal's carts and the fleet's: read by kitchen and officer, changed by the officer; nobody from elsewhere gets in."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, Delivery
from qianshou.people.models import Person
from qianshou.planner.carts import ServiceRule
from qianshou.rounds.models import CartDay, CartStop, CartVersion, HomeCart, KitchenSite
from qianshou.rounds.operations import carts
from tests.cast import DAY
from tests.meals_orders.days import AFTER, LUNCH

from .meals import MORNING, Desk, lunch, say

pytestmark = pytest.mark.django_db
PAGE = f"/carts/{DAY}/{LUNCH}/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def people(cast):
    return lunch(cast)


@pytest.fixture
def desk(cast, people) -> Desk:
    return Desk(cast)


def browser(user=None, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    if user is not None:
        user.language = language
        user.save()
        client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_sum_stands_there_before_anything_is_planned(cast, people):
    said = text(browser(cast.officer).get(PAGE))
    assert "there may be time enough" in said and "2 carts, from loading to the end of the meal" in said and "Plan the rounds" in said


def test_too_much_is_said_before_it_is_planned(cast, people, monkeypatch):
    monkeypatch.setattr("qianshou.rounds.rules.carts.SERVICE", ServiceRule(door=3600))  # an hour at each door
    said = text(browser(cast.officer).get(PAGE))
    assert "time is short for" in said and "One more cart would bring" in said


def test_stops_with_everybody_behind_the_entrance(cast, desk):
    said = text(browser(cast.officer).get(PAGE))
    assert said.count('class="stop"') == 5 and "min in the cart" in said and "Trip 1" in said
    assert 'aria-label="Ways of the trips' in said


def test_the_kitchen_reads_and_cannot_change(cast, desk):
    kitchen = browser(cast.kitchen)
    said = text(kitchen.get(PAGE))
    assert "沈玉芳" in said and "Plan again" not in said and "chosen-bar" not in said
    assert kitchen.post(f"{PAGE}publish/", {"version": desk.version}).status_code == 403
    assert kitchen.post("/carts/fleet/", {"name": "9号车", "boxes": "5"}).status_code == 403
    assert not Cart.objects.filter(name="9号车").exists()


def test_an_officer_from_elsewhere_sees_nothing_of_it(cast, desk):
    outsider, cart = browser(cast.outsider), Cart.objects.first()
    assert "沈玉芳" not in text(outsider.get(PAGE))
    assert "沈玉芳" not in text(outsider.get(f"{PAGE}?format=text"))
    refused = outsider.post(f"{PAGE}move/", {"order": desk.order(cast.shen), "to": cart.pk, "version": "1"})
    assert refused.status_code == 422 and "沈玉芳" not in text(refused)
    assert outsider.post(f"/carts/fleet/{cart.pk}/", {"name": "x", "boxes": "1"}).status_code == 404
    assert outsider.post(f"/carts/fleet/{cart.pk}/service/", {"out": "1"}).status_code == 404
    home = HomeCart.objects.create(street=cast.street, place=cast.lane, building="15号", meal=LUNCH, cart=cart, since=DAY, reason="近")
    assert outsider.post(f"/carts/homes/{home.pk}/end/").status_code == 404
    outsider.post("/carts/kitchen/", {"place": cast.lane.pk})
    assert not KitchenSite.objects.filter(street=cast.elsewhere).exists()
    assert text(outsider.get(f"{PAGE}sheets.pdf", follow=True)).count("沈玉芳") == 0


def test_whoever_is_signed_out_or_drives_is_sent_away(cast, desk):
    assert browser().get(PAGE).url.startswith("/login/")
    assert browser(cast.driver).get(PAGE).status_code == 403


def test_an_unknown_meal_and_a_day_that_is_none(cast):
    officer = browser(cast.officer)
    assert officer.get(f"/carts/{DAY}/brunch/").status_code == 404 and officer.get("/carts/2026-13-40/lunch/").status_code == 404
    assert officer.get("/carts/").url == PAGE


def test_plan_asked_waits_and_is_given_up(cast, people):
    officer = browser(cast.officer)
    assert "Being planned" in text(officer.post(f"{PAGE}plan/", {"version": 1}, **HTMX))
    assert "Planning: 0 %" in text(officer.get(f"{PAGE}state/"))
    assert "Planning was given up" in text(officer.post(f"{PAGE}stop-waiting/", **HTMX))
    assert CartDay.objects.get(day=DAY).state == "empty"


def test_a_change_is_asked_back_and_insisted_on(cast, desk):
    officer, taker = browser(cast.officer), desk.other(cast.lu)
    Cart.objects.filter(pk=taker).update(range_m=50)
    fields = {"order": desk.order(cast.lu), "to": taker, "version": desk.version}
    asked = text(officer.post(f"{PAGE}move/", fields, **HTMX))
    assert "This change was not made" in asked and "a charge lasts 50 m" in asked and "I insist" in asked
    done = text(officer.post(f"{PAGE}move/", fields | {"why": "换电池"}, **HTMX))
    assert "insisted: 换电池" in done and desk.stop(cast.lu).cart_id == taker


def test_two_officers_and_one_day(cast, desk):
    officer = browser(cast.officer)
    desk.do(carts.take_off, order_id=desk.order(cast.lu))
    late = text(officer.post(f"{PAGE}off/", {"order": desk.order(cast.shen), "version": desk.version - 1}, **HTMX))
    assert "has changed these rounds meanwhile" in late and "took off" in late and desk.stop(cast.shen)
    assert officer.post(f"{PAGE}off/", {"order": desk.order(cast.shen), "version": desk.version - 1}).status_code == 409


def test_a_form_without_its_numbers_is_a_bad_request(cast, desk):
    officer = browser(cast.officer)
    for act in ("plan", "move", "off", "pin", "mend", "drives", "driver", "undo", "publish"):
        assert officer.post(f"{PAGE}{act}/", {}).status_code == 400, act


def test_who_is_not_on_the_map_is_named_with_the_way_to_mend_it(cast, people):
    Person.objects.filter(pk=cast.shen.pk).update(place=cast.lane_unplaced)
    Person.objects.filter(pk=cast.lu.pk).update(place=None)
    said = text(browser(cast.officer).get(PAGE))
    assert "2 people cannot be planned" in said and "霍山路899弄 is not on the map yet" in said and "no lane in the file" in said
    assert 'href="/places/"' in said and f'href="/people/{cast.lu.pk}/edit/"' in said


def test_without_a_kitchen_the_page_says_where_to_choose_one(cast):
    lunch(cast, kitchen=False)
    said = text(browser(cast.officer).get(PAGE))
    assert "not known where the carts load" in said and 'href="/carts/fleet/"' in said
    assert browser(cast.officer).post("/carts/kitchen/", {"place": cast.lane.pk}).status_code == 302
    assert KitchenSite.objects.get().place == cast.lane
    assert "not on the map yet" in text(browser(cast.officer).post("/carts/kitchen/", {"place": cast.lane_unplaced.pk}, follow=True))


def test_publish_from_the_page_and_the_faults_are_named(cast):
    people = lunch(cast, boxes=(8, 8))
    desk = Desk(cast)
    for person in people:
        desk.do(carts.move_order, order_id=desk.order(person), to_cart_id=desk.cart(1), trip=1, position=99)
    say(cast.shen, 3)
    officer = browser(cast.officer)
    assert "would be loaded with 10 boxes; it holds 8" in text(officer.post(f"{PAGE}publish/", {"version": desk.version}, **HTMX))
    say(cast.shen, 1)
    assert officer.post(f"{PAGE}publish/", {"version": desk.version}).url == PAGE
    assert Delivery.objects.filter(cart=desk.cart(1)).count() == len(people)
    assert "On the phones" in text(officer.get(PAGE))


def test_the_list_as_a_workbook(cast, people, desk):
    book = openpyxl.load_workbook(io.BytesIO(browser(cast.officer).get(f"{PAGE}?format=xlsx").content))
    names = {cell.value for row in book.active.iter_rows() for cell in row}
    assert {p.name for p in people} <= names and "1号车" in names


def test_a_sheet_for_each_driver(cast, people, desk):
    answer = browser(cast.officer).get(f"{PAGE}sheets.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "no-store"
    again = browser(cast.officer).get(f"{PAGE}sheets.pdf")
    assert again.content == answer.content, "the same rounds, the same bytes"


def test_the_fleet_is_kept(cast, people):
    officer = browser(cast.officer)
    assert "is there now" in text(officer.post("/carts/fleet/", {"name": "3号车", "boxes": "50", "range": "12.5", "driver": ""}, follow=True))
    cart = Cart.objects.get(name="3号车")
    assert (cart.range_m, cart.driver, cart.position) == (12_500, None, 2)
    for wrong, words in (({"name": ""}, "needs a name"), ({"name": "1号车"}, "There is a cart called"), ({"boxes": "x"}, "How many boxes"),
                         ({"range": "far"}, "How far"), ({"driver": str(cast.officer.pk)}, "does not drive in this street")):  # fmt: skip
        sent = {"name": "4号车", "boxes": "50", "range": "", "driver": ""} | wrong
        assert words in text(officer.post("/carts/fleet/", sent, follow=True)), wrong
    officer.post(f"/carts/fleet/{cart.pk}/", {"name": "三号车", "boxes": "55", "range": "", "driver": str(cast.driver.pk)})
    officer.post(f"/carts/fleet/{cart.pk}/service/", {"out": "1"})
    cart.refresh_from_db()
    assert (cart.name, cart.boxes, cart.range_m, cart.driver, cart.retired_on) == ("三号车", 55, None, cast.driver, DAY)
    officer.post(f"/carts/fleet/{cart.pk}/service/", {"out": "0"})
    cart.refresh_from_db()
    assert cart.retired_on is None


def test_the_fleet_of_another_street_is_its_own(cast, people):
    meals.add_cart(street_id=cast.elsewhere.pk, name="定海1号", boxes=20, now=AFTER, today=DAY)
    assert "定海1号" not in text(browser(cast.officer).get("/carts/fleet/")) and "定海1号" in text(browser(cast.outsider).get("/carts/fleet/"))
    assert CartVersion.objects.count() == 0 and CartStop.objects.count() == 0
