"""A driver's phone: the own round and nobody else's, what a door tells, and what is said there, in any order and more than once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from qianshou.access.operations import assign_role
from qianshou.acts.models import Act, ActConflict
from qianshou.field.rules import KINDS, MEAL_KINDS, NEEDS_CARER, BadPayloadError, read_payload, shared_door
from qianshou.kernel import clock
from qianshou.meals.models import Cart, Delivery, DeliveryEvent
from qianshou.meals.operations import Drop, Entry, add_diet, put_on_carts
from qianshou.watch.models import Alert, Concern, Due
from tests.cast import DAY, LONG_AGO, NOON, elder, telephone
from tests.field.conftest import publish, visit
from tests.field.phone import bound
from tests.meals.round import at, lunch
from tests.meals_orders.days import LUNCH, stand, take

pytestmark = [pytest.mark.usefixtures("noon"), pytest.mark.django_db]


@pytest.fixture
def day(cast):
    return lunch(cast)


@pytest.fixture
def driver(cast):
    found = bound(cast.driver, by=cast.officer, now=NOON)
    found.open()
    return found


def today(phone) -> dict:
    return phone.day().json()["days"][0]


def tap(phone, kind, order, when=None, **payload):
    return phone.act(kind, {"order": order.pk, **payload}, made_at=when or at(11, 2))


def test_what_a_round_tells(day, driver, cast):
    body = driver.day().json()
    (trip,), stops = body["days"][0]["drops"], body["days"][0]["stops"]
    assert (trip["cart"], trip["trip"], trip["boxes"], trip["hot"], trip["meal"]["zh"]) == ("一号车", 1, 2, 600, "午餐")
    shen, lu = trip["doors"]
    assert (shen["address"], shen["at"], shen["asks"]) == ("怀德路454弄15号二楼前楼", "2026-11-24T03:00:00.000Z", True)
    (box,) = shen["boxes"]
    assert (box["order"], box["name"], box["boxes"], box["state"], box["empty"]) == (day.shen.pk, "沈玉芳", 1, "planned", 0)
    assert box["phones"] == ["13817001234"] and box["contacts"] == [{"name": "沈明", "relation": "儿子", "phone": "13917005678"}]
    assert lu["boxes"][0]["name"] == "陆根宝" and lu["asks"] is True
    assert (stops, body["clock"], body["month"]) == ([], None, None)


def test_only_what_is_needed_at_the_door(day, driver, cast):
    cast.shen.file.health, cast.shen.file.access_note = ["高血压", "糖尿病"], "二楼，没有电梯"
    cast.shen.file.save()
    add_diet(person_id=cast.shen.pk, entry=Entry("allergy", "peanut"), now=NOON, by_id=cast.officer.pk)
    text = driver.day().content.decode()
    box = today(driver)["drops"][0]["doors"][0]["boxes"][0]
    assert box["floor"] == "二楼，没有电梯" and [m["zh"] for m in box["diet"]] == ["过敏：花生"]
    assert "高血压" not in text and "1938" not in text and "310110" not in text


def test_only_the_own_cart_of_a_published_round(day, cast):
    other = bound(_driver(cast, "siji2"), by=cast.officer, now=NOON)
    other.open()
    assert today(other)["drops"] == [] and "沈玉芳" not in other.day().content.decode()
    tan = bound(cast.tan.person.user, by=cast.officer, now=NOON)
    tan.open()
    assert today(tan)["drops"] == []


def test_before_it_is_published_nothing_is_on_the_phone(cast, driver):
    lunch(cast, published=False)
    assert today(driver)["drops"] == []


def _driver(cast, name, street=None):
    from tests.cast import user

    return user(name, "另一位送餐员", "driver", NOON, street_id=(street or cast.street).pk)


def test_tomorrow_is_there_too_and_the_day_after_is_not(cast, driver):
    lunch(cast, DAY + timedelta(days=1))
    days = driver.day().json()["days"]
    assert [len(d["drops"]) for d in days] == [0, 1]
    with clock.frozen(NOON - timedelta(days=1)):
        assert [len(d["drops"]) for d in driver.day().json()["days"]] == [0, 0]


def test_neighbours_behind_one_entrance_are_one_door_in_two_trips(cast, driver):
    first = elder(cast.street, cast.huaide, "顾阿大", cast.lane, "8号101室", None, "310110193511022143", NOON)
    second = elder(cast.street, cast.huaide, "顾阿二", cast.lane, "8号203室", None, "310110193511022151", NOON)
    telephone(first, "13800000001")
    for person in (first, second, cast.shen):
        stand(person, since=DAY)
    take(cast.street, DAY, at(8, 30))
    cart = Cart.objects.create(street=cast.street, name="二号车", boxes=60, driver=cast.driver)
    order = {o.person_id: o.pk for o in take_orders()}
    drops = [
        Drop(order[cast.shen.pk], cart.pk, cast.driver.pk, 2, 1, at(11, 40)), Drop(order[first.pk], cart.pk, cast.driver.pk, 1, 1, at(11, 0)),
        Drop(order[second.pk], cart.pk, cast.driver.pk, 1, 2, at(11, 0)),
    ]  # fmt: skip
    put_on_carts(street_id=cast.street.pk, day=DAY, meal=LUNCH, drops=drops, now=at(9, 0), by_id=cast.officer.pk)
    one, two = today(driver)["drops"]
    assert [(t["trip"], t["boxes"], len(t["doors"])) for t in (one, two)] == [(1, 2, 1), (2, 1, 1)]
    door = one["doors"][0]
    assert door["address"] == "怀德路454弄8号" and [(b["name"], b["door"]) for b in door["boxes"]] == [("顾阿大", "8号101室"), ("顾阿二", "8号203室")]


def take_orders():
    from qianshou.meals.models import Order

    return Order.objects.filter(day=DAY, meal=LUNCH)


def test_a_door_that_several_share():
    assert shared_door(["15号二楼前楼", "15号底层"]) == "15号" and shared_door(["3号101室", "3号102室"]) == "3号"
    assert shared_door(["8号", "8号"]) == "8号" and shared_door(["甲", "乙"]) == "" and shared_door(["", "8号"]) == ""


def test_the_same_round_is_not_sent_twice_and_a_word_changes_it(day, driver):
    first = driver.day()
    assert driver.day(HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    driver.answers(tap(driver, "meal_neighbour", day.shen, text="周阿姨"))
    again = driver.day(HTTP_IF_NONE_MATCH=first["ETag"])
    box = again.json()["days"][0]["drops"][0]["doors"][0]["boxes"][0]
    assert (again.status_code, box["state"], box["note"], box["empty"]) == (200, "neighbour", "周阿姨", 0)


def test_an_order_cancelled_meanwhile_is_struck_out(day, driver, cast):
    from qianshou.meals.operations import MealWish, change_meals

    change_meals(person_id=cast.shen.pk, wishes=[MealWish(DAY, LUNCH, 0)], batch="00000000-0000-0000-0000-000000000001", now=at(10, 0), by_id=cast.officer.pk, reason="女儿来了")
    trip = today(driver)["drops"][0]
    assert [d["boxes"][0]["state"] for d in trip["doors"]] == ["cancelled", "planned"] and trip["boxes"] == 1


def test_a_carer_who_also_drives_has_both(day, cast):
    user = cast.tan.person.user
    assign_role(user=user, role="driver", since=LONG_AGO, now=NOON, street_id=cast.street.pk)
    Delivery.objects.update(driver=user)
    publish(cast, DAY, (cast.tan, visit(cast, cast.shen)))
    phone = bound(user, by=cast.officer, now=NOON)
    phone.open()
    both = today(phone)
    assert len(both["stops"]) == 1 and len(both["drops"][0]["doors"]) == 2 and phone.day().json()["clock"] is not None


def test_a_batch_of_every_word(day, driver, cast):
    answers = driver.answers(
        tap(driver, "meal_handed", day.shen, tenths=652, boxes_back=2), tap(driver, "meal_nobody", day.lu, at(11, 21)), tap(driver, "meal_back", day.lu, at(11, 50), text="没人"),
    )  # fmt: skip
    assert [(a["answer"], a["state"]) for a in answers] == [("stored", "applied")] * 3
    assert [(e.kind, e.by, e.tenths) for e in DeliveryEvent.objects.order_by("pk")] == [("handed", cast.driver, 652), ("nobody", cast.driver, None), ("back", cast.driver, None)]
    assert Alert.objects.get().why == "nobody" and day.due(day.shen).state == "met"
    assert today(driver)["drops"][0]["doors"][1]["boxes"][0]["full_back"] is True


def test_sent_twice_and_with_two_contents(day, driver):
    act = tap(driver, "meal_handed", day.shen)
    assert [a["answer"] for a in driver.answers(act, act)] == ["stored", "repeated"]
    other = driver.act("meal_refused", {"order": day.shen.pk}, made_at=at(11, 3), act_id=act["id"])
    assert driver.answers(other)[0]["answer"] == "conflict"
    assert DeliveryEvent.objects.count() == 1 and ActConflict.objects.count() == 1 and day.delivery(day.shen).state == "handed"


def test_out_of_order_it_is_the_same(day, driver):
    handed, nobody = tap(driver, "meal_handed", day.shen, at(11, 40)), tap(driver, "meal_nobody", day.shen, at(11, 2))
    driver.answers(handed)
    driver.answers(nobody)
    assert day.delivery(day.shen).state == "handed" and not Alert.objects.exists()


def test_a_driver_takes_a_word_back_and_only_today(day, driver):
    act = tap(driver, "meal_nobody", day.shen)
    driver.answers(act)
    assert driver.answers(driver.act("retract", {"act": act["id"]}, made_at=NOON))[0]["state"] == "applied"
    assert (day.delivery(day.shen).state, Alert.objects.get().state) == ("planned", "closed")
    again = tap(driver, "meal_handed", day.shen, at(11, 30))
    driver.answers(again)
    with clock.frozen(NOON + timedelta(days=1)):
        late = driver.answers(driver.act("retract", {"act": again["id"]}, made_at=clock.now()))[0]
    assert (late["state"], late["reason"]) == ("held", "retract_late") and day.delivery(day.shen).state == "handed"


def test_taken_back_before_it_arrived_it_never_counts(day, driver):
    act = tap(driver, "meal_handed", day.shen)
    driver.answers(driver.act("retract", {"act": act["id"]}, made_at=NOON))
    assert driver.answers(act)[0]["state"] == "applied" and not DeliveryEvent.objects.exists()


def test_a_driver_of_another_street_says_nothing_here(day, cast):
    other = bound(_driver(cast, "siji9", cast.elsewhere), by=cast.outsider, now=NOON)
    other.open()
    answer = other.answers(tap(other, "meal_handed", day.shen))[0]
    assert (answer["state"], answer["reason"]) == ("held", "unknown_order") and not DeliveryEvent.objects.exists()
    assert "沈玉芳" not in other.day().content.decode()


def test_a_carer_of_the_street_who_brought_it_is_heard(day, phone, cast):
    assert phone.answers(tap(phone, "meal_handed", day.shen))[0]["state"] == "applied"
    assert day.due(day.shen).met_by == cast.tan.person.user


def test_a_driver_has_no_visits_and_no_hours_but_a_concern(day, driver, cast):
    held = driver.answers(driver.act("done", {"visit": 1}, made_at=NOON), driver.act("clock_in", made_at=NOON))
    assert [(a["state"], a["reason"]) for a in held] == [("held", "no_person")] * 2
    concern = driver.act("concern", {"visit": None, "person": cast.shen.pk, "category": "body", "severity": "soon", "text": "走路不稳"}, made_at=NOON)
    assert driver.answers(concern)[0]["state"] == "applied" and Concern.objects.get().reported_by == cast.driver
    assert driver.answers(driver.act("retract", {"act": concern["id"]}, made_at=NOON))[0]["state"] == "applied"
    assert Concern.objects.get().state == "taken_back"


def test_held_words_name_the_own_box_only(day, driver, cast):
    driver.answers(driver.act("meal_handed", {"order": day.shen.pk, "tenths": 6500}, made_at=NOON))
    assert [(h["kind"], h["elder"], h["reason"]) for h in driver.day().json()["held"]] == [("meal_handed", "沈玉芳", "payload")]


def test_a_fault_of_ours_keeps_the_word_and_leaves_nothing_half_done(day, driver, monkeypatch):
    """Delivery, boxes, due and alarm are one transaction: what fails at its end undoes its beginning."""
    from qianshou.watch import operations as watch

    monkeypatch.setattr(watch, "raise_alert", lambda **_: 1 / 0)
    act = tap(driver, "meal_nobody", day.shen, boxes_back=1)
    assert driver.answers(act)[0]["state"] == "waiting"
    assert (day.delivery(day.shen).state, DeliveryEvent.objects.count()) == ("planned", 0)
    monkeypatch.undo()
    from qianshou.field.inbox import apply_waiting

    assert apply_waiting(now=NOON) == 1 and Alert.objects.get().state == "raised" and Act.objects.get().state == "applied"


@pytest.mark.parametrize("broken", [{}, {"order": 0}, {"order": True}, {"order": 1, "tenths": 1201}, {"order": 1, "boxes_back": -1}, {"order": 1, "boxes_back": 100}, {"order": 1, "text": 5}, {"order": 1, "scan": 7}])
def test_a_broken_payload_is_told(broken):
    with pytest.raises(BadPayloadError):
        read_payload("meal_handed", broken)


def test_a_missing_name_costs_no_fact():
    said = read_payload("meal_neighbour", {"order": 7})
    assert (said.order, said.text, said.tenths, said.boxes_back) == (7, "", None, 0)


def test_every_kind_is_known_to_the_words():
    from qianshou.acts.words import KINDS as WORDS
    from qianshou.assessment.rules.filled import FORM_KINDS
    from qianshou.field.table import signing, visits

    assert set(WORDS) == {*KINDS, *FORM_KINDS, signing.KIND, visits.KIND} and not set(MEAL_KINDS) & set(NEEDS_CARER)


def test_the_day_needs_few_queries_however_many_doors(day, driver, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        assert json.loads(driver.day().content)["days"][0]["drops"]
    assert Due.objects.filter(kind="meal").count() == 2
