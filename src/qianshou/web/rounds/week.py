"""The week of a street: look at it, plan it, apply the proposal, take it back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.queries.week import next_monday, week_row
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.web.toasts import toast

from .week_page import context_of, monday_of

SECONDS = 40.0  # of search for a street's week; the page shows progress and can be left


@requires("rounds.read")
def home(request: HttpRequest) -> HttpResponse:
    """The first whole week that can still be planned."""
    return redirect("rounds-week", monday=next_monday().isoformat())


@requires("rounds.read")
def week(request: HttpRequest, monday: str) -> HttpResponse:
    """A week: the proposal, hours of each carer, who needs a look."""
    return render(request, "web/rounds/week.html", context_of(request, monday_of(monday)))


@requires("rounds.read")
def state(request: HttpRequest, monday: str) -> HttpResponse:
    """The part of the page that changes, asked again and again while the week is being planned."""
    return render(request, "web/rounds/_week.html", context_of(request, monday_of(monday)))


@require_POST
@requires("rounds.write")
def plan(request: HttpRequest, monday: str) -> HttpResponse:
    """Ask for a plan of the week in the background."""
    return _act(request, monday, operations.ask_week, seconds=SECONDS)


@require_POST
@requires("rounds.write")
def stop_waiting(request: HttpRequest, monday: str) -> HttpResponse:
    """Give up a plan that does not come."""

    def call(*, by_id: int, version: int, **fields: object) -> None:
        operations.week_failed(why="given_up", **fields)

    return _act(request, monday, call)


@require_POST
@requires("rounds.write")
def apply(request: HttpRequest, monday: str) -> HttpResponse:
    """Move the visits and draft the days as proposed."""
    return _act(request, monday, operations.apply_week, _("The week is applied: visits are on their days, each day has its rounds as a draft."))


@require_POST
@requires("rounds.write")
def undo(request: HttpRequest, monday: str) -> HttpResponse:
    """Take the applied week back."""
    return _act(request, monday, operations.undo_week, _("The week is as it was before."))


def _act(request: HttpRequest, text: str, call: Callable[..., object], words: object = "", **fields: object) -> HttpResponse:
    """Do `call` for the scope's street and show what became of it."""
    monday, version = monday_of(text), request.POST.get("version", "")
    or_404(week_row, scope=request.scope, monday=monday)
    if not version.isdigit():
        return HttpResponseBadRequest()
    try:
        call(street_id=request.scope.street_id, monday=monday, version=int(version), by_id=request.user.pk, now=clock.now(), **fields)
    except DayChanged:
        return _show(request, monday, 409, changed=_("Somebody has changed this week meanwhile. Below is the week as it is now."))
    except DayRefused as e:
        return _show(request, monday, 422, refused=(e.code, e.params))
    if words:
        toast(request, words)
    return _show(request, monday, 200) if request.htmx else redirect("rounds-week", monday=monday.isoformat())


def _show(request: HttpRequest, monday, status: int, **more: object) -> HttpResponse:
    # htmx swaps only answers of 200; what went wrong is said on the page itself.
    name = "web/rounds/_week.html" if request.htmx else "web/rounds/week.html"
    return render(request, name, context_of(request, monday, **more), status=200 if request.htmx else status)
