"""Acts on a day: each takes the version that the page showed, makes one domain call, and shows the day again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.queries.carers import carer_of
from qianshou.kernel import clock
from qianshou.planner.problem import WAIVABLE
from qianshou.rounds import operations
from qianshou.rounds.queries.day import round_day
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.web.toasts import toast

from .page import context_of, day_of

SECONDS = 8.0  # of search for a whole street; the page shows progress and can be left
SECONDS_AROUND = 1.5  # around one absence


def _act(request: HttpRequest, day: str, call: Callable[..., object], words: object = "", **fields: object) -> HttpResponse:
    """Do `call` for the scope's street and show what became of it."""
    when = day_of(day)
    or_404(round_day, scope=request.scope, day=when)
    chosen = request.POST.get("visit", "")
    try:
        outcome = call(street_id=request.scope.street_id, day=when, by_id=request.user.pk, now=clock.now(), **fields)
    except DayChanged as e:
        return _show(request, when, 409, changed=(e.by, e.change), chosen=chosen)
    except DayRefused as e:
        return _show(request, when, 422, refused=(e.code, e.params), chosen=chosen)
    if getattr(outcome, "applied", True) is False:
        asked = {"asked": outcome.complaints, "ask_again": request.path, "ask_fields": _fields(request), "may_insist": _may_insist(outcome),
                 "hint": request.POST.get("hint", "")[:200]}  # fmt: skip
        return _show(request, when, 200, chosen=chosen, **asked)
    if words:
        toast(request, words)
    return _show(request, when, 200, chosen=chosen) if request.htmx else redirect("rounds-day", day=when.isoformat())


def _may_insist(outcome) -> bool:
    return all(c["code"] in WAIVABLE for c in outcome.complaints)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of an act, to be sent again with a reason."""
    return [(k, v) for k in request.POST if k not in ("csrfmiddlewaretoken", "why") for v in request.POST.getlist(k)]


def _show(request: HttpRequest, when, status: int, **more: object) -> HttpResponse:
    # htmx swaps only answers of 200; what went wrong is said on the page itself.
    name = "web/rounds/_day.html" if request.htmx else "web/rounds/day.html"
    return render(request, name, context_of(request, when, **more), status=200 if request.htmx else status)


def _number(request: HttpRequest, name: str) -> int:
    return int(request.POST.get(name, ""))


def _numbers_wanted(view: Callable) -> Callable:
    """A form without the numbers it must have (nobody's browser sends that) is a bad request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ValueError:
            return HttpResponseBadRequest()

    return guarded


@require_POST
@requires("rounds.write")
@_numbers_wanted
def plan(request: HttpRequest, day: str) -> HttpResponse:
    """Ask for a plan of the whole street in the background."""
    return _act(request, day, operations.ask_plan, version=_number(request, "version"), seconds=SECONDS)


@require_POST
@requires("rounds.write")
def stop_waiting(request: HttpRequest, day: str) -> HttpResponse:
    """Give up a plan that does not come."""

    def call(*, by_id: int, **fields: object) -> None:
        operations.plan_failed(why="given_up", **fields)

    return _act(request, day, call)


@require_POST
@requires("rounds.write")
@_numbers_wanted
def without(request: HttpRequest, day: str) -> HttpResponse:
    """Plan again around a carer who is absent, with the fewest changes."""
    carer = or_404(carer_of, scope=request.scope, carer_id=_number(request, "carer"))
    return _act(request, day, operations.replan_without, _("Planned again with the fewest changes."), carer_id=carer.pk, seconds=SECONDS_AROUND)


@require_POST
@requires("rounds.write")
@_numbers_wanted
def move(request: HttpRequest, day: str) -> HttpResponse:
    """Another place in a round, or another carer's round."""
    position = request.POST.get("position", "")
    return _act(
        request, day, operations.move_stop, visit_id=_number(request, "visit"), carer_id=_number(request, "carer"),
        to_carer_id=_number(request, "to"), position=int(position) if position else None, version=_number(request, "version"),
        why=request.POST.get("why", ""),
    )  # fmt: skip


@require_POST
@requires("rounds.write")
@_numbers_wanted
def give(request: HttpRequest, day: str) -> HttpResponse:
    """Give an unserved visit to a carer, or to two."""
    carers = list(dict.fromkeys(int(c) for c in request.POST.getlist("to") if c))
    return _act(
        request, day, operations.give_visit, visit_id=_number(request, "visit"), carer_ids=carers, version=_number(request, "version"),
        why=request.POST.get("why", ""),
    )  # fmt: skip


@require_POST
@requires("rounds.write")
@_numbers_wanted
def out(request: HttpRequest, day: str) -> HttpResponse:
    """Take a visit out of all rounds."""
    return _act(request, day, operations.take_out, visit_id=_number(request, "visit"), version=_number(request, "version"), why=request.POST.get("why", ""))


@require_POST
@requires("rounds.write")
@_numbers_wanted
def pin(request: HttpRequest, day: str) -> HttpResponse:
    """Pin a stop's carer or order, or let it go."""
    what = request.POST.get("what", "carer")
    return _act(
        request, day, operations.pin_stop, visit_id=_number(request, "visit"), carer_id=_number(request, "carer"), what=what,
        on=request.POST.get("on") == "1", version=_number(request, "version"),
    )  # fmt: skip


@require_POST
@requires("rounds.write")
@_numbers_wanted
def undo(request: HttpRequest, day: str) -> HttpResponse:
    """Take the last change back."""
    return _act(request, day, operations.undo_change, version=_number(request, "version"))


@require_POST
@requires("rounds.write")
@_numbers_wanted
def publish(request: HttpRequest, day: str) -> HttpResponse:
    """Send the day to the phones."""
    return _act(request, day, operations.publish_day, _("The rounds are on the phones."), version=_number(request, "version"))


@require_POST
@requires("rounds.write")
@_numbers_wanted
def unpublish(request: HttpRequest, day: str) -> HttpResponse:
    """Take the day back from the phones."""
    return _act(request, day, operations.unpublish_day, _("The rounds were taken back from the phones."), version=_number(request, "version"))
