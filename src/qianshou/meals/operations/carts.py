"""The carts of a street: added, changed, taken out of service."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Cart
from ..queries.carts import drivers

MOST_BOXES, MOST_METRES = 500, 200_000


@transaction.atomic
def add_cart(
    *, street_id: int, name: str, boxes: int | None, now: datetime, today: date, by_id: int | None = None, range_m: int | None = None, driver_id: int | None = None
) -> Cart:
    """A new cart. Refused as `change_cart`."""
    values = _checked(street_id, name, boxes, range_m, driver_id, today)
    last = Cart.objects.filter(street_id=street_id).order_by("-position").first()
    try:
        with transaction.atomic():
            cart = Cart.objects.create(street_id=street_id, position=last.position + 1 if last else 0, **values)
    except IntegrityError as error:
        raise Refused("cart_there", name=values["name"]) from error
    log(act="cart.added", now=now, by_id=by_id, street_id=street_id, target="cart", target_id=cart.pk, name=cart.name, boxes=cart.boxes)
    return cart


@transaction.atomic
def change_cart(
    *, cart_id: int, name: str, boxes: int | None, range_m: int | None, driver_id: int | None, now: datetime, today: date, by_id: int | None = None
) -> None:
    """Another name, number of boxes, range in metres, usual driver. Rounds that are planned already keep theirs until they are planned again.

    Refused "cart_name" without a name, "cart_there" for one the street has, "boxes", "range" for numbers that cannot be, "no_driver" for somebody
    who does not drive in this street.
    """
    cart = Cart.objects.select_for_update().get(pk=cart_id)
    values = _checked(cart.street_id, name, boxes, range_m, driver_id, today)
    if Cart.objects.filter(street_id=cart.street_id, name=values["name"]).exclude(pk=cart_id).exists():
        raise Refused("cart_there", name=values["name"])
    Cart.objects.filter(pk=cart_id).update(**values)
    log(act="cart.changed", now=now, by_id=by_id, street_id=cart.street_id, target="cart", target_id=cart_id, **values)


@transaction.atomic
def retire_cart(*, cart_id: int, on: date | None, now: datetime, by_id: int | None = None) -> None:
    """Out of service from this day on; None: back in service."""
    cart = Cart.objects.select_for_update().get(pk=cart_id)
    Cart.objects.filter(pk=cart_id).update(retired_on=on)
    log(act="cart.retired" if on else "cart.back", now=now, by_id=by_id, street_id=cart.street_id, target="cart", target_id=cart_id, name=cart.name)


def _checked(street_id: int, name: str, boxes: int | None, range_m: int | None, driver_id: int | None, today: date) -> dict:
    name = name.strip()[:40]
    if not name:
        raise Refused("cart_name")
    if boxes is None or not 1 <= boxes <= MOST_BOXES:
        raise Refused("boxes", most=MOST_BOXES)
    if range_m is not None and not 1 <= range_m <= MOST_METRES:
        raise Refused("range", most=MOST_METRES // 1000)
    if driver_id is not None and not drivers(street_id=street_id, day=today).filter(pk=driver_id).exists():
        raise Refused("no_driver")
    return {"name": name, "boxes": boxes, "range_m": range_m, "driver_id": driver_id}
