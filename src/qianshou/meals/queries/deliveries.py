"""Reads of what goes to the doors: a driver's boxes, what became of a day's boxes, empty boxes still at home."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q, Sum

from qianshou.access.models import User
from qianshou.access.scope import Scope
from qianshou.people.queries.files import people_seen

from ..models import EVENT_STANDS, MOVE_STANDS, BoxMove, Delivery, DeliveryEvent, Eats, Order
from ..rules.deliveries import BACK


def boxes_of_driver(*, user: User, street_id: int, first: date, last: date) -> list[Delivery]:
    """What this driver's cart brings on these days, in the order of the trips. Only what a published round put on a cart stands here.

    An order that was cancelled meanwhile stays in it: the box may be on the cart already.
    """
    rows = Delivery.objects.filter(driver=user, street_id=street_id, day__range=(first, last), cart__isnull=False)
    return list(rows.select_related("cart", "order__person__place", "order__person__file").order_by("day", "planned_at", "cart_id", "trip", "position", "pk"))


def words_at_doors(delivery_ids: Collection[int]) -> dict[int, list[DeliveryEvent]]:
    """Delivery → everything said at its door, also what was taken back and the taking back itself, as it happened."""
    found: dict[int, list[DeliveryEvent]] = defaultdict(list)
    rows = DeliveryEvent.objects.filter(delivery_id__in=delivery_ids).select_related("by", "takes_back", "taken_back_by__by").order_by("made_at", "pk")
    for event in rows:
        found[event.delivery_id].append(event)
    return found


def notes_at_doors(delivery_ids: Collection[int]) -> dict[int, str]:
    """Delivery → the words of the last standing event of the kind that decided: the neighbour's name, why it was refused."""
    rows = DeliveryEvent.objects.filter(EVENT_STANDS, delivery_id__in=delivery_ids).select_related("delivery").order_by("made_at", "pk")
    return {event.delivery_id: event.note for event in rows if event.kind == event.delivery.state}


def said_to_be_back(delivery_ids: Collection[int]) -> set[int]:
    """Deliveries whose box came back full, as somebody said."""
    return set(DeliveryEvent.objects.filter(EVENT_STANDS, delivery_id__in=delivery_ids, kind=BACK).values_list("delivery_id", flat=True))


def boxes_at_home(*, street_id: int, person_ids: Collection[int], without: Collection[int] = ()) -> dict[int, int]:
    """Person → boxes that went out, less those that came back or are lost; only whoever has any. `without`: deliveries that do not count yet
    (those of the round that is being driven: a box just handed over is not one to take back)."""
    events = DeliveryEvent.objects.filter(delivery_id__in=without).values_list("pk", flat=True)
    fresh = Q(kind=BoxMove.Kind.OUT, source__in=[f"door:{pk}" for pk in events])
    counted = BoxMove.objects.filter(MOVE_STANDS, street_id=street_id, person_id__in=person_ids, kind__in=("out", "returned", "lost")).exclude(fresh)
    found: dict[int, int] = defaultdict(int)
    for person_id, kind, boxes in counted.order_by().values_list("person_id", "kind").annotate(n=Sum("boxes")):
        found[person_id] += boxes if kind == "out" else -boxes
    return {person_id: n for person_id, n in found.items() if n > 0}


def deliveries_of(*, scope: Scope, orders: Collection[Order]) -> dict[int, Delivery]:
    """Order → its delivery, for orders that a scoped query fetched."""
    rows = Delivery.objects.filter(street_id=scope.street_id, order__in=orders).select_related("cart", "driver")
    return {row.order_id: row for row in rows}


def order_seen(*, scope: Scope, order_id: int, today: date) -> Order:
    """An order of somebody this user may see; Order.DoesNotExist otherwise."""
    rows = Order.objects.filter(street_id=scope.street_id, person__in=people_seen(scope, today))
    return rows.select_related("person__place", "person__file", "street").get(pk=order_id)


def event_seen(*, scope: Scope, event_id: int, today: date) -> DeliveryEvent:
    """A word at a door of somebody this user may see; DeliveryEvent.DoesNotExist otherwise."""
    rows = DeliveryEvent.objects.filter(delivery__street_id=scope.street_id, delivery__order__person__in=people_seen(scope, today), takes_back__isnull=True)
    return rows.select_related("delivery__order").get(pk=event_id)


def struck_out(order: Order) -> bool:
    """Whether nobody is to bring this order to a door any more."""
    return order.state == Order.State.CANCELLED or order.place != Eats.DELIVERED
