"""Boxes are put on carts by a published round, and each is owed to its person by the end of the window."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation

from qianshou.access.models import Street
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.ladders import ladders_of, officer_of
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.watch import operations as watch
from qianshou.watch.rules import NewDue

from ..models import Delivery, Eats, Order, Pause
from ..rules import cut_off_at
from .locks import lock_meals

GRACE = timedelta(minutes=15)  # the last door of a round may be a little late


@dataclass(frozen=True, slots=True)
class Drop:
    """One order on a cart's trip: `trip` and `position` count from 1; `at` is when the box is to be handed over."""

    order_id: int
    cart_id: int
    driver_id: int | None
    trip: int
    position: int
    at: datetime


@transaction.atomic
def put_on_carts(*, street_id: int, day: date, meal: str, drops: Collection[Drop], now: datetime, by_id: int | None) -> int:
    """Let the deliveries of one meal follow the published round: each order in `drops` on its cart, every other one on none.

    Every order that is to be delivered gets a delivery and a due, on a cart or not: a door that no cart reaches must be brought its meal
    all the same, and alarms if nobody does. What has ended at its door stays as it was. Returns how many deliveries changed.
    Refused "order" for an order that is not delivered at this meal.
    """
    lock_meals(street_id)
    here = {"street_id": street_id, "day": day, "meal": meal}
    orders = {o.pk: o for o in Order.objects.filter(**here, state=Order.State.ORDERED, place=Eats.DELIVERED)}
    if strange := [drop.order_id for drop in drops if drop.order_id not in orders]:
        raise Refused("order", order=strange[0])
    Delivery.objects.bulk_create([Delivery(order=o, **here) for o in orders.values()], batch_size=1000, ignore_conflicts=True)
    wanted, changed = {drop.order_id: drop for drop in drops}, []
    for row in Delivery.objects.select_for_update().filter(order__in=orders, state=Delivery.State.PLANNED):
        before = _way(row)
        drop = wanted.get(row.order_id)
        row.cart_id, row.driver_id, row.trip, row.position, row.planned_at = (
            (drop.cart_id, drop.driver_id, drop.trip, drop.position, drop.at) if drop else (None, None, 0, 0, None)
        )
        if _way(row) != before:
            changed.append(row)
    Delivery.objects.bulk_update(changed, ["cart", "driver", "trip", "position", "planned_at"], batch_size=500)
    owe_meals(street_id=street_id, day=day, meal=meal, orders=orders.values(), now=now)
    return len(changed)


def _way(row: Delivery) -> tuple:
    return row.cart_id, row.driver_id, row.trip, row.position, row.planned_at


def owe_meals(*, street_id: int, day: date, meal: str, orders: Collection[Order], now: datetime) -> int:
    """Owe each of these orders its hand-over until the window ends, in the caller's transaction; returns how many dues were new.

    The ladder is that of a missed visit: a meal is the day's look at the person.
    """
    when = load(Street.objects.get(pk=street_id).pack, day).meal_times[meal]
    by_at = clock.at(day, when.window[1])
    ladders = ladders_of(street_id=street_id, elder_ids=[o.person_id for o in orders], first=day, last=day)
    dues = [
        NewDue(street_id=street_id, key=f"meal:{o.pk}", kind="meal", person_id=o.person_id, title={"code": "meal", "params": {}},
               opens_at=min(cut_off_at(when, day), by_at), by_at=by_at, grace=GRACE, ladder=ladders.of(o.person_id, day, by_at), ref={"order": o.pk, "meal": meal})
        for o in orders
    ]  # fmt: skip
    return watch.owe_many(dues=dues, now=now)


def follow_order(*, order: Order, now: datetime, by_id: int | None) -> None:
    """An order began or ceased to be one for a door, in the transaction that changed it. Before a round is published nothing is owed yet.

    It ceased: the due is excused with the order's reason, in the name of whoever said so, or of the street's officer where no one
    sits at a desk (an import); its delivery stays, so that the driver's phone shows it struck out. It began: it has a delivery, on no cart
    until somebody puts it on one, and is owed, also where it had been excused before.
    """
    here = {"street_id": order.street_id, "day": order.day, "meal": order.meal}
    if not Delivery.objects.filter(**here).exists():
        return
    key = f"meal:{order.pk}"
    if order.state == Order.State.ORDERED and order.place == Eats.DELIVERED:
        Delivery.objects.bulk_create([Delivery(order=order, **here)], ignore_conflicts=True)
        if not owe_meals(**here, orders=[order], now=now):
            watch.owe_again(street_id=order.street_id, key=key, now=now)
    elif signer := by_id or officer_of(street_id=order.street_id, on=clock.local_date(now)):
        watch.cancel(street_id=order.street_id, keys=[key], by_id=signer, reason=_reason(order), now=now)


def _reason(order: Order) -> str:
    """Why, as an excuse is stored: a person's words, or a text of the program, which is translated when shown."""
    with translation.override("en"):  # the language of the texts in the code
        if order.state == Order.State.ORDERED:
            return str(Eats.DINE_IN.label)
        return str(Pause.Reason(order.reason).label) if order.reason in Pause.Reason.values else order.reason
