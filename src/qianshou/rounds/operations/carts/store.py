"""Keeping cart rounds in the books: the day's row, its stops, its versions. Inside the transaction of the act that calls it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

from qianshou.kernel import clock
from qianshou.meals.models import Cart, Order
from qianshou.planner.carts import CartPlan, CartVerdict, check_carts, outlook_carts
from qianshou.planner.carts.cost import trip_metres
from qianshou.planner.carts.ways import Roads

from ...models import CartDay, CartStop, CartVersion
from ...queries.carts_gather import CartsGathered
from ...rules import DayChanged, DayRefused
from ...rules.carts import numbers_of, told_faults

REASONS_FOR = 30  # unserved doors that are explained: an officer reads no more
KEPT = ("trips", "fleet", "cost", "unserved", "one_more", "notes", "complaints")  # of the row, in a version


def locked(*, street_id: int, day: date, meal: str, version: int | None = None) -> CartDay:
    """The day's row, locked. DayChanged if it is no longer at `version` (None: whatever it is at)."""
    CartDay.objects.get_or_create(street_id=street_id, day=day, meal=meal)
    row = CartDay.objects.select_for_update().get(street_id=street_id, day=day, meal=meal)
    if version is not None and row.version != version:
        last = CartVersion.objects.filter(cart_day=row).select_related("made_by").first()
        raise DayChanged(row.version, str(last.made_by) if last and last.made_by else "", last.change if last else {})
    return row


def changeable(row: CartDay) -> None:
    """DayRefused("planning") while a plan is on its way."""
    if row.planning:
        raise DayRefused("planning")


def remember(row: CartDay, *, change: dict, by_id: int | None, now: datetime) -> None:
    """Write down how the day stands, before `change` is made; the version rises."""
    CartVersion.objects.create(cart_day=row, version=row.version, made_at=now, made_by_id=by_id, change=change, before=snapshot(row))
    row.version += 1


def snapshot(row: CartDay) -> dict:
    """The whole day as plain data."""
    stops = CartStop.objects.filter(cart_day=row).order_by("cart_id", "trip", "position")
    plain = [
        {"cart": s.cart_id, "order": s.order_id, "trip": s.trip, "position": s.position, "at": s.at.isoformat(), "metres": s.metres,
         "pinned_cart": s.pinned_cart, "pinned_order": s.pinned_order}
        for s in stops
    ]  # fmt: skip
    return {"stops": plain, "planned": row.state != CartDay.State.EMPTY, **{name: getattr(row, name) for name in KEPT}}


def restore(row: CartDay, data: dict) -> None:
    """Put the day back to a snapshot, with what was said about its carts."""
    CartStop.objects.filter(cart_day=row).delete()
    CartStop.objects.bulk_create([
        CartStop(cart_day=row, cart_id=s["cart"], order_id=s["order"], at=datetime.fromisoformat(s["at"]),
                 **{k: s[k] for k in ("trip", "position", "metres", "pinned_cart", "pinned_order")})
        for s in data["stops"]
    ])  # fmt: skip
    for name in KEPT:
        setattr(row, name, data[name])


def keep(row: CartDay, gathered: CartsGathered, plan: CartPlan, *, insisted: Iterable[dict] = (), more: bool = False) -> CartVerdict:
    """Check a plan and put it in the books; returns the checker's word.

    Pins stay with their orders; stops of orders that are not brought any more go. `insisted`: complaints that bear a `why`. With `more` it is
    searched what one more cart would do.
    """
    roads = Roads(gathered.problem)
    verdict = check_carts(gathered.problem, plan, roads)
    old = {s.order_id: s for s in CartStop.objects.filter(cart_day=row)}
    CartStop.objects.filter(cart_day=row).delete()
    CartStop.objects.bulk_create(_stops(row, gathered, plan, old, roads), batch_size=1000)
    row.trips = {}
    for trip in plan.trips:
        way = trip_metres(roads, [_site(gathered, d.door) for d in trip.drops])
        row.trips.setdefault(trip.cart, []).append({"load": trip.load, "leave": trip.leave, "back": trip.back, "metres": way})
    row.cost = numbers_of(gathered.problem, plan)
    left_out(row, gathered, plan, more)
    row.complaints = told_faults(verdict, gathered.doors, [*row.complaints, *insisted])
    row.notes = gathered.notes
    return verdict


def left_out(row: CartDay, gathered: CartsGathered, plan: CartPlan, more: bool) -> None:
    """The doors that nobody reaches: [{"orders", "reasons": [{"cart", "code", "params"}], "mends": [{"code", "cart", "trip", "at", "cost",
    "params"}]}], and what one more cart would do. Beyond the first `REASONS_FOR` the lists are empty."""
    found = outlook_carts(gathered.problem, plan, REASONS_FOR, more)
    row.unserved = [
        {
            "orders": list(gathered.doors[door]),
            "reasons": [asdict(h) for h in found.reasons.get(door, ())],
            "mends": [{k: v for k, v in asdict(m).items() if k != "door"} for m in found.mends.get(door, ())],
        }
        for door in plan.unserved
    ]
    row.one_more = found.one_more if more else min(row.one_more, len(plan.unserved))


def _site(gathered: CartsGathered, door: str) -> str:
    box = gathered.boxes[gathered.doors[door][0]]
    return f"{box.place}:{box.building}"


def _stops(row: CartDay, gathered: CartsGathered, plan: CartPlan, old: dict[int, CartStop], roads: Roads) -> list[CartStop]:
    """Rows of a plan: each order of a door at the door's moment."""
    midnight = clock.day_bounds(row.day)[0]
    numbers: dict[str, int] = {}
    made = []
    for trip in plan.trips:
        numbers[trip.cart] = number = numbers.get(trip.cart, 0) + 1
        here, position = roads.kitchen, 0
        for drop in trip.drops:
            there = roads.index[_site(gathered, drop.door)]
            for k, order in enumerate(gathered.doors[drop.door]):
                before, position = old.get(order), position + 1
                same = before is not None and before.cart_id == int(trip.cart)
                made.append(CartStop(
                    cart_day=row, cart_id=int(trip.cart), order_id=order, trip=number, position=position, at=midnight + timedelta(seconds=drop.at),
                    metres=0 if k else roads.metres[here][there], pinned_cart=same and before.pinned_cart, pinned_order=same and before.pinned_order,
                ))  # fmt: skip
            here = there
    return made


def names_for(orders: Iterable[Order] = (), carts: Iterable[Cart] = ()) -> dict:
    """The names that a version's change keeps: the order may be gone when somebody reads it."""
    return {"who": "、".join(o.person.name for o in orders), "cart": "、".join(c.name for c in carts)}


def finish(row: CartDay) -> None:
    """Save the day after a change: whatever was on the phones, this is a draft."""
    row.state = CartDay.State.DRAFT if CartStop.objects.filter(cart_day=row).exists() or row.state != CartDay.State.EMPTY else row.state
    row.save()
