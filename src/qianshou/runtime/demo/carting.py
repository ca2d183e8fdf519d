"""The demo's carts: seven with their drivers, a kitchen on the map, and the rounds of today's lunch on the phones."""

from __future__ import annotations

from datetime import datetime, timedelta

from qianshou.access.models import Street, User
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, CutOff, Delivery
from qianshou.meals.operations.doors import say
from qianshou.meals.queries.menus import pack_of
from qianshou.meals.rules import cut_off_at
from qianshou.people.models import Place
from qianshou.rounds.models import CartDay
from qianshou.rounds.operations import carts
from qianshou.rounds.rules import DayRefused

DRIVERS = ("siji", "siji2", "siji3", "siji4", "siji5", "siji6", "siji7")  # who drives which cart; user names of demo.staff
BOXES, METRES = (60, 60, 60, 60, 50, 50, 50), 40_000
SECONDS = 2.0  # for the planner
OPEN_EVERY = 30  # every so manieth box was not handed over by now
PLANNED_AFTER = timedelta(minutes=10)  # of the cut-off


def park(*, street: Street, officer: User, drivers: list[User], now: datetime) -> None:
    """Seven carts, each with its driver, and the kitchen at the lane nearest the middle of the street."""
    day = clock.local_date(now)
    for k, (driver, boxes) in enumerate(zip(drivers, BOXES, strict=True), 1):
        meals.add_cart(street_id=street.pk, name=f"{k}号车", boxes=boxes, range_m=METRES, driver_id=driver.pk, now=now, today=day, by_id=officer.pk)
    placed = [p for p in Place.objects.filter(street=street) if p.placed]
    if placed:
        lon, lat = (sum(getattr(p, axis) for p in placed) / len(placed) for axis in ("lon", "lat"))
        middle = min(placed, key=lambda p: ((p.lon - lon) ** 2 + (p.lat - lat) ** 2, p.pk))
        carts.set_kitchen(street_id=street.pk, place_id=middle.pk, now=now, by_id=officer.pk)


def drive(*, street: Street, officer: User, seed: int, now: datetime) -> int:
    """Plan and publish today's lunch once its orders are taken; returns how many boxes went onto carts. Once a day."""
    day = clock.local_date(now)
    here = {"street_id": street.pk, "day": day, "meal": "lunch"}
    ready = Cart.objects.filter(street=street).exists() and CutOff.objects.filter(**here).exists()
    if not ready or CartDay.objects.filter(**here).exists():
        return 0
    at = min(now, cut_off_at(pack_of(street.pk).meal_times["lunch"], day) + PLANNED_AFTER)
    try:
        carts.plan_carts(**here, seconds=SECONDS, seed=seed, now=at, by_id=officer.pk)
        return carts.publish_carts(**here, by_id=officer.pk, now=at)["deliveries"]
    except DayRefused:
        return 0  # a street without a map, or nobody who is brought a meal


def so_far(*, street: Street, now: datetime) -> int:
    """What the drivers would have handed over until now; one door in thirty stays open, so that somebody has to look. Returns how many."""
    rows = Delivery.objects.filter(street=street, day=clock.local_date(now), state=Delivery.State.PLANNED, cart__isnull=False, planned_at__lte=now)
    done = [row for row in rows.order_by("planned_at", "pk") if row.order_id % OPEN_EVERY and row.driver_id]
    for row in done:
        at = row.planned_at
        say("handed", order_id=row.order_id, street_id=street.pk, by_id=row.driver_id, made_at=at, received_at=at, now=at, tenths=652 if row.position == 1 else None)
    return len(done)
