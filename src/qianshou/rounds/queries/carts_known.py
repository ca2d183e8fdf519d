"""Whose round a door is on usually: said by hand until further notice, else as it was last published."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Q

from qianshou.access.scope import Scope

from ..models import CartDay, CartStop, HomeCart
from ..rules.doors import read_door

Entrance = tuple[int, str]  # place, building


def homes_of(*, street_id: int, day: date, meal: str) -> dict[Entrance, tuple[int, bool]]:
    """Entrance → (cart, pinned) of what was said by hand and holds on this day."""
    rows = HomeCart.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), street_id=street_id, meal=meal, since__lte=day)
    return {(r.place_id, r.building): (r.cart_id, r.pinned) for r in rows.order_by("since", "pk")}


def last_carts(*, street_id: int, day: date, meal: str) -> dict[Entrance, int]:
    """Entrance → the cart that brought most of its boxes when this meal was last published before this day."""
    last = CartDay.objects.filter(street_id=street_id, meal=meal, day__lt=day, published_at__isnull=False).order_by("-day").first()
    if last is None:
        return {}
    found: dict[Entrance, Counter[int]] = {}
    for place, door, cart in CartStop.objects.filter(cart_day=last).values_list("order__person__place_id", "order__person__door", "cart_id"):
        found.setdefault((place, read_door(door).building), Counter())[cart] += 1
    return {entrance: carts.most_common(1)[0][0] for entrance, carts in found.items()}


def home_carts(*, scope: Scope, today: date) -> list[HomeCart]:
    """What was said until further notice and still holds, by lane and entrance."""
    if not scope.may("carts.read"):
        return []
    rows = HomeCart.objects.filter(street_id=scope.street_id, ended_on__isnull=True)
    return list(rows.select_related("place", "cart", "by"))


def home_of(*, scope: Scope, home_id: int) -> HomeCart:
    """One of this street; HomeCart.DoesNotExist otherwise."""
    return HomeCart.objects.get(pk=home_id, street_id=scope.street_id if scope.may("carts.read") else None)
