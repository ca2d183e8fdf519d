"""Moments after lunch, and a few things that every test of what became of a meal needs."""

from datetime import date, datetime, time, timedelta

from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, CutOff, Delivery, DeliveryEvent, MealPoint, Order
from qianshou.meals.queries.afterwards import counted
from tests.cast import DAY, NOON

LUNCH = "lunch"
MONTH = DAY.replace(day=1)
CODE = f"{MONTH:%Y-%m}"
EVENING = clock.at(DAY, time(20, 0))
AT = clock.at(DAY, time(11, 30))  # the planned time of each box
BACKEND = "qianshou.access.backends.PasswordBackend"


def order(person, day: date = DAY, *, meal: str = LUNCH, portions: int = 1, price: int = 1200, subsidy: int = 300, reasons=("age_80", "disabled"), **more) -> Order:
    """An order as the cut-off leaves it; with a `reason`, one that was cancelled afterwards."""
    if more.get("reason"):
        more |= {"state": "cancelled", "changed_after": True}
        portions, subsidy, reasons = 0, 0, ()
    return Order.objects.create(
        street=person.street, committee=person.committee, person=person, day=day, meal=meal, why="standing", portions=portions, price_fen=price * portions,
        subsidy_fen=subsidy, price_reasons=list(reasons), pack="yangpu@2026-01-01", made_at=NOON, **{"place": "delivered", **more},
    )  # fmt: skip


def cart(street, name: str = "1号车", driver=None) -> Cart:
    """One of the street's carts."""
    return Cart.objects.get_or_create(street=street, name=name, defaults={"boxes": 80, "driver": driver})[0]


def door(one: Order, state: str = "planned", *, on: Cart | None = None, at: datetime | None = None, planned: datetime | None = None, tenths: int | None = None,
         note: str = "", trip: int = 1, by=None) -> Delivery:  # fmt: skip
    """What a driver's telephone leaves behind."""
    planned = planned or clock.at(one.day, time(11, 30))
    ended = None if state == "planned" else at or planned
    made, _ = Delivery.objects.update_or_create(
        order=one, defaults={"street": one.street, "day": one.day, "meal": one.meal, "cart": on, "trip": trip if on else 0, "planned_at": planned if on else None,
                             "state": state, "ended_at": ended, "tenths": tenths},
    )  # fmt: skip
    if state != "planned":
        DeliveryEvent.objects.create(delivery=made, kind=state, made_at=ended, received_at=ended, grade="tap", note=note, by=by)
    return made


def point(cast) -> MealPoint:
    """Where people eat together."""
    return MealPoint.objects.get_or_create(street=cast.street, name="平凉助餐点")[0]


def tally(cast, now: datetime = EVENING, first: date = DAY, last: date = DAY):
    """What the day says, for the whole street."""
    return counted(scope=Scope.system(cast.street.pk), first=first, last=last, now=now).total


def charge(cast, day: date = DAY, now: datetime | None = None) -> int:
    """The meal is over and goes into the books."""
    CutOff.objects.get_or_create(street=cast.street, day=day, meal=LUNCH, defaults={"due_at": NOON, "ran_at": NOON, "orders": 1, "portions": 1})
    return meals.charge_meal(street_id=cast.street.pk, day=day, meal=LUNCH, now=now or clock.at(day, time(20, 0)))


def days(n: int) -> list[date]:
    """The first days of the month."""
    return [MONTH + timedelta(days=k) for k in range(n)]

