"""Elders are rung about their carer: drawn once with a seed, asked three questions, and who is not reached counts for nobody."""

import pytest
from django.db import DatabaseError, transaction

from qianshou.care.operations.errors import Refused
from qianshou.merit.models import CallBack, CallBackDraw
from qianshou.merit.operations.appraisal_calls import answer_call, miss_call, refuse_call, take_back_call
from qianshou.merit.rules.appraisal_sample import draw
from qianshou.people.models import ElderFile, Phone
from tests.cast import DAY, LONG_AGO, NOON, elder, telephone
from tests.merit.street import MONTH, answers, door, drawn, opened

OCTOBER = MONTH


@pytest.fixture
def five(cast):
    """Five elders with telephones whom Tan visited in October; Shen is one of them."""
    people = [cast.shen, *(elder(cast.street, cast.huaide, f"阿婆{n}", cast.lane, f"{n}号", LONG_AGO.replace(year=1940), "", NOON) for n in range(4))]
    for n, person in enumerate(people):
        if not Phone.objects.filter(person=person).exists():
            telephone(person, f"1391700000{n}")
        door(cast, cast.tan, person, OCTOBER)
    return people


def act(row, cast):
    return {"callback_id": row.pk, "now": NOON, "by_id": cast.desk.pk}


def test_the_draw_is_made_once_and_can_be_made_again_from_what_is_written_down(cast, five):
    made = drawn(cast, seed="彩票 20261101")
    assert drawn(cast, seed="another").pk == made.pk and CallBackDraw.objects.get().seed == "彩票 20261101"
    listed = list(CallBack.objects.filter(carer=cast.tan).order_by("position").values_list("elder_id", flat=True))
    assert listed == draw(made.pool, made.seed, made.each)["专001"] and len(listed) == 3


def test_a_draw_is_never_changed(cast, five):
    made = drawn(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        CallBackDraw.objects.filter(pk=made.pk).update(seed="9")
    with pytest.raises(DatabaseError), transaction.atomic():
        CallBackDraw.objects.filter(pk=made.pk).delete()


def test_who_said_no_has_no_telephone_or_is_gone_is_not_drawn(cast, five):
    Phone.objects.filter(person=five[1]).delete()
    ElderFile.objects.filter(pk=five[2].pk).update(status="deceased")
    row = CallBack.objects.create(draw=drawn(cast, month=OCTOBER), street=cast.street, month=OCTOBER, carer=cast.tan, elder=five[3], position=90)
    refuse_call(**act(row, cast), never=True)
    for person in five:
        door(cast, cast.tan, person, DAY)
    later = drawn(cast, month=DAY.replace(day=1))
    assert later.pool == {"专001": sorted([five[0].pk, five[4].pk])}
    assert later.left_out == {"gone": 1, "said_no": 1, "no_phone": 1}
    take_back_call(**act(row, cast))
    assert CallBack.objects.get(pk=row.pk).state == "to_call"


def test_nobody_to_draw_and_no_seed_are_said(cast):
    with pytest.raises(Refused, match="seed"):
        drawn(cast, seed=" ")
    with pytest.raises(Refused, match="nobody"):
        drawn(cast)


def test_three_answers_count_and_a_missing_one_is_asked_for(cast, five):
    drawn(cast)
    first, second, _ = CallBack.objects.filter(carer=cast.tan).order_by("position")
    with pytest.raises(Refused, match="answers"):
        answer_call(**act(first, cast), answers={"came": "yes"}, note="")
    answer_call(**act(first, cast), answers=answers(), note="很满意")
    answer_call(**act(second, cast), answers=answers("partly"), note="")
    part = next(one for one in opened(cast)[cast.tan.pk].parts if one["kind"] == "callbacks")
    assert sorted(worth for _, worth in part["refs"]) == [50, 100] and part["share"] == 750


def test_not_reached_counts_for_nobody_and_the_next_in_the_order_takes_the_place(cast, five):
    made = drawn(cast)
    first = CallBack.objects.get(carer=cast.tan, position=1)
    for _ in range(2):
        assert miss_call(**act(first, cast)).state == "to_call"
    assert miss_call(**act(first, cast)).state == "unreached"
    with pytest.raises(Refused, match="settled"):
        miss_call(**act(first, cast))
    next_one = CallBack.objects.get(carer=cast.tan, position=4)
    assert next_one.elder_id == draw(made.pool, made.seed, 5)["专001"][3]
    assert next(one for one in opened(cast)[cast.tan.pk].parts if one["kind"] == "callbacks")["records"] == 0


def test_the_list_has_an_end(cast, five):
    drawn(cast)
    for position in range(1, 6):
        refuse_call(**act(CallBack.objects.get(carer=cast.tan, position=position), cast), never=False)
    assert CallBack.objects.filter(carer=cast.tan).count() == 5
