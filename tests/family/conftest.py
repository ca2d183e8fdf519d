"""Shen's day until noon, with the clock standing there."""

from datetime import time, timedelta

import pytest

from qianshou.care import operations as care
from qianshou.care.models import Visit
from qianshou.care.operations import visits
from qianshou.kernel import clock
from qianshou.meals.models import Delivery, Order
from qianshou.watch.models import Call
from tests.cast import DAY, NOON
from tests.family.street import MINUTE, PLAN

HOURS = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def morning(cast):
    """Shen's day until noon: visited at 9:40, lunch handed over at 11:20, a call at 10:00; a visit is to come in the afternoon."""
    early = NOON - 5 * HOURS
    care.add_item(elder_id=cast.shen.pk, values=PLAN | {"window_start": time(9), "window_end": time(10)}, now=early, by_id=cast.officer.pk)
    care.add_item(
        elder_id=cast.shen.pk,
        values=PLAN | {"service": "talking", "window_start": time(15), "window_end": time(16)},
        now=early,
        by_id=cast.officer.pk,
    )
    visit = Visit.objects.filter(elder=cast.shen, day=DAY).order_by("window_start").first()
    at = NOON - 140 * MINUTE
    for act in (visits.arrive, visits.complete):
        act(visit_id=visit.pk, carer_id=cast.aide.pk, made_at=at, received_at=at, now=at)
    order = Order.objects.create(person=cast.shen, street=cast.street, committee=cast.huaide, day=DAY, meal="lunch", portions=1, place="delivered", why="standing",
                                 price_fen=0, subsidy_fen=0, pack="", made_at=early)  # fmt: skip
    Delivery.objects.create(street=cast.street, order=order, day=DAY, meal="lunch", state="handed", ended_at=NOON - 40 * MINUTE)
    Call.objects.create(street=cast.street, person=cast.shen, by=cast.desk, at=NOON - 2 * HOURS, outcome="well", note="咳嗽好些了")
    return cast
