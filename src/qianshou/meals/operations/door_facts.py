"""What follows from all that stands about one box: its delivery's state, the proofs for the watch, the moves of the box account."""

from datetime import datetime

from qianshou.acts.operations import NotApplicableError
from qianshou.packs.loader import load
from qianshou.watch.operations import Proof

from ..models import EVENT_STANDS, MOVE_STANDS, BoxMove, Delivery, DeliveryEvent, Eats, Order
from ..rules.deliveries import SEEN, Said, in_order, is_cold, moves_of, outcome_of, proofs_of
from .boxes import move_boxes, take_back_moves
from .deliveries import owe_meals

Effect = dict[str, object]


def delivery_for(*, order_id: int, street_id: int, now: datetime) -> Delivery:
    """The delivery of an order, locked; made, with its due, where no round was published yet: a box that was brought was brought."""
    order = Order.objects.filter(pk=order_id, street_id=street_id).first()
    if order is None:
        raise NotApplicableError("unknown_order", order=order_id)
    row = Delivery(street_id=street_id, order=order, day=order.day, meal=order.meal)
    if not Delivery.objects.filter(order=order).exists():
        Delivery.objects.bulk_create([row], ignore_conflicts=True)
        if not is_off(row):
            owe_meals(street_id=street_id, day=order.day, meal=order.meal, orders=[order], now=now)
    return Delivery.objects.select_for_update(of=("self",)).select_related("order", "street").get(order_id=order_id)


def is_off(delivery: Delivery) -> bool:
    """Nobody is to bring this box to a door any more: the order was cancelled, or she eats at the meal point."""
    return delivery.order.state == Order.State.CANCELLED or delivery.order.place != Eats.DELIVERED


def standing(delivery: Delivery) -> dict[int, DeliveryEvent]:
    """What was said and not taken back, by id."""
    return DeliveryEvent.objects.filter(EVENT_STANDS, delivery=delivery).in_bulk()


def said_of(events: dict[int, DeliveryEvent]) -> list[Said]:
    """The same for the rules, in the order in which it happened."""
    return in_order(_said(event) for event in events.values())


def _said(event: DeliveryEvent) -> Said:
    key = event.source or f"event:{event.pk:020d}"
    return Said(key=key, kind=event.kind, made_at=event.made_at, tenths=event.tenths, boxes_back=event.boxes_back)


def follow(delivery: Delivery, events: dict[int, DeliveryEvent]) -> None:
    """Let the delivery's state, moment, temperature and empty boxes follow from what stands."""
    ended = outcome_of(said_of(events))
    changes = {"state": ended.state, "ended_at": ended.ended_at, "tenths": ended.tenths, "boxes_back": ended.boxes_back}
    Delivery.objects.filter(pk=delivery.pk).update(**changes)
    for name, value in changes.items():
        setattr(delivery, name, value)


def proofs(delivery: Delivery, events: dict[int, DeliveryEvent]) -> list[Proof]:
    """Every way in which the due is met, as the watch is told of it; who saw her first."""
    by_key = {_said(event).key: event for event in events.values()}
    when = load(delivery.street.pack, delivery.day).meal_times.get(delivery.meal)
    hot, found = when.hot_celsius if when else 0, []
    for said in proofs_of(said_of(events)):
        event = by_key[said.key]
        evidence = {"order": delivery.order_id, "event": event.pk, "what": event.kind, "seen": event.kind in SEEN, "note": event.note}
        if event.tenths is not None:
            evidence["tenths"] = event.tenths
            evidence |= {"too_cold": True} if is_cold(event.tenths, hot) else {}
        found.append(Proof(made_at=event.made_at, received_at=event.received_at, grade=event.grade, evidence=evidence, by_id=event.by_id))
    return found


def book_boxes(delivery: Delivery, events: dict[int, DeliveryEvent], *, because: DeliveryEvent, now: datetime) -> None:
    """Let the box account say what the delivery says. What it said before and no longer holds is taken back; `because` is the word that changes it.

    An order that was cancelled holds no number any more: whoever was handed something was handed at least one box.
    """
    wanted = moves_of(said_of(events), delivery.order.portions or 1)
    sources = [f"door:{pk}" for pk in DeliveryEvent.objects.filter(delivery=delivery).values_list("pk", flat=True)]
    held = list(BoxMove.objects.filter(MOVE_STANDS, street_id=delivery.street_id, source__in=sources))
    if {move.kind: move.boxes for move in held} == wanted:
        return
    for source in {move.source for move in held}:
        take_back_moves(street_id=delivery.street_id, source=source, now=now, by_id=because.by_id)
    for kind, boxes in wanted.items():
        move_boxes(
            street_id=delivery.street_id, kind=kind, boxes=boxes, made_at=delivery.ended_at, now=now, by_id=because.by_id,
            person_id=None if kind == BoxMove.Kind.UNOPENED else delivery.order.person_id, cart_id=delivery.cart_id, source=f"door:{because.pk}",
        )  # fmt: skip


def effect_of(delivery: Delivery, event: DeliveryEvent, is_new: bool) -> Effect:
    """What a word did, as the phone's act keeps it."""
    return {"order": delivery.order_id, "event": event.pk, "state": delivery.state} | ({} if is_new else {"repeated": True})
