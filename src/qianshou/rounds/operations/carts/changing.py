"""Changes by hand: another cart, trip or place, off the carts, pinned, undone. Each is timed afresh and checked before it is kept.

What a change would break comes back as complaints and nothing is done; with a reason (`why`) an officer may insist on what is not impossible.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.planner.carts import CartPlan, Clockwork, check_carts

from ...models import CartDay, CartStop, CartVersion
from ...queries.carts_gather import CartsGathered, gather_carts
from ...rules import DayRefused, Outcome
from ...rules.carts import cannot_insist, fresh, told_faults
from ...rules.placing import Orders, best, place_of, put, without
from .known import revive, settle_home
from .store import changeable, finish, keep, locked, names_for, remember, restore


@transaction.atomic
def move_order(
    *, street_id: int, day: date, meal: str, order_id: int, to_cart_id: int | None = None, trip: int | None = None, position: int | None = None,
    alone: bool = False, good: bool = False, version: int, why: str = "", by_id: int | None, now: datetime,
) -> Outcome:  # fmt: skip
    """Put an order, with all that is handed over behind its entrance at that stop (`alone`: without the others), on another cart, trip or place.

    Without a cart: where it fits best; with one and no trip: where it fits best there. `position` counts stops, from 1. With `good` the entrance
    is this cart's until further notice; that wants a reason. DayRefused: "no_order", "not_on_map", "delivered", "no_cart", "good_reason".
    """
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    gathered = _released(gather_carts(street_id=street_id, day=day, meal=meal, standing=True, alone=order_id if alone else None), order_id)
    why, door = why.strip()[:200], gathered.door_of(order_id)
    if good and not why:
        raise DayRefused("good_reason")
    known = [c.id for c in gathered.problem.carts]
    if not known or (to_cart_id is not None and str(to_cart_id) not in known):
        raise DayRefused("no_cart")
    work = gathered.clockwork()
    orders = _moved(work, gathered, door, [str(to_cart_id)] if to_cart_id is not None else known, trip, position, trips_left(row, now))
    cart = int(place_of(orders, door)[0])
    before, plan = judged(gathered, work, gathered.walks), work.plan(orders)
    news = fresh(before, judged(gathered, work, orders))
    if news and (not why or cannot_insist(news)):
        return Outcome(False, row.version, tuple(news))
    stood = place_of(gathered.walks, door)
    code = "moved" if stood and int(stood[0]) == cart else "given"
    params = names_for([gathered.orders[o] for o in gathered.doors[door]], [gathered.carts[cart]])
    if good:
        params |= settle_home(row, gathered, order_id, cart, why, by_id, now)
    remember(row, change={"code": "given_for_good" if good else code, "params": params | {"why": why}}, by_id=by_id, now=now)
    _keep(row, gathered, plan, news, why, by_id, now)
    if code == "given":
        # Whoever gives a door to a cart by hand means it: planning again must not take it back.
        CartStop.objects.filter(cart_day=row, order__in=gathered.doors[door]).update(pinned_cart=True)
    finish(row)
    return Outcome(True, row.version, tuple(news))


@transaction.atomic
def take_off(
    *, street_id: int, day: date, meal: str, order_id: int, alone: bool = False, version: int, by_id: int | None, now: datetime
) -> Outcome:
    """Take an order (and those handed over with it, unless `alone`) off its cart. One that is cancelled meanwhile just goes."""
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    gathered = gather_carts(street_id=street_id, day=day, meal=meal, standing=True, alone=order_id if alone else None)
    gone = next((s for s in gathered.gone if s.order_id == order_id), None)
    if gone is None:
        gathered = _released(gathered, order_id)
        door = gathered.door_of(order_id)
        orders, who = without(gathered.walks, door), [gathered.orders[o] for o in gathered.doors[door]]
    else:
        orders, who = gathered.walks, [gone.order]
    remember(row, change={"code": "taken_off", "params": names_for(who)}, by_id=by_id, now=now)
    _keep(row, gathered, gathered.clockwork().plan(orders), [], "", by_id, now)
    finish(row)
    return Outcome(True, row.version)


@transaction.atomic
def pin_order(
    *, street_id: int, day: date, meal: str, order_id: int, what: str, on: bool, version: int, by_id: int | None, now: datetime
) -> Outcome:
    """Pin the cart of a stop ("cart") or its cart and place in the order ("order"), or let it go. Planning keeps what is pinned."""
    if what not in ("cart", "order"):
        raise ValueError(what)
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    gathered = gather_carts(street_id=street_id, day=day, meal=meal, standing=True)
    stops = CartStop.objects.filter(cart_day=row, order__in=gathered.doors[gathered.door_of(order_id)])
    first = stops.first()
    if first is None:
        raise DayRefused("no_order")
    wanted = {"pinned_cart": on or (what == "order" and first.pinned_cart), "pinned_order": on and what == "order"}
    if (first.pinned_cart, first.pinned_order) == (wanted["pinned_cart"], wanted["pinned_order"]):
        return Outcome(True, row.version)
    params = names_for([gathered.orders[s.order_id] for s in stops])
    remember(row, change={"code": "pinned" if on else "unpinned", "params": params}, by_id=by_id, now=now)
    stops.update(**wanted)
    row.save(update_fields=["version"])
    return Outcome(True, row.version)


@transaction.atomic
def undo_carts(*, street_id: int, day: date, meal: str, version: int, by_id: int | None, now: datetime) -> Outcome:
    """Take the last change back, with what it said for good. Undoing again goes one further back. DayRefused("nothing_to_undo") at the beginning."""
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    last = next((v for v in CartVersion.objects.filter(cart_day=row) if v.change.get("code") != "undone" and not v.change.get("undone")), None)
    if last is None:
        raise DayRefused("nothing_to_undo")
    remember(row, change={"code": "undone", "params": {"code": last.change.get("code", "")}}, by_id=by_id, now=now)
    CartVersion.objects.filter(pk=last.pk).update(change={**last.change, "undone": True})
    _restore_all(row, last)
    return Outcome(True, row.version)


def _restore_all(row: CartDay, last: CartVersion) -> None:
    """The day as it was before this version's change."""
    restore(row, last.before)
    revive(last.change.get("params", {}))
    row.state = CartDay.State.DRAFT if last.before.get("planned", True) else CartDay.State.EMPTY
    row.save()


