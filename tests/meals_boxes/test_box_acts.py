"""What desks enter about boxes, against PostgreSQL: entered once, refused in words, taken back by another entry, never changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError

from qianshou.access.models import LogEntry
from qianshou.care.operations.errors import Refused
from qianshou.meals import operations as meals
from qianshou.meals.models import BoxMove, Cart, WashBatch
from qianshou.meals.operations.box_acts import lost_of, source_of
from qianshou.meals.queries.boxes_out import account_of
from tests.cast import DAY, NOON
from tests.faults.test_ledger_storm import together
from tests.meals_boxes.days import DAYS, buy, door, start, there

pytestmark = pytest.mark.django_db


def acting(cast, **more) -> dict:
    return {"key": uuid4(), "now": NOON, "by_id": cast.officer.pk, **more}


def test_boxes_go_round(cast):
    cart = Cart.objects.create(street=cast.street, name="1号车", boxes=60)
    buy(cast, 100)
    door(cast.shen, out=2, at=NOON - DAYS, cart=cart)
    door(cast.shen, out=1, back=2, cart=cart)
    door(cast.lu, full=1, cart=cart)
    assert there(cast) == {"shelf": 96, "homes": 1, "sink": 3}
    batch = start(cast, 3)
    assert there(cast) == {"shelf": 96, "homes": 1, "washer": 3}
    meals.end_wash(batch_id=batch.pk, celsius=121, minutes=15, **acting(cast))
    assert there(cast) == {"shelf": 99, "homes": 1}
    batch.refresh_from_db()
    assert (batch.state, batch.celsius, batch.minutes, batch.ended_by_id) == ("done", 121, 15, cast.officer.pk)
    assert LogEntry.objects.filter(act__in=["boxes.bought", "boxes.washing", "boxes.washed"], street_id=cast.street.pk).count() == 3


def test_form_sent_twice_is_one_entry(cast):
    more = acting(cast)
    assert meals.buy_boxes(street_id=cast.street.pk, boxes=5, **more) == meals.buy_boxes(street_id=cast.street.pk, boxes=5, **more)
    assert there(cast) == {"shelf": 5}


def test_an_act_that_was_taken_back_does_not_come_to_life_again(cast):
    source = door(cast.shen, out=1)
    assert meals.take_back_moves(street_id=cast.street.pk, source=source, now=NOON, by_id=cast.officer.pk) == 1
    assert meals.take_back_moves(street_id=cast.street.pk, source=source, now=NOON, by_id=cast.officer.pk) == 0
    door(cast.shen, out=1, source=source)
    assert account_of(cast.shen).still == 0


@pytest.mark.parametrize("boxes", [None, 0, 5001])
def test_number_that_makes_no_sense_is_refused(cast, boxes):
    for operation in (meals.buy_boxes, meals.discard_boxes, meals.find_boxes):
        with pytest.raises(Refused, match="number"):
            operation(street_id=cast.street.pk, boxes=boxes, **acting(cast))
    assert not BoxMove.objects.exists()


def test_more_than_are_there_wants_a_word(cast):
    door(cast.shen, back=2)  # that nobody wrote them out is no reason to refuse a driver
    for operation in (meals.discard_boxes, meals.start_wash):
        with pytest.raises(Refused, match="more_than_there") as error:
            operation(street_id=cast.street.pk, boxes=3, **acting(cast))
        assert error.value.params == {"there": 2, "boxes": 3}
    meals.discard_boxes(street_id=cast.street.pk, boxes=3, note="昨天漏记一个", **acting(cast))
    assert there(cast) == {"homes": -2, "sink": -1, "broken": 3}


def test_lost_at_a_home_with_a_word_and_not_more_than_it_has(cast):
    door(cast.shen, out=2)
    with pytest.raises(Refused, match="word"):
        meals.lose_at_home(person_id=cast.shen.pk, boxes=1, note=" ", **acting(cast))
    with pytest.raises(Refused, match="not_at_home"):
        meals.lose_at_home(person_id=cast.shen.pk, boxes=3, note="扔了", **acting(cast))
    meals.lose_at_home(person_id=cast.shen.pk, boxes=2, note="搬家时扔了", **acting(cast))
    assert (account_of(cast.shen).still, account_of(cast.shen).lost, lost_of(cast.shen)) == (0, 2, 2)
    with pytest.raises(Refused, match="more_than_there"):
        meals.find_boxes(street_id=cast.street.pk, person_id=cast.shen.pk, boxes=3, **acting(cast))
    meals.find_boxes(street_id=cast.street.pk, person_id=cast.shen.pk, boxes=1, **acting(cast))
    assert there(cast) == {"shelf": -2, "lost": 1, "sink": 1}


def test_lost_on_the_way_is_taken_off_the_sink(cast):
    cart = Cart.objects.create(street=cast.street, name="1号车", boxes=60)
    buy(cast, 3)
    door(cast.shen, out=3, at=NOON - DAYS)
    door(cast.shen, back=3)
    with pytest.raises(Refused, match="word"):
        meals.lose_boxes(street_id=cast.street.pk, boxes=1, cart_id=cart.pk, note="", **acting(cast))
    meals.lose_boxes(street_id=cast.street.pk, boxes=1, cart_id=cart.pk, note="车上少一个", **acting(cast))
    assert there(cast) == {"sink": 2, "lost": 1}


def test_stocktaking_enters_the_difference_with_a_reason(cast):
    buy(cast, 10)
    assert meals.count_shelf(street_id=cast.street.pk, counted=10, **acting(cast)) is None
    assert LogEntry.objects.filter(act="boxes.counted").count() == 1
    with pytest.raises(Refused, match="difference") as error:
        meals.count_shelf(street_id=cast.street.pk, counted=8, **acting(cast))
    assert error.value.params == {"shelf": 10, "counted": 8}
    key = uuid4()
    meals.count_shelf(street_id=cast.street.pk, counted=8, note="年终盘点", **acting(cast, key=key))
    assert there(cast) == {"shelf": 8, "lost": 2}
    assert meals.take_back_boxes(street_id=cast.street.pk, key=key, now=NOON, by_id=cast.officer.pk) == 1
    assert there(cast) == {"shelf": 10}
    meals.count_shelf(street_id=cast.street.pk, counted=11, note="多一个", **acting(cast))
    assert there(cast) == {"shelf": 11, "lost": -1}


def test_what_nobody_wrote_out_is_explained_by_an_entry_before_it(cast):
    door(cast.shen, back=2, at=NOON - 2 * DAYS)
    door(cast.shen, out=1)
    with pytest.raises(Refused, match="word"):
        meals.explain_boxes(person_id=cast.shen.pk, note="", **acting(cast))
    move = meals.explain_boxes(person_id=cast.shen.pk, note="开账前送的", **acting(cast))
    assert (move.kind, move.boxes, move.made_at) == ("out", 2, NOON - 2 * DAYS - timedelta(seconds=1))
    assert (account_of(cast.shen).unexplained, account_of(cast.shen).still, account_of(cast.shen).since) == (0, 1, NOON)
    with pytest.raises(Refused, match="no_difference"):
        meals.explain_boxes(person_id=cast.shen.pk, note="再来", **acting(cast))


def test_batch_that_was_too_cold_is_not_clean(cast):
    door(cast.shen, back=4)
    batch = start(cast, 4)
    for celsius, minutes, why in ((99, 30, "too_cold"), (121, 9, "too_short"), (121, None, "minutes"), (999, 15, "celsius"), (121, 999, "minutes")):
        with pytest.raises(Refused, match=why):
            meals.end_wash(batch_id=batch.pk, celsius=celsius, minutes=minutes, **acting(cast))
    with pytest.raises(Refused, match="word"):
        meals.fail_wash(batch_id=batch.pk, note="", **acting(cast))
    key = uuid4()
    for _ in range(2):
        meals.fail_wash(batch_id=batch.pk, note="停电", celsius=60, **acting(cast, key=key))
    batch.refresh_from_db()
    assert (batch.state, batch.note, batch.celsius) == ("failed", "停电", 60)
    assert there(cast) == {"homes": -4, "sink": 4}
    with pytest.raises(Refused, match="not_running"):
        meals.end_wash(batch_id=batch.pk, celsius=121, minutes=15, **acting(cast))


def test_chemical_batch_asks_for_minutes_only(cast):
    door(cast.shen, back=1)
    batch = start(cast, 1, method=WashBatch.Method.CHEMICAL)
    meals.end_wash(batch_id=batch.pk, celsius=None, minutes=5, **acting(cast))
    assert WashBatch.objects.get().state == "done"
    with pytest.raises(Refused, match="method"):
        start(cast, 1, method="prayer")


def test_washing_is_taken_back_from_its_end(cast):
    door(cast.shen, back=3)
    begun, ended = uuid4(), uuid4()
    batch = start(cast, 3, key=begun)
    meals.end_wash(batch_id=batch.pk, celsius=121, minutes=15, **acting(cast, key=ended))
    more = {"street_id": cast.street.pk, "now": NOON, "by_id": cast.officer.pk}
    with pytest.raises(Refused, match="wash_ended"):
        meals.take_back_boxes(key=begun, **more)
    assert meals.take_back_boxes(key=ended, **more) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.ended_at, batch.celsius) == ("running", None, None)
    meals.end_wash(batch_id=batch.pk, celsius=125, minutes=15, **acting(cast))  # it may end again
    meals.take_back_boxes(key=BoxMove.objects.get(kind="washed", taken_back_by=None, takes_back=None).source.removeprefix("desk:"), **more)
    assert meals.take_back_boxes(key=begun, **more) == 1
    batch.refresh_from_db()
    assert batch.state == "undone" and there(cast) == {"homes": -3, "sink": 3}
    assert meals.take_back_boxes(key=begun, **more) == 0


def test_moves_are_never_changed_nor_deleted(cast):
    move = buy(cast)
    for statement in ("UPDATE meals_boxmove SET boxes = 1", "UPDATE meals_boxmove SET made_at = now()", "DELETE FROM meals_boxmove"):
        with pytest.raises((InternalError, DatabaseError), match=r"Cannot (update|delete) rows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert BoxMove.objects.get(pk=move.pk).boxes == 100
    with connection.cursor() as cursor:  # negative control: statements do reach the table, and a merge may hand an account over
        cursor.execute("UPDATE meals_boxmove SET person_id = %s WHERE id = %s", [cast.shen.pk, move.pk])
    assert BoxMove.objects.get(pk=move.pk).person_id == cast.shen.pk


def test_entry_of_a_desk_has_its_day_its_hand_and_its_source(cast):
    key = uuid4()
    move = meals.buy_boxes(street_id=cast.street.pk, boxes=5, note=" 新买 ", **acting(cast, key=key))
    assert (move.day, move.by_id, move.note, move.source) == (DAY, cast.officer.pk, "新买", source_of(key))


@pytest.mark.django_db(transaction=True)
def test_two_people_do_not_wash_the_same_boxes():
    from tests.cast import make

    cast = make()
    door(cast.shen, back=10)
    failures = together(*[lambda: start(cast, 10) for _ in range(2)])
    assert [str(failure) for failure in failures] == ["more_than_there"]
    assert there(cast) == {"homes": -10, "washer": 10}
    assert WashBatch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_act_from_two_connections_is_one_move():
    from tests.cast import make

    cast = make()
    assert together(*[lambda: door(cast.shen, out=1, back=1, source="door:7") for _ in range(4)]) == []
    assert there(cast) == {"shelf": -1, "sink": 1}
    failures = together(*[lambda: meals.take_back_moves(street_id=cast.street.pk, source="door:7", now=NOON, by_id=None) for _ in range(4)])
    assert failures == [] and there(cast) == {}
    assert BoxMove.objects.filter(takes_back__isnull=False).count() == 2
