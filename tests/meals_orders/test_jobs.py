"""The background jobs of meals: one job a street whose cut-off has been; each is safe to run twice."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.kernel import clock
from qianshou.meals import tasks
from qianshou.meals.models import CutOff
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile
from tests.cast import DAY
from tests.meals_orders.days import AFTER, BEFORE, CUT_OFF, OVER, ordered, stand, take

pytestmark = pytest.mark.django_db


def jobs(name: str) -> list[int]:
    return sorted(job.args["street_id"] for job in ProcrastinateJob.objects.filter(task_name=name))


def test_only_a_street_that_brings_meals_and_whose_cut_off_has_been_gets_a_job(cast):
    stand(cast.shen)
    for moment, expected in ((BEFORE, []), (CUT_OFF, [cast.street.pk])):
        with clock.frozen(moment):
            tasks.cut_offs(timestamp=0)
        assert jobs("meals.take_orders") == expected


def test_a_street_whose_orders_are_taken_and_a_meal_that_is_over_get_none(cast):
    stand(cast.shen)
    with clock.frozen(OVER):
        tasks.cut_offs(timestamp=0)
    take(cast.street)
    with clock.frozen(AFTER):
        tasks.cut_offs(timestamp=0)
    assert jobs("meals.take_orders") == []


def test_the_job_takes_the_orders_once(cast):
    stand(cast.shen)
    with clock.frozen(AFTER):
        for _ in range(2):
            tasks.take_orders_of(street_id=cast.street.pk)
    assert ordered() == {"沈玉芳": 1} and CutOff.objects.count() == 1


def test_the_five_minute_job_follows_the_register(cast):
    stand(cast.shen)
    take(cast.street)
    ElderFile.objects.filter(pk=cast.shen.pk).update(status="moved")
    with clock.frozen(AFTER):
        tasks.follow(timestamp=0)
        assert jobs("meals.follow_street") == [cast.street.pk]
        tasks.follow_street(street_id=cast.street.pk)
    assert ordered() == {}


def test_the_cut_off_is_the_pack_s_and_the_office_s_clock():
    lunch = load("yangpu").meal_times["lunch"]
    assert clock.at(DAY, lunch.cut_off) == CUT_OFF and timedelta(minutes=30) == (CUT_OFF - BEFORE)
