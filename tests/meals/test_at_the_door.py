"""What a driver says at a door, and what follows from it: delivery, due, alarm, file and boxes, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db.models import Q

from qianshou.acts.operations import NotApplicableError
from qianshou.meals.models import MOVE_STANDS, BoxMove, Delivery, DeliveryEvent
from qianshou.meals.operations import MealWish, change_meals, pause_meals, put_on_carts, withdraw_changes
from qianshou.meals.operations.doors import retract, write_down
from qianshou.meals.queries.deliveries import boxes_at_home
from qianshou.meals.rules.labels import code_of
from qianshou.watch.models import Alert, Concern, Due
from qianshou.watch.operations import sweep, take_alert
from tests.cast import DAY
from tests.meals.round import at, lunch
from tests.meals_orders.days import LUNCH

pytestmark = pytest.mark.django_db
MORNING, SOON = at(10, 0), at(11, 10)
LATE = at(12, 31)  # the window ends at 12:15, and there is a quarter of an hour of grace


@pytest.fixture
def day(cast):
    return lunch(cast)


def boxes(order) -> dict[str, int]:
    """The moves that stand for the order's person."""
    return {m.kind: m.boxes for m in BoxMove.objects.filter(MOVE_STANDS).filter(Q(person=order.person) | Q(person=None))}


def back(day, effect, *, by=None, own=True, when=SOON, reason=""):
    return retract(event_id=effect["event"], street_id=day.cast.street.pk, made_at=when, received_at=when, now=when, by_id=(by or day.cast.driver).pk, own=own, reason=reason)


def test_a_box_handed_over_meets_its_due_and_is_at_home(day):
    effect = day.say("handed", day.shen, at(11, 2), tenths=640, boxes_back=1, scan=code_of(day.shen.pk))
    row, due = day.delivery(day.shen), day.due(day.shen)
    assert (row.state, row.ended_at, row.tenths, row.boxes_back) == ("handed", at(11, 2), 640, 1)
    assert (due.state, due.grade, due.met_by, due.evidence["seen"], due.evidence["tenths"]) == ("met", "scan", day.cast.driver, True, 640)
    assert (effect["state"], effect["due"]) == ("handed", "met") and "cold" not in effect
    assert boxes(day.shen) == {"out": 1, "returned": 1}
    assert {m.cart for m in BoxMove.objects.all()} == {day.cart}


def test_the_square_of_another_box_proves_nothing(day):
    day.say("handed", day.shen, at(11, 2), scan=code_of(day.lu.pk), place={"lon": 121.5, "lat": 31.2, "accuracy_m": 9})
    assert day.due(day.shen).grade == "tap_place"


def test_a_box_too_cold_is_in_the_evidence(day):
    assert day.say("handed", day.shen, at(11, 2), tenths=595)["cold"] is True
    assert day.due(day.shen).evidence["too_cold"] is True


def test_nobody_answers_is_an_alarm_at_once_and_the_hand_over_ends_it(day):
    effect = day.say("nobody", day.lu, at(11, 21))
    alert = day.alert(day.lu)
    assert (effect["alert"], alert.why, alert.state, alert.raised_at) == (alert.pk, "nobody", "raised", at(11, 21))
    assert day.due(day.lu).state == "open" and day.delivery(day.lu).state == "nobody"
    day.say("handed", day.lu, at(11, 50))
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, day.due(day.lu).state) == ("closed", "met", "met")


def test_nobody_answers_heard_after_the_hand_over_alarms_nobody(day):
    day.say("handed", day.lu, at(11, 50))
    day.say("nobody", day.lu, at(11, 21), heard=at(11, 55))
    assert day.delivery(day.lu).state == "handed" and not Alert.objects.exists()


def test_a_box_at_the_neighbours_is_brought_but_nobody_was_seen(day):
    day.say("neighbour", day.shen, at(11, 2), text="隔壁周阿姨")
    due = day.due(day.shen)
    assert (due.state, due.evidence["seen"], due.evidence["note"]) == ("met", False, "隔壁周阿姨")
    assert boxes(day.shen) == {"out": 1} and not Alert.objects.exists() and not Concern.objects.exists()


