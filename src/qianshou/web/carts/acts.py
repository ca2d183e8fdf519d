"""Acts on a meal's cart rounds: each takes the version that the page showed, makes one domain call, and shows the rounds again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.rounds.operations import carts
from qianshou.rounds.queries.carts_day import cart_day
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.rounds.rules.carts import cannot_insist
from qianshou.web.toasts import toast

from .page import context_of, read

SECONDS = 6.0  # of search for a whole street; the page shows progress and can be left


def _acting(view: Callable) -> Callable:
    """An act of the officers: by POST only. A form without the numbers it must have (nobody's browser sends that) is a bad request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ValueError:
            return HttpResponseBadRequest()

    return require_POST(requires("carts.write")(guarded))


def _act(request: HttpRequest, day: str, meal: str, call: Callable[..., object], words: object = "", **fields: object) -> HttpResponse:
    """Do `call` for the scope's street and show what became of it."""
    when, meal = read(request, day, meal)
    or_404(cart_day, scope=request.scope, day=when, meal=meal)
    chosen = request.POST.get("order", "")
    try:
        outcome = call(street_id=request.scope.street_id, day=when, meal=meal, by_id=request.user.pk, now=clock.now(), **fields)
    except DayChanged as e:
        return _show(request, when, meal, 409, changed=(e.by, e.change), chosen=chosen)
    except DayRefused as e:
        return _show(request, when, meal, 422, refused=(e.code, e.params), chosen=chosen)
    if getattr(outcome, "applied", True) is False:
        asked = {"asked": outcome.complaints, "ask_again": request.path, "ask_fields": _fields(request), "hint": request.POST.get("why", "")[:200],
                 "may_insist": not cannot_insist(outcome.complaints)}  # fmt: skip
        return _show(request, when, meal, 200, chosen=chosen, **asked)
    if words:
        toast(request, words)
    return _show(request, when, meal, 200, chosen=chosen) if request.htmx else redirect("carts-day", day=when.isoformat(), meal=meal)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of an act, to be sent again with a reason."""
    return [(k, v) for k in request.POST if k not in ("csrfmiddlewaretoken", "why") for v in request.POST.getlist(k)]


def _show(request: HttpRequest, when, meal: str, status: int, **more: object) -> HttpResponse:
    # htmx swaps only answers of 200; what went wrong is said on the page itself.
    name = "web/carts/_day.html" if request.htmx else "web/carts/day.html"
    return render(request, name, context_of(request, when, meal, **more), status=200 if request.htmx else status)


def _number(request: HttpRequest, name: str) -> int:
    return int(request.POST.get(name, ""))


def _maybe(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text else None


@_acting
def plan(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Ask for a plan of all carts in the background."""
    return _act(request, day, meal, carts.ask_carts, version=_number(request, "version"), seconds=SECONDS)


@_acting
def stop_waiting(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Give up a plan that does not come."""
    return _act(request, day, meal, carts.carts_failed, why="given_up")


@_acting
def move(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Another cart, trip or place, for this meal or for good; without a cart: where it fits best."""
    return _act(
        request, day, meal, carts.move_order, order_id=_number(request, "order"), to_cart_id=_maybe(request, "to"), trip=_maybe(request, "trip"),
        position=_maybe(request, "position"), alone=request.POST.get("alone") == "1", good=request.POST.get("good") == "1",
        version=_number(request, "version"), why=request.POST.get("why", ""),
    )  # fmt: skip


@_acting
def off(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Take a stop, or one order of it, off its cart."""
    return _act(request, day, meal, carts.take_off, order_id=_number(request, "order"), alone=request.POST.get("alone") == "1", version=_number(request, "version"))


@_acting
def pin(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Pin a stop's cart or order, or let it go."""
    what = request.POST.get("what", "cart")
    return _act(request, day, meal, carts.pin_order, order_id=_number(request, "order"), what=what, on=request.POST.get("on") == "1", version=_number(request, "version"))


@_acting
def mend(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """New orders on their best places, cancelled ones off."""
    return _act(request, day, meal, carts.bring_up_to_date, version=_number(request, "version"))


@_acting
def drives(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """A cart does not drive at this meal, or does after all."""
    return _act(
        request, day, meal, carts.drive_cart, cart_id=_number(request, "cart"), drives=request.POST.get("drives") == "1", why=request.POST.get("why", ""),
        version=_number(request, "version"),
    )  # fmt: skip


@_acting
def driver(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Who drives a cart at this meal."""
    return _act(request, day, meal, carts.give_driver, cart_id=_number(request, "cart"), driver_id=_maybe(request, "driver"), version=_number(request, "version"))


@_acting
def undo(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Take the last change back."""
    return _act(request, day, meal, carts.undo_carts, version=_number(request, "version"))


@_acting
def publish(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """Send the rounds to the drivers' phones."""
    return _act(request, day, meal, carts.publish_carts, _("The rounds are on the drivers' phones. The kitchen's sheet and labels follow them."), version=_number(request, "version"))
