"""What the office finds out afterwards, and the list of a meal point."""

from datetime import timedelta

import pytest

from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import MealCheck
from qianshou.watch.models import Alert, Due
from qianshou.watch.operations import sweep
from tests.meals_after.after import AT, BACKEND, DAY, EVENING, cart, door, order, point, tally


def check(cast, one, came: bool, now=EVENING, **more):
    return meals.check_meal(order_id=one.pk, came=came, now=now, by_id=cast.officer.pk, **more)


def test_a_meal_of_which_nothing_was_heard_is_settled_and_taken_back(cast):
    one = order(cast.shen)
    door(one, on=cart(cast.street))
    assert tally(cast).unheard == 1
    first = check(cast, one, True, note="打电话问过")
    assert check(cast, one, True).pk == first.pk and tally(cast).orders["found_out"] == 1
    check(cast, one, False)
    assert tally(cast).orders["not_brought"] == 1 and MealCheck.objects.filter(withdrawn_at__isnull=True).count() == 1
    assert meals.withdraw_check(order_id=one.pk, now=EVENING, by_id=cast.officer.pk) and tally(cast).unheard == 1
    assert not meals.withdraw_check(order_id=one.pk, now=EVENING, by_id=cast.officer.pk)


def test_finding_out_that_it_came_ends_the_alarm_and_taking_that_back_brings_it_again(cast):
    one = order(cast.shen)
    door(one, on=cart(cast.street))
    meals.owe_meals(street_id=cast.street.pk, day=DAY, meal="lunch", orders=[one], now=AT)
    assert sweep(now=EVENING)
    alarm = Alert.objects.get(due__key=f"meal:{one.pk}")
    check(cast, one, True, note="打电话问过")
    due = Due.objects.get(key=f"meal:{one.pk}")
    assert due.state == "met_heard_late" and due.grade == "desk", "it came in time, and the office heard of it late"
    assert Alert.objects.get(pk=alarm.pk).state == "closed", "nobody needs to be told any more"
    check(cast, one, False)
    assert Due.objects.get(pk=due.pk).state == "late"
    assert Alert.objects.filter(due=due).exclude(state="closed").exists(), "she has not eaten after all"
    check(cast, one, True)
    meals.withdraw_check(order_id=one.pk, now=EVENING, by_id=cast.officer.pk)
    assert Due.objects.get(pk=due.pk).state == "late" and Alert.objects.filter(due=due).exclude(state="closed").exists()


def test_what_the_door_said_later_counts_more(cast):
    one = order(cast.shen)
    door(one, on=cart(cast.street))
    check(cast, one, False)
    door(one, "handed", on=cart(cast.street))
    assert tally(cast).orders["handed"] == 1
    with pytest.raises(Refused, match="said"):
        check(cast, one, False)


def test_neither_before_the_meal_is_over_nor_for_a_cancelled_one(cast):
    early, gone = order(cast.shen), order(cast.lu, reason="出门")
    door(early, on=cart(cast.street))
    with pytest.raises(Refused, match="not_over"):
        check(cast, early, True, now=AT)
    with pytest.raises(Refused, match="off"):
        check(cast, gone, True)
    assert MealCheck.objects.count() == 0


def test_all_came_by_one_word_but_for_what_was_said(cast, client):
    silent, said = [order(cast.shen), order(cast.lu)], order(cast.bao)
    door(said, "refused", on=cart(cast.street))
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(EVENING):
        answer = client.post(f"/fed/{DAY}/came/", {"order": [o.pk for o in (*silent, said)]})
    assert answer.status_code == 302
    assert tally(cast).orders == {"found_out": 2, "refused": 1}


def test_the_list_of_a_meal_point(cast, client):
    here = {"place": "dine_in", "point": point(cast)}
    came, stayed = order(cast.shen, **here), order(cast.lu, **here)
    assert tally(cast).orders == {"served": 2}
    address = f"/fed/{DAY}/point/{point(cast).pk}/"
    client.force_login(cast.kitchen, backend=BACKEND)
    with clock.frozen(AT):
        page = client.get(address).content.decode()
        assert "沈玉芳" in page and page.count("checked") == 2
        client.post(address, {"meal": "lunch", "listed": [came.pk, stayed.pk], "came": [came.pk]})
        assert tally(cast, AT).orders == {"served": 1, "absent": 1}
        # Somebody ordered while the page was open: not on the list that was handed in, so not marked absent by it.
        later = order(cast.bao, **here)
        client.post(address, {"meal": "lunch", "listed": [came.pk, stayed.pk], "came": [came.pk, stayed.pk]})
    assert tally(cast).orders == {"served": 3} and not MealCheck.objects.filter(order=later).exists()


def test_a_list_is_not_handed_in_before_the_day(cast):
    one = order(cast.shen, DAY + timedelta(days=1), place="dine_in", point=point(cast))
    with pytest.raises(Refused, match="early"):
        meals.keep_point_list(point_id=point(cast).pk, listed=[one.pk], came=[], now=EVENING, by_id=cast.officer.pk)


def test_a_committee_worker_hands_in_a_list_of_her_own_people_only(cast, client):
    here = {"place": "dine_in", "point": point(cast)}
    mine, other = order(cast.shen, **here), order(cast.lu, **here)
    client.force_login(cast.committee_worker, backend=BACKEND)
    with clock.frozen(EVENING):
        address = f"/fed/{DAY}/point/{point(cast).pk}/"
        assert "陆根宝" not in client.get(address).content.decode()
        client.post(address, {"meal": "lunch", "listed": [mine.pk, other.pk], "came": []})
    assert tally(cast).orders == {"absent": 1, "served": 1}


def test_nobody_from_elsewhere_says_anything(cast, client):
    one, dine = order(cast.shen), order(cast.lu, place="dine_in", point=point(cast))
    client.force_login(cast.outsider, backend=BACKEND)
    with clock.frozen(EVENING):
        assert client.post(f"/fed/order/{one.pk}/check/", {"came": "yes"}).status_code == 404
        assert client.post(f"/fed/order/{one.pk}/check/undo/").status_code == 404
        assert client.post(f"/fed/{DAY}/point/{point(cast).pk}/", {"listed": [dine.pk]}).status_code == 404
        client.post(f"/fed/{DAY}/came/", {"order": [one.pk]})
        assert "沈玉芳" not in client.get(f"/fed/{DAY}/").content.decode()
    assert MealCheck.objects.count() == 0