def _released(gathered: CartsGathered, order_id: int) -> CartsGathered:
    """The meal without the pins of the stop that is being moved. DayRefused("delivered") if it was handed over."""
    door = gathered.door_of(order_id)
    if gathered.ended & set(gathered.doors[door]):
        raise DayRefused("delivered")
    doors = tuple(replace(d, pinned=None, pinned_rank=None) if d.id == door else d for d in gathered.problem.doors)
    return replace(gathered, problem=replace(gathered.problem, doors=doors))


def _moved(work: Clockwork, gathered: CartsGathered, door: str, carts: list[str], trip: int | None, position: int | None, left: dict[str, int]) -> Orders:
    """The orders with the door where it is wanted. A trip that only it was in goes with it: then later ones count one less."""
    stood, rest = place_of(gathered.walks, door), without(gathered.walks, door)
    if trip is None:
        return best(work, rest, door, carts, left)[1]
    emptied = stood is not None and stood[0] == carts[0] and len(rest.get(stood[0], [])) < len(gathered.walks[stood[0]])
    if emptied and trip > stood[1]:
        trip -= 1
    return put(rest, door, carts[0], trip, position or 1)


def judged(gathered: CartsGathered, work: Clockwork, orders: Orders) -> list[dict]:
    """What the checker says of these orders, as plain data."""
    return told_faults(check_carts(gathered.problem, work.plan(orders), work.roads), gathered.doors)


def trips_left(row: CartDay, now: datetime) -> dict[str, int]:
    """Cart → how many of its trips have left the kitchen: known only of a day that is on the phones."""
    if row.published_at is None:
        return {}
    seconds = int((now - clock.day_bounds(row.day)[0]).total_seconds())
    return {cart: sum(t["leave"] <= seconds for t in trips) for cart, trips in row.trips.items()}


def _keep(row: CartDay, gathered: CartsGathered, plan: CartPlan, news: list[dict], why: str, by_id: int | None, now: datetime) -> None:
    keep(row, gathered, plan, insisted=[c | {"why": why} for c in news])
    if news:
        log(act="carts.insisted", now=now, by_id=by_id, street_id=row.street_id, target="cart_day", target_id=row.pk, rules=sorted({c["code"] for c in news}), why=why)