def test_whoever_is_seen_after_the_neighbour_was_seen(day):
    day.say("neighbour", day.shen, at(11, 2), text="隔壁周阿姨")
    day.say("handed", day.shen, at(11, 40))
    due = day.due(day.shen)
    assert (due.state, due.met_made_at, due.evidence["seen"], due.evidence["before"]["note"]) == ("met", at(11, 2), True, "隔壁周阿姨")


@pytest.mark.parametrize("order", list(permutations(("nobody", "neighbour"))))
def test_a_neighbours_box_ends_no_alarm(day, order):
    moments = {"nobody": at(11, 20), "neighbour": at(11, 24)}
    for n, kind in enumerate(order):
        day.say(kind, day.lu, moments[kind], heard=at(11, 30 + n))
    assert (day.delivery(day.lu).state, day.due(day.lu).state, day.alert(day.lu).state) == ("neighbour", "open", "raised")


def test_a_refused_meal_was_a_look_at_the_person_and_is_for_the_file(day):
    day.say("refused", day.shen, at(11, 2), text="没胃口")
    concern, due = Concern.objects.get(), day.due(day.shen)
    assert (due.state, due.evidence["seen"], due.evidence["what"]) == ("met", True, "refused")
    assert (concern.severity, concern.person, "没胃口" in concern.text) == (1, day.cast.shen, True)
    assert boxes(day.shen) == {} and not Alert.objects.exists()


def test_back_to_the_kitchen_leaves_the_meal_owed(day):
    day.say("back", day.shen, at(11, 40), text="来不及")
    assert (day.delivery(day.shen).state, day.due(day.shen).state, boxes(day.shen)) == ("back", "open", {"unopened": 1})
    sweep(now=LATE)
    alert = day.alert(day.shen)
    assert (day.due(day.shen).state, alert.why, alert.state) == ("late", "late", "raised")


def test_an_alarm_that_rings_already_is_the_alarm_of_the_deadline_too(day):
    day.say("nobody", day.shen, at(11, 2))
    day.say("back", day.shen, at(11, 40))
    sweep(now=LATE)
    assert Alert.objects.filter(due=day.due(day.shen)).count() == 1 and day.delivery(day.shen).state == "nobody"


def test_an_act_that_comes_twice_counts_once(day):
    first = day.say("handed", day.shen, at(11, 2), source="act:1", boxes_back=1)
    again = day.say("handed", day.shen, at(11, 2), source="act:1", boxes_back=1)
    assert again == {**{k: first[k] for k in ("order", "event", "state")}, "repeated": True}
    assert DeliveryEvent.objects.count() == 1 and boxes(day.shen) == {"out": 1, "returned": 1}


def test_words_in_any_order_leave_the_same(day, cast):
    """Nobody, back to the kitchen, refused, handed over: 24 orders of arrival, one outcome."""
    words = [("nobody", at(11, 0)), ("back", at(11, 10)), ("refused", at(11, 20)), ("handed", at(11, 30))]
    found = set()
    for n, order in enumerate(permutations(words)):
        later = day.cast.shen.meal_orders.create(
            street=cast.street, day=DAY + timedelta(days=n + 1), meal=LUNCH, portions=1, place="delivered", why="standing", price_fen=0, subsidy_fen=0,
            pack=day.shen.pack, made_at=at(8, 30),
        )  # fmt: skip
        for kind, when in order:
            day.say(kind, later, when, heard=at(12, 0))
        row = day.delivery(later)
        open_alerts = Alert.objects.filter(due__key=f"meal:{later.pk}").exclude(state="closed").count()
        sources = [f"door:{pk}" for pk in row.events.values_list("pk", flat=True)]
        moves = tuple(BoxMove.objects.filter(MOVE_STANDS, source__in=sources).values_list("kind", "boxes"))
        found.add((row.state, row.ended_at, day.due(later).state, open_alerts, moves))
    assert found == {("handed", at(11, 30), "met", 0, (("out", 1),))}


