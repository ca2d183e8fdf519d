"""What became of one box at its door: everything that was said, and writing it down at the desk."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.acts.operations import NotApplicableError
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals.models import Delivery, DeliveryEvent, Order
from qianshou.meals.operations import doors as operations
from qianshou.meals.queries.deliveries import deliveries_of, event_seen, order_seen, words_at_doors
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules.deliveries import KINDS

from ..toasts import toast
from .said import DOOR_LOOKS, door_of, door_word, meal_word, refused


@requires("meals.order")
def page(request: HttpRequest, order_id: int) -> HttpResponse:
    """The page; POST writes down what was told."""
    order = or_404(lambda: order_seen(scope=request.scope, order_id=order_id, today=clock.today()))
    error = ""
    if request.method == "POST":
        try:
            _write(request, order)
            return redirect("orders-door", order.pk)
        except Refused as problem:
            error = refused(problem)
        except NotApplicableError as problem:
            error = refused(Refused(problem.code, **problem.params))
    delivery = deliveries_of(scope=request.scope, orders=[order]).get(order.pk)
    meals, code = meal_times(request.scope, order.day), door_of(delivery, order)
    context = {
        "order": order, "person": order.person, "delivery": delivery, "error": error, "posted": request.POST if error else {}, "batch": uuid4(),
        "title": f"{meal_word(meals[order.meal]) if order.meal in meals else order.meal} {order.day:%Y-%m-%d}", "look": DOOR_LOOKS.get(code, "calm"), "word": door_word(code),
        "words": [_dressed(event) for event in words_at_doors([delivery.pk])[delivery.pk]] if delivery else [],
        "kinds": [(kind, Delivery.State(kind).label) for kind in KINDS], "now": clock.now().astimezone(clock.ZONE), "list": _list_of(order),
    }  # fmt: skip
    return render(request, "web/orders/door.html", context, status=422 if error else 200)


def _dressed(event: DeliveryEvent) -> DeliveryEvent:
    event.word = _("Taken back") if event.takes_back_id else str(Delivery.State(event.kind).label)
    event.gone = getattr(event, "taken_back_by", None)
    event.celsius = f"{event.tenths / 10:.1f}" if event.tenths is not None else ""
    return event


def _list_of(order: Order) -> str:
    return f"{reverse('orders-day', args=[order.day.isoformat()])}?meal={order.meal}"


def _write(request: HttpRequest, order: Order) -> None:
    post, now = request.POST, clock.now()
    kind = post.get("kind", "")
    if kind not in KINDS:
        raise Refused("door_kind")
    operations.write_down(
        kind, known=post.get("known", ""), order_id=order.pk, street_id=order.street_id, by_id=request.user.pk, made_at=_moment(post, order, now), received_at=now,
        now=now, text=post.get("text", "")[:200], boxes_back=_boxes(post), source=f"desk:{post.get('batch', '')[:36] or uuid4()}",
    )  # fmt: skip
    toast(request, _("%(name)s: %(what)s. Written down with your name.") % {"name": order.person.name, "what": Delivery.State(kind).label})


def _moment(post: Mapping[str, str], order: Order, now: datetime) -> datetime:
    try:
        at = clock.at(order.day, time.fromisoformat(post.get("at", "").strip()))
    except ValueError:
        raise Refused("door_time") from None
    if at > now:
        raise Refused("door_time")
    return at


def _boxes(post: Mapping[str, str]) -> int:
    text = post.get("boxes_back", "").strip() or "0"
    if not text.isdigit() or len(text) > 2:
        raise Refused("door_boxes")
    return int(text)


@requires("meals.order")
@require_POST
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """A word is taken back: one's own as it is, somebody else's with a reason."""
    event = or_404(lambda: event_seen(scope=request.scope, event_id=event_id, today=clock.today()))
    own, reason, now = event.by_id == request.user.pk, request.POST.get("reason", ""), clock.now()
    if not own and not reason.strip():
        toast(request, refused(Refused("undo_reason")), level=messages.ERROR)
    else:
        operations.retract(
            event_id=event.pk, street_id=event.delivery.street_id, made_at=now, received_at=now, now=now, by_id=request.user.pk, own=own, reason=reason,
        )  # fmt: skip
        toast(request, _("Taken back. What it had met is owed again, and watched."))
    return redirect("orders-door", event.delivery.order_id)
