"""To the drivers' phones: each box on its cart, and owed to its person."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.meals import operations as meals
from qianshou.meals.queries.carts import drivers, is_taken

from ...models import CartDay, CartStop
from ...queries.carts_gather import gather_carts
from ...rules import DayRefused
from .fleet import driver_of
from .store import changeable, keep, locked


@transaction.atomic
def publish_carts(*, street_id: int, day: date, meal: str, version: int | None = None, by_id: int | None, now: datetime) -> dict:
    """Publish the rounds of a meal, or publish them anew: deliveries, phones and dues follow. Done twice, the second time changes nothing.

    The rounds are timed and checked once more against the orders as they are now. DayRefused: "planning", "nothing_planned", "before_cut_off",
    "complaints" where a broken rule stands that nobody insisted on, "driver_twice"; DayChanged if outdated. Returns {"version", "deliveries"}.
    """
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    if not CartStop.objects.filter(cart_day=row).exists():
        raise DayRefused("nothing_planned")
    if not is_taken(street_id=street_id, day=day, meal=meal):
        raise DayRefused("before_cut_off")
    gathered = gather_carts(street_id=street_id, day=day, meal=meal, standing=True)
    keep(row, gathered, gathered.clockwork().plan(gathered.walks))
    if open_faults := [c for c in row.complaints if not c["why"]]:
        raise DayRefused("complaints", faults=open_faults)
    may = {u.pk: str(u) for u in drivers(street_id=street_id, day=day)}
    at_wheel = {pk: d for pk, cart in gathered.carts.items() if (d := driver_of(row.fleet, cart)) in may and str(pk) in row.trips}
    if twice := next((d for d, n in Counter(at_wheel.values()).items() if n > 1), None):
        raise DayRefused("driver_twice", driver=may[twice], cart="、".join(gathered.carts[pk].name for pk, d in at_wheel.items() if d == twice))
    drops = [
        meals.Drop(s.order_id, s.cart_id, at_wheel.get(s.cart_id), s.trip, s.position, s.at) for s in CartStop.objects.filter(cart_day=row)
    ]
    changed = meals.put_on_carts(street_id=street_id, day=day, meal=meal, drops=drops, now=now, by_id=by_id)
    if row.state != CartDay.State.PUBLISHED:
        row.state, row.published_at, row.published_by_id = CartDay.State.PUBLISHED, now, by_id
        log(act="carts.published", now=now, by_id=by_id, street_id=street_id, target="cart_day", target_id=row.pk, version=row.version, changed=changed)
    row.save()
    return {"version": row.version, "deliveries": changed}
