"""The cut-off: exactly the right meals, once, whoever runs it how often; what is said afterwards wants a reason and is marked."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from qianshou.access.models import LogEntry
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Arrangement, CutOff, MealChange, Order, Pause
from qianshou.people.models import ElderFile
from tests.cast import DAY
from tests.meals_orders.days import AFTER, BEFORE, CUT_OFF, EVERY_DAY, LONG_BEFORE, LUNCH, OVER, TOMORROW, YESTERDAY, ordered, stand, take

pytestmark = pytest.mark.django_db


def change(cast, portions, *, now=BEFORE, reason="", person=None, day=DAY, batch=None, **more):
    wishes = [meals.MealWish(day=day, meal=LUNCH, portions=portions, **more)]
    return meals.change_meals(person_id=(person or cast.shen).pk, wishes=wishes, batch=batch or uuid4(), reason=reason, now=now, by_id=cast.officer.pk)


def test_whoever_has_a_standing_order_gets_a_meal_and_nobody_else(cast):
    stand(cast.shen)
    stand(cast.lu, {1: meals.Wish()})  # Mondays; the day is a Tuesday
    stand(cast.stranger)
    done = take(cast.street)
    assert ordered() == {"沈玉芳": 1} and (done.orders, done.portions, done.due_at) == (1, 1, CUT_OFF)


def test_a_second_run_changes_nothing_and_a_cancelled_order_never_comes_back(cast):
    stand(cast.shen)
    stand(cast.lu)
    first = take(cast.street)
    change(cast, 0, now=AFTER, reason="女儿接走了")
    assert ordered() == {"陆根宝": 1}
    for minutes in (0, 10, 60):
        assert take(cast.street, now=AFTER + timedelta(minutes=minutes)).pk == first.pk
        meals.take_owed_orders(street_id=cast.street.pk, now=AFTER + timedelta(minutes=minutes))
    assert ordered() == {"陆根宝": 1} and CutOff.objects.count() == 1
    gone = Order.objects.get(person=cast.shen)
    assert (gone.state, gone.portions, gone.price_fen, gone.changed_after, gone.reason, gone.changed_by) == ("cancelled", 0, 0, True, "女儿接走了", cast.officer)


def test_before_the_cut_off_nothing_wants_a_reason_and_after_it_everything_does(cast):
    stand(cast.shen)
    change(cast, 2)
    take(cast.street)
    assert ordered() == {"沈玉芳": 2} and not Order.objects.get().changed_after
    with pytest.raises(Refused, match="reason_after_cut_off"):
        change(cast, 1, now=AFTER)
    assert ordered() == {"沈玉芳": 2} and MealChange.objects.count() == 1


def test_an_order_after_the_cut_off_is_added_at_once_and_marked(cast):
    take(cast.street)
    change(cast, 1, now=AFTER, reason="今天没人烧饭")
    order = Order.objects.get()
    assert (order.portions, order.why, order.changed_after, order.reason) == (1, "changed", True, "今天没人烧饭")
    assert LogEntry.objects.filter(act="order.changed", user_id=cast.officer.pk).count() == 1


def test_a_meal_that_is_over_changes_no_more(cast):
    with pytest.raises(Refused, match="over"):
        change(cast, 1, now=OVER, reason="忘了")


def test_a_change_before_the_run_that_came_late_is_seen_by_it(cast):
    """The machine was off at the cut-off: what was said meanwhile, with its reason, is in the orders when they are made up for."""
    stand(cast.shen)
    stand(cast.lu)
    change(cast, 0, now=AFTER, reason="去医院")
    assert not Order.objects.exists()
    done = meals.take_owed_orders(street_id=cast.street.pk, now=AFTER + timedelta(hours=1))
    assert [d.meal for d in done] == [LUNCH] and ordered() == {"陆根宝": 1} and done[0].ran_at > done[0].due_at


def test_a_meal_that_nobody_cooked_is_not_made_up_for(cast):
    stand(cast.shen)
    assert meals.take_owed_orders(street_id=cast.street.pk, now=clock.at(DAY, time(20, 0))) == []
    assert not Order.objects.exists()


def test_orders_are_not_taken_before_the_cut_off(cast):
    with pytest.raises(Refused, match="before_cut_off"):
        take(cast.street, now=BEFORE)


def test_a_pause_stops_and_the_arrangement_comes_back_by_itself(cast):
    stand(cast.shen)
    meals.pause_meals(person_id=cast.shen.pk, since=DAY, until=DAY, reason="away", now=BEFORE, by_id=cast.officer.pk)
    take(cast.street)
    assert ordered() == {}
    take(cast.street, day=TOMORROW, now=CUT_OFF + timedelta(days=1))
    assert ordered(TOMORROW) == {"沈玉芳": 1}


def test_a_pause_after_the_cut_off_takes_the_order_away_and_marks_it(cast):
    stand(cast.shen)
    take(cast.street)
    pause = meals.pause_meals(person_id=cast.shen.pk, since=DAY, until=None, reason="hospital", now=AFTER, by_id=cast.officer.pk)
    assert ordered() == {} and Order.objects.get().reason == "hospital"
    meals.take_back_pause(pause_id=pause.pk, now=AFTER, by_id=cast.officer.pk)
    assert ordered() == {}, "what the kitchen has left out comes back by hand only"
    change(cast, 1, now=AFTER, reason="弄错了")
    assert ordered() == {"沈玉芳": 1}


def test_resume_ends_the_pause_that_holds_and_leaves_the_one_that_is_planned(cast):
    meals.pause_meals(person_id=cast.shen.pk, since=DAY, until=None, reason="hospital", now=BEFORE, by_id=cast.officer.pk)
    later = meals.pause_meals(person_id=cast.shen.pk, since=DAY + timedelta(days=20), until=None, reason="family", now=BEFORE, by_id=cast.officer.pk)
    assert meals.resume_meals(person_id=cast.shen.pk, from_day=TOMORROW, now=AFTER, by_id=cast.officer.pk) == 1
    assert Pause.objects.get(reason="hospital").until == DAY
    later.refresh_from_db()
    assert later.until is None
    assert meals.resume_meals(person_id=cast.shen.pk, from_day=TOMORROW, now=AFTER, by_id=cast.officer.pk) == 0


@pytest.mark.parametrize("status", ["dead", "moved", "hospital", "away"])
def test_whoever_is_not_at_home_gets_no_box(cast, status):
    stand(cast.shen)
    stand(cast.bao)  # in hospital by her file
    take(cast.street)
    assert ordered() == {"沈玉芳": 1}
    ElderFile.objects.filter(pk=cast.shen.pk).update(status=status)
    assert meals.status_changed(elder_id=cast.shen.pk, now=AFTER, by_id=cast.officer.pk) == 1
    assert ordered() == {} and Order.objects.get().reason == "not at home"


def test_a_register_that_says_dead_takes_the_box_away_without_anybody_at_the_desk(cast):
    stand(cast.shen)
    take(cast.street)
    ElderFile.objects.filter(pk=cast.shen.pk).update(status="dead")
    assert meals.follow_day(street_id=cast.street.pk, now=AFTER) == 1 and ordered() == {}
    assert meals.follow_day(street_id=cast.street.pk, now=AFTER) == 0


def test_home_again_and_a_pause_for_later_do_not_bring_the_box_back(cast):
    """What the kitchen was told to leave out comes back by a word about that very meal only."""
    stand(cast.shen)
    take(cast.street)
    for status in ("hospital", "active"):
        ElderFile.objects.filter(pk=cast.shen.pk).update(status=status)
        meals.status_changed(elder_id=cast.shen.pk, now=AFTER, by_id=cast.officer.pk)
    meals.pause_meals(person_id=cast.shen.pk, since=TOMORROW, until=None, reason="away", now=AFTER, by_id=cast.officer.pk)
    assert ordered() == {}


def test_the_same_call_saved_twice_is_one_call(cast):
    batch = uuid4()
    assert [r.pk for r in change(cast, 2, batch=batch)] == [r.pk for r in change(cast, 2, batch=batch)]
    assert MealChange.objects.count() == 1


def test_undo_gives_back_what_held_before_also_after_the_cut_off(cast):
    stand(cast.shen)
    take(cast.street)
    batch = change(cast, 0, now=AFTER, reason="说错人了")[0].batch
    assert ordered() == {}
    assert meals.withdraw_changes(batch=batch, now=AFTER, by_id=cast.officer.pk) == 1
    assert ordered() == {"沈玉芳": 1} and Order.objects.get().reason == "taken back"
    assert meals.withdraw_changes(batch=batch, now=AFTER, by_id=cast.officer.pk) == 0


def test_a_new_week_begins_on_the_first_open_day_and_ends_the_old_one(cast):
    stand(cast.shen)
    with pytest.raises(Refused, match="too_early"):
        stand(cast.shen, {2: meals.Wish()}, since=DAY, now=AFTER)
    meals.set_standing(person_id=cast.shen.pk, meal=LUNCH, week={3: meals.Wish(2)}, since=TOMORROW, now=AFTER, by_id=cast.officer.pk)
    old, new = Arrangement.objects.order_by("pk")
    assert (old.until, new.weekdays, new.portions) == (DAY, [3], 2)
    meals.set_standing(person_id=cast.shen.pk, meal=LUNCH, week={}, since=TOMORROW, now=AFTER, by_id=cast.officer.pk)
    new.refresh_from_db()
    assert new.until == DAY, "it holds on no day at all"
    take(cast.street, day=TOMORROW, now=CUT_OFF + timedelta(days=1))
    assert ordered(TOMORROW) == {}


def test_lunch_and_dinner_are_two_things(cast):
    stand(cast.shen)
    stand(cast.shen, meal="dinner")
    change(cast, 0)
    done = meals.take_owed_orders(street_id=cast.street.pk, now=clock.at(DAY, time(14, 0)))
    assert [(d.meal, d.orders) for d in done] == [("dinner", 1)]
    assert ordered(meal="dinner") == {"沈玉芳": 1}


def test_a_place_of_another_street_or_a_closed_one_is_refused(cast):
    here = meals.open_point(street_id=cast.street.pk, name="平凉助餐点", now=LONG_BEFORE)
    there = meals.open_point(street_id=cast.elsewhere.pk, name="定海助餐点", now=LONG_BEFORE)
    stand(cast.shen, {2: meals.Wish(1, "dine_in", here.pk)})
    take(cast.street)
    assert Order.objects.get().point == here
    for point in (there, None):
        with pytest.raises(Refused, match="point"):
            change(cast, 1, day=TOMORROW, place="dine_in", point_id=point and point.pk)
    meals.close_point(point_id=here.pk, on=TOMORROW, now=AFTER)
    with pytest.raises(Refused, match="point"):
        change(cast, 1, day=TOMORROW, place="dine_in", point_id=here.pk)


def test_the_register_s_meal_days_become_standing_orders_once(cast):
    ElderFile.objects.filter(pk__in=[cast.shen.pk, cast.bao.pk, cast.stranger.pk]).update(meal_days=[1, 2, 9])
    assert meals.arrange_from_register(street_id=cast.street.pk, meal=LUNCH, now=BEFORE) == 1
    assert Arrangement.objects.get().weekdays == [1, 2] and Arrangement.objects.get().since == DAY
    meals.set_standing(person_id=cast.shen.pk, meal=LUNCH, week={}, since=DAY, now=BEFORE)
    assert meals.arrange_from_register(street_id=cast.street.pk, meal=LUNCH, now=BEFORE) == 0, "what was ended by hand stays ended"


def test_the_database_itself_refuses_a_second_order_and_a_silent_change(cast):
    stand(cast.shen)
    take(cast.street)
    order = Order.objects.get()
    for wrong in ({"pk": None}, {"changed_after": True, "reason": ""}, {"portions": 0}, {"subsidy_fen": order.price_fen + 1}):
        row = Order.objects.get(pk=order.pk)
        for name, value in wrong.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_week_with_yesterday_in_it_is_refused(cast):
    with pytest.raises(Refused, match="too_early"):
        stand(cast.shen, EVERY_DAY, since=YESTERDAY, now=BEFORE)
    with pytest.raises(Refused, match="span"):
        meals.pause_meals(person_id=cast.shen.pk, since=YESTERDAY, until=None, reason="away", now=BEFORE, by_id=cast.officer.pk)
