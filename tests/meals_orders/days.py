"""Moments of one day in Pingliang's kitchen, and a few things that every test of orders needs."""

from datetime import date, datetime, time, timedelta

from qianshou.access.scope import scope_of
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Order
from tests.cast import DAY

LUNCH = "lunch"
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
EVERY_DAY = dict.fromkeys(range(1, 8), meals.Wish())
BEFORE = clock.at(DAY, time(8, 0))  # half an hour before the cut-off of lunch
CUT_OFF = clock.at(DAY, time(8, 30))
AFTER = clock.at(DAY, time(9, 0))
OVER = clock.at(DAY, time(12, 30))
LONG_BEFORE = clock.at(DAY - timedelta(days=7), time(9, 0))


def stand(person, week=None, *, since: date = YESTERDAY, now: datetime = LONG_BEFORE, meal: str = LUNCH, until: date | None = None):
    """A standing order: every day unless said otherwise."""
    return meals.set_standing(person_id=person.pk, meal=meal, week=week or EVERY_DAY, since=since, until=until, now=now)


def take(street, day: date = DAY, now: datetime = CUT_OFF, meal: str = LUNCH):
    """The cut-off is run."""
    return meals.take_orders(street_id=street.pk, day=day, meal=meal, now=now)


def ordered(day: date = DAY, meal: str = LUNCH) -> dict[str, int]:
    """Name → portions of the boxes to pack."""
    return {o.person.name: o.portions for o in Order.objects.filter(day=day, meal=meal, state="ordered").select_related("person")}


def scope(user):
    """What a user of the cast may see."""
    return scope_of(user, DAY)
