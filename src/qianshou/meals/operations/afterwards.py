"""Looking into meals afterwards: the office says whether one came, a meal point keeps its list."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.watch import operations as watch
from qianshou.watch.models import Due

from ..models import Delivery, MealCheck, MealPoint, Order
from ..queries.fed import Meal, meals_by_id
from ..rules.afterwards import CHECKABLE, UNHEARD
from .locks import lock_meals


@transaction.atomic
def check_meal(*, order_id: int, came: bool, note: str = "", now: datetime, by_id: int) -> MealCheck:
    """Somebody found out whether a meal came of which nothing was heard. Said again the same way it stays as it is; the other way replaces it.

    Refused "said" where the door has said it (that is corrected there), "not_over" before the meal is over, "off" for a cancelled one.
    """
    order = Order.objects.select_related("street").get(pk=order_id)
    lock_meals(order.street_id)
    meal = meals_by_id(order.street, [order_id], now)[order_id]
    if meal.kind not in CHECKABLE:
        raise Refused("off" if meal.group == "off" else "not_over" if meal.group == "to_come" else "said")
    return _write(meal, came, note, now, by_id)


@transaction.atomic
def check_unheard(*, street_id: int, order_ids: Collection[int], now: datetime, by_id: int) -> int:
    """All these meals came, of which nothing was heard: one word for a street that brings them without telephones, or a driver whose telephone
    broke. What has been heard of meanwhile stays as it is. Returns how many it was."""
    lock_meals(street_id)
    meals = meals_by_id(Street.objects.get(pk=street_id), order_ids, now)
    unheard = [meal for _, meal in sorted(meals.items()) if meal.kind == UNHEARD]
    for meal in unheard:
        _write(meal, True, "", now, by_id)
    return len(unheard)


@transaction.atomic
def withdraw_check(*, order_id: int, now: datetime, by_id: int) -> bool:
    """It was a mistake: nothing is known again. Whether there was something to take back."""
    order = Order.objects.get(pk=order_id)
    lock_meals(order.street_id)
    gone = MealCheck.objects.filter(order_id=order_id, withdrawn_at__isnull=True).update(withdrawn_at=now, withdrawn_by_id=by_id)
    if gone:
        _tell_watch(Delivery.objects.filter(order_id=order_id).first(), None, now, by_id)
        log(act="meals.check_withdrawn", now=now, by_id=by_id, street_id=order.street_id, target="order", target_id=order_id)
    return bool(gone)


@transaction.atomic
def keep_point_list(*, point_id: int, listed: Collection[int], came: Collection[int], now: datetime, by_id: int) -> int:
    """The list of a meal point as it is handed in: of the orders that stood on it (`listed`), whose is in `came` was there, the others were not.

    Returns how many lines changed. Orders of other points, and cancelled ones, are left alone. Refused "early" before their day.
    """
    point = MealPoint.objects.select_related("street").get(pk=point_id)
    lock_meals(point.street_id)
    mine = Order.objects.filter(point=point, pk__in=list(listed), state=Order.State.ORDERED).order_by("pk")
    if mine.filter(day__gt=clock.local_date(now)).exists():
        raise Refused("early")
    meals = meals_by_id(point.street, mine.values_list("pk", flat=True), now)
    before = {pk: meal.check.came if meal.check else None for pk, meal in meals.items()}
    for pk, meal in sorted(meals.items()):
        _write(meal, pk in came, "", now, by_id)
    return sum(was is not (pk in came) for pk, was in before.items())


def _write(meal: Meal, came: bool, note: str, now: datetime, by_id: int) -> MealCheck:
    """One check that stands. The street is locked."""
    note = note.strip()[:200]
    if meal.check and (meal.check.came, meal.check.note) == (came, note or meal.check.note):
        return meal.check
    order = meal.order
    MealCheck.objects.filter(order=order, withdrawn_at__isnull=True).update(withdrawn_at=now, withdrawn_by_id=by_id)
    made = MealCheck.objects.create(street_id=order.street_id, order=order, came=came, note=note, at=now, by_id=by_id)
    _tell_watch(meal.delivery, made, now, by_id)
    log(act="meals.checked", now=now, by_id=by_id, street_id=order.street_id, target="order", target_id=order.pk, came=came)
    return made


def _tell_watch(delivery: Delivery | None, check: MealCheck | None, now: datetime, by_id: int) -> None:
    """A meal that came is owed no more, and its alarm ends; one that did not, or of which nothing is known again, is owed as before.

    When exactly it came nobody knows: by the time it was owed, heard of late.
    """
    due = Due.objects.filter(street_id=delivery.street_id, key=delivery.due_key).first() if delivery else None
    if due is None:
        return
    if check and check.came:
        watch.meet(street_id=due.street_id, key=due.key, made_at=min(due.by_at, now), received_at=now, grade="desk", evidence={"check": check.pk}, by_id=by_id)
    elif "check" in due.evidence:
        watch.reopen(street_id=due.street_id, key=due.key, standing=[], now=now, by_id=by_id)
