"""Meal points: opened and closed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from qianshou.access.models import Committee
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import MealPoint


@transaction.atomic
def open_point(*, street_id: int, name: str, now: datetime, by_id: int | None = None, address: str = "", committee_id: int | None = None) -> MealPoint:
    """A new meal point. Refused without a name, for one that the street has already, and for a committee of another street."""
    name = name.strip()[:60]
    if not name or (committee_id and not Committee.objects.filter(pk=committee_id, street_id=street_id).exists()):
        raise Refused("point_name")
    try:
        with transaction.atomic():
            point = MealPoint.objects.create(street_id=street_id, committee_id=committee_id, name=name, address=address.strip()[:120])
    except IntegrityError as error:
        raise Refused("point_there", name=name) from error
    log(act="meal_point.opened", now=now, by_id=by_id, street_id=street_id, target="meal_point", target_id=point.pk, name=name)
    return point


@transaction.atomic
def close_point(*, point_id: int, on: date, now: datetime, by_id: int | None = None) -> None:
    """From this day on nobody eats there. Arrangements that name it must be changed by hand; the order list shows them."""
    point = MealPoint.objects.get(pk=point_id)
    MealPoint.objects.filter(pk=point_id).update(closed_on=on)
    log(act="meal_point.closed", now=now, by_id=by_id, street_id=point.street_id, target="meal_point", target_id=point_id, on=str(on))
