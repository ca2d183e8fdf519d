"""The background job: one job a street, each safe to run twice."""

from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.care import tasks
from qianshou.care.models import PlanItem, Visit
from qianshou.kernel import clock
from tests.cast import NOON

from .conftest import WEEKDAYS


def test_one_job_a_street_is_deferred(cast):
    tasks.make_visits_everywhere(timestamp=0)
    jobs = ProcrastinateJob.objects.filter(task_name="care.make_visits")
    assert sorted(job.args["street_id"] for job in jobs) == sorted([cast.street.pk, cast.elsewhere.pk])


def test_the_job_makes_the_visits_of_its_street_once(cast):
    PlanItem.objects.create(elder=cast.shen, street=cast.street, **WEEKDAYS)
    with clock.frozen(NOON):
        for _ in range(2):
            tasks.make_visits_of(street_id=cast.street.pk)
    assert Visit.objects.count() == 10
