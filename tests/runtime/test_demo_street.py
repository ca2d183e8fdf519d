"""The demo street is full of life, made by the program's own operations, and made once."""

from datetime import timedelta

import pytest

from qianshou.access.models import Street
from qianshou.care.models import KeyElder, Link, Visit
from qianshou.kernel import clock
from qianshou.meals.models import CutOff, Delivery
from qianshou.people.models import Person
from qianshou.rounds.models import CartDay, RoundDay
from qianshou.runtime.demo import logins, street
from qianshou.watch.models import Alert, Concern, Due
from tests.cast import NOON

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def test_demo_street(own_directory):
    said = []
    with clock.frozen(NOON):
        street.ensure(data_dir=own_directory, seed=7, say=said.append)
        before = (Person.objects.count(), Visit.objects.count(), Due.objects.count())
        street.ensure(data_dir=own_directory, seed=7, say=said.append)
        printed = logins.table(own_directory, address="http://localhost:8000/")
    today = clock.local_date(NOON)
    assert (Person.objects.count(), Visit.objects.count(), Due.objects.count()) == before, "a second start makes nothing new"
    assert set(Street.objects.values_list("code", flat=True)) == {"pingliang", "dinghai"} and before[0] >= 1000
    assert KeyElder.objects.filter(until__isnull=True).count() == 30
    assert Link.objects.filter(until__isnull=True, rank="primary").count() == 31, "the thirty, and whom an intake took into the net"
    past = Due.objects.filter(kind="visit", day__lt=today)
    assert past.filter(state="met").count() > 1000
    assert past.filter(state="excused").exists() and Alert.objects.filter(state="closed").exclude(outcome="met").exists()
    assert not past.filter(state="open").exists(), "the sweep has looked at every day of the past"
    assert not past.filter(state="late", day__lt=today - timedelta(days=1), alerts__state="raised").exists()
    assert RoundDay.objects.get(day=today).state == "published"
    lunch = CutOff.objects.get(day=today, meal="lunch")
    assert lunch.orders > 100 and not Due.objects.filter(kind__in=("food_sample", "core_temperature")).exclude(state="met").exists()
    assert CartDay.objects.get(day=today, meal="lunch").state == "published"
    assert Delivery.objects.filter(day=today, cart__isnull=False, driver__isnull=False).count() > 100
    states = set(Visit.objects.filter(day=today).values_list("state", flat=True))
    assert {"done", "planned"} <= states, "at noon some doors are done and some are still to come"
    assert Concern.objects.filter(state="answered").exists() and Concern.objects.exclude(state="answered").exists()
    for role in ("street officer", "administrator", "family", "carer", "volunteer", "kitchen"):
        assert f"  {role} " in printed
