"""The carts of one day: one that does not drive, one that does after all, another driver."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from qianshou.meals.queries.carts import carts_in_service, drivers

from ...models import CartDay
from ...queries.carts_gather import gather_carts
from ...rules import DayRefused, Outcome
from ...rules.placing import spread
from .changing import trips_left
from .store import changeable, finish, keep, locked, names_for, remember


@transaction.atomic
def drive_cart(
    *, street_id: int, day: date, meal: str, cart_id: int, drives: bool, why: str = "", version: int, by_id: int | None, now: datetime
) -> Outcome:
    """Take a cart out of this meal (it broke down, there is no driver) with a reason, or let it drive after all.

    Its doors go to the other carts where they fit; those that do not are named with the reason. DayRefused: "no_cart", "out_reason".
    """
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    cart = next((c for c in carts_in_service(street_id=street_id, day=day) if c.pk == cart_id), None)
    if cart is None:
        raise DayRefused("no_cart")
    why = why.strip()[:200]
    if not drives and not why:
        raise DayRefused("out_reason")
    code = "cart_in" if drives else "cart_out"
    remember(row, change={"code": code, "params": names_for(carts=[cart]) | {"why": why}}, by_id=by_id, now=now)
    said = {k: v for k, v in row.fleet.get(str(cart_id), {}).items() if k != "out"}
    row.fleet = {**row.fleet, str(cart_id): said if drives else {**said, "out": why}}
    planned = row.state != CartDay.State.EMPTY
    row.save()
    if planned:
        place_loose(row, now)
    finish(row)
    return Outcome(True, row.version)


def place_loose(row: CartDay, now: datetime) -> None:
    """Everything that stands on no cart at its best place, as far as it breaks nothing; what is not brought any more goes."""
    gathered = gather_carts(street_id=row.street_id, day=row.day, meal=row.meal, standing=True)
    work = gathered.clockwork()
    stands = {d for trips in gathered.walks.values() for trip in trips for d in trip}
    carts = [c.id for c in gathered.problem.carts]
    orders = spread(work, gathered.walks, [d for d in gathered.doors if d not in stands], carts, trips_left(row, now))
    keep(row, gathered, work.plan(orders))


@transaction.atomic
def give_driver(
    *, street_id: int, day: date, meal: str, cart_id: int, driver_id: int | None, version: int, by_id: int | None, now: datetime
) -> Outcome:
    """Say who drives a cart at this meal; None: who drives it usually. DayRefused: "no_cart", "no_driver", "driver_twice"."""
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    here = {c.pk: c for c in carts_in_service(street_id=street_id, day=day)}
    if cart_id not in here:
        raise DayRefused("no_cart")
    may = {u.pk: u for u in drivers(street_id=street_id, day=day)}
    if driver_id is not None and driver_id not in may:
        raise DayRefused("no_driver")
    said = {k: v for k, v in row.fleet.get(str(cart_id), {}).items() if k != "driver"}
    fleet = {**row.fleet, str(cart_id): said | ({"driver": driver_id} if driver_id else {})}
    wheel = driver_id or here[cart_id].driver_id
    for other in here.values():
        if wheel and other.pk != cart_id and not fleet.get(str(other.pk), {}).get("out") and driver_of(fleet, other) == wheel:
            raise DayRefused("driver_twice", driver=str(may.get(wheel, "")), cart=other.name)
    remember(row, change={"code": "driver", "params": names_for(carts=[here[cart_id]]) | {"driver": str(may.get(wheel, ""))}}, by_id=by_id, now=now)
    row.fleet = fleet
    finish(row)
    return Outcome(True, row.version)


def driver_of(fleet: dict, cart) -> int | None:
    """Who drives this cart at this meal: as said for the day, else the usual driver."""
    return fleet.get(str(cart.pk), {}).get("driver") or cart.driver_id