def test_the_driver_takes_a_hand_over_back_and_it_is_owed_again(day):
    said = day.say("handed", day.shen, at(11, 2), boxes_back=1)
    effect = back(day, said)
    assert (effect["state"], effect["due"], day.due(day.shen).state) == ("planned", "open", "open")
    assert boxes(day.shen) == {} and BoxMove.objects.count() == 4  # nothing is deleted
    assert back(day, said)["repeated"] is True


def test_taken_back_after_the_deadline_it_alarms_at_once(day):
    said = day.say("handed", day.shen, at(11, 2))
    back(day, said, when=LATE)
    assert (day.due(day.shen).state, day.alert(day.shen).why) == ("late", "late")


def test_a_mistaken_nobody_ends_its_alarm_unless_somebody_took_it(day):
    said = day.say("nobody", day.shen, at(11, 2))
    assert back(day, said)["alert"] == "ended" and day.alert(day.shen).outcome == "taken_back"
    again = day.say("nobody", day.shen, at(11, 12))
    take_alert(alert_id=again["alert"], user=day.cast.desk, now=at(11, 13))
    assert back(day, again, when=at(11, 14))["alert"] == "told" and day.alert(day.shen).state == "taken"


def test_the_neighbours_box_counts_once_the_mistaken_nobody_is_gone(day):
    nobody = day.say("nobody", day.shen, at(11, 2))
    day.say("neighbour", day.shen, at(11, 4))
    assert day.due(day.shen).state == "open"
    back(day, nobody)
    assert (day.due(day.shen).state, day.alert(day.shen).state) == ("met", "closed")


def test_the_alarm_rings_again_when_whoever_had_seen_her_had_not(day):
    day.say("nobody", day.shen, at(11, 2))
    handed = day.say("handed", day.shen, at(11, 6))
    assert day.alert(day.shen).state == "closed"
    back(day, handed)
    assert (day.delivery(day.shen).state, day.alert(day.shen).state, day.alert(day.shen).why) == ("nobody", "raised", "nobody")


def test_a_word_that_decided_before_decides_again_and_so_do_its_boxes(day):
    day.say("handed", day.shen, at(11, 2), boxes_back=2)
    wrong = day.say("neighbour", day.shen, at(11, 4))
    assert day.delivery(day.shen).state == "neighbour" and boxes(day.shen) == {"out": 1, "returned": 2}
    back(day, wrong)
    assert day.delivery(day.shen).state == "handed" and boxes(day.shen) == {"out": 1, "returned": 2}


def test_a_refusal_taken_back_takes_its_note_along(day):
    said = day.say("refused", day.shen, at(11, 2), text="没胃口")
    back(day, said)
    assert (Concern.objects.get().state, day.due(day.shen).state) == ("taken_back", "open")


def test_only_ones_own_word_or_the_office_with_a_reason(day, cast):
    said = day.say("handed", day.shen, at(11, 2))
    with pytest.raises(NotApplicableError, match="retract_other"):
        back(day, said, by=cast.tan.person.user)
    with pytest.raises(ValueError, match="reason"):
        back(day, said, by=cast.officer, own=False)
    back(day, said, by=cast.officer, own=False, reason="送错了门")
    assert day.delivery(day.shen).state == "planned"
    with pytest.raises(DeliveryEvent.DoesNotExist):
        retract(event_id=said["event"], street_id=cast.elsewhere.pk, made_at=LATE, received_at=LATE, now=LATE, by_id=cast.outsider.pk, own=False, reason="x")


def test_an_order_of_another_street_is_no_order(day, cast):
    with pytest.raises(NotApplicableError, match="unknown_order"):
        write_down("handed", known="电话", order_id=day.shen.pk, street_id=cast.elsewhere.pk, by_id=cast.outsider.pk, made_at=LATE, received_at=LATE, now=LATE)
    assert not DeliveryEvent.objects.exists()


def test_who_stands_in_may_say_it_and_a_box_on_no_round_was_brought(cast):
    day = lunch(cast, published=False)
    assert not Delivery.objects.exists()
    day.say("handed", day.shen, at(11, 2), by=cast.tan.person.user)
    row = day.delivery(day.shen)
    assert (row.state, row.cart, day.due(day.shen).state, day.due(day.shen).met_by) == ("handed", None, "met", cast.tan.person.user)
    day.say("nobody", day.lu, at(11, 10))
    assert day.alert(day.lu).state == "raised"


