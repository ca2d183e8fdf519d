"""What holds until further notice: whose round an entrance is on, and where the carts load."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.people.models import Place

from ...models import CartDay, HomeCart, KitchenSite
from ...queries.carts_gather import CartsGathered
from ...rules import DayRefused


def settle_home(row: CartDay, gathered: CartsGathered, order_id: int, cart_id: int, why: str, by_id: int | None, now: datetime) -> dict:
    """The entrance of this order is this cart's from the day on; an older word ends. Returns what `revive` needs."""
    box = gathered.boxes[order_id]
    here = {"street_id": row.street_id, "place_id": box.place, "building": box.building, "meal": row.meal}
    older = HomeCart.objects.filter(**here, ended_on__isnull=True).first()
    if older is not None:
        HomeCart.objects.filter(pk=older.pk).update(ended_on=max(row.day, older.since))
    made = HomeCart.objects.create(**here, cart_id=cart_id, since=row.day, reason=why, by_id=by_id)
    log(act="carts.for_good", now=now, by_id=by_id, street_id=row.street_id, target="home_cart", target_id=made.pk, cart=cart_id, place=box.place, building=box.building, why=why)
    return {"home": made.pk, "older": older.pk if older else None}


def revive(params: dict) -> None:
    """Take back what `settle_home` did: the new word never held, the older one holds again."""
    if params.get("home"):
        for made in HomeCart.objects.filter(pk=params["home"], ended_on__isnull=True):
            HomeCart.objects.filter(pk=made.pk).update(ended_on=made.since)
            HomeCart.objects.filter(pk=params.get("older") or 0).update(ended_on=None)


@transaction.atomic
def end_home_cart(*, home_id: int, on: date, now: datetime, by_id: int | None) -> None:
    """From this day on the entrance is nobody's in particular. Ending it again changes nothing."""
    row = HomeCart.objects.select_for_update().get(pk=home_id)
    if row.ended_on is None:
        HomeCart.objects.filter(pk=home_id).update(ended_on=max(on, row.since))
        log(act="carts.for_good_ended", now=now, by_id=by_id, street_id=row.street_id, target="home_cart", target_id=home_id)


@transaction.atomic
def set_kitchen(*, street_id: int, place_id: int | None, now: datetime, by_id: int | None) -> None:
    """Where the carts of the street load. DayRefused("no_place") for a place of another street, ("place_unplaced") for one that the map does not have."""
    place = Place.objects.filter(pk=place_id, street_id=street_id).first()
    if place is None:
        raise DayRefused("no_place")
    if not place.placed:
        raise DayRefused("place_unplaced", place=place.name)
    KitchenSite.objects.update_or_create(street_id=street_id, defaults={"place": place})
    log(act="carts.kitchen", now=now, by_id=by_id, street_id=street_id, target="place", target_id=place.pk, name=place.name)