def test_publishing_again_leaves_what_has_ended(day):
    day.say("handed", day.shen, at(11, 2))
    put_on_carts(street_id=day.cast.street.pk, day=DAY, meal=LUNCH, drops=[], now=at(11, 5), by_id=day.cast.officer.pk)
    assert (day.delivery(day.shen).cart, day.delivery(day.lu).cart) == (day.cart, None)
    assert day.due(day.lu).state == "open"  # on no cart, and owed all the same


def cancel(day, person, batch="00000000-0000-0000-0000-000000000001", now=MORNING, portions=0):
    change_meals(person_id=person.pk, wishes=[MealWish(DAY, LUNCH, portions)], batch=batch, now=now, by_id=day.cast.officer.pk, reason="女儿接走了")


def test_an_order_cancelled_after_publishing_is_excused_and_alarms_nobody(day):
    cancel(day, day.cast.shen)
    due = day.due(day.shen)
    assert (due.state, due.excuse, due.excused_by) == ("excused", "女儿接走了", day.cast.officer)
    assert "alert" not in day.say("nobody", day.shen, at(11, 2)) and not Alert.objects.exists()
    day.say("handed", day.shen, at(11, 9))  # the driver had not seen it: a fact beats an excuse
    assert day.due(day.shen).state == "met" and boxes(day.shen) == {"out": 1}


def test_a_cancellation_taken_back_is_owed_again(day):
    batch = "00000000-0000-0000-0000-000000000002"
    cancel(day, day.cast.shen, batch)
    withdraw_changes(batch=batch, now=at(10, 5), by_id=day.cast.officer.pk)
    due = day.due(day.shen)
    assert (due.state, due.excused_by) == ("open", None)
    sweep(now=LATE)
    assert day.alert(day.shen).why == "late"


def test_an_order_added_after_publishing_has_a_delivery_and_is_owed(day, cast):
    cast.bao.file.status = "active"
    cast.bao.file.save()
    change_meals(person_id=cast.bao.pk, wishes=[MealWish(DAY, LUNCH, 1, "delivered")], batch="00000000-0000-0000-0000-000000000003", now=at(9, 30), by_id=cast.officer.pk, reason="忘了订")
    row = Delivery.objects.get(order__person=cast.bao)
    assert (row.cart, row.state) == (None, "planned") and Due.objects.get(key=row.due_key).state == "open"


def test_a_pause_says_why_in_words_that_can_be_translated(day, cast):
    pause_meals(person_id=cast.shen.pk, since=DAY, until=None, reason="hospital", note="", now=at(9, 30), by_id=cast.officer.pk)
    assert day.due(day.shen).excuse == "in hospital"


def test_before_a_round_is_published_a_cancellation_touches_nothing(cast):
    day = lunch(cast, published=False)
    cancel(day, cast.shen)
    assert not Delivery.objects.exists() and not Due.objects.filter(kind="meal").exists()


def test_the_office_writes_it_down_and_says_how_it_is_known(day, cast):
    here = {"order_id": day.shen.pk, "street_id": cast.street.pk, "by_id": cast.officer.pk, "received_at": at(12, 0), "now": at(12, 0)}
    with pytest.raises(NotApplicableError, match="desk_needs_note"):
        write_down("handed", known=" ", made_at=at(11, 2), **here)
    write_down("neighbour", known="司机打来电话", text="周阿姨", made_at=at(13, 0), **here)
    event, due = DeliveryEvent.objects.get(), day.due(day.shen)
    assert (event.note, event.grade, event.made_at, due.grade) == ("周阿姨；司机打来电话", "desk", at(12, 0), "desk")


def test_boxes_to_take_back_are_those_of_other_days(day):
    day.say("handed", day.lu, at(11, 20))
    row = day.delivery(day.lu)
    here = {"street_id": day.cast.street.pk, "person_ids": [day.cast.lu.pk]}
    assert boxes_at_home(**here) == {day.cast.lu.pk: 1} and boxes_at_home(**here, without=[row.pk]) == {}
