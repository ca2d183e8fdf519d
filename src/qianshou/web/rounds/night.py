"""A night for many streets: how far each is, what was left alone and why, what failed and how to mend it."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import NightRun
from qianshou.rounds.night import day_of_night, hour_of
from qianshou.rounds.queries.night import StreetNight, night_of, street_in, workers_alive
from qianshou.web.toasts import toast

from . import said
from .page import day_of

SHOWN = {"waiting": "calm", "planning": "due", "done": "done", "left": "calm", "failed": "late", "silent": "late", "": "hole"}


@requires("night.run")
def home(request: HttpRequest) -> HttpResponse:
    """The night that is under way, else the next day's; `?day=` of the picker leads to another."""
    if request.GET.get("day"):
        return redirect("rounds-night", day=day_of(request.GET["day"]).isoformat())
    day = day_of_night(clock.now(), hour_of(settings.NIGHT_AT)) or clock.today() + timedelta(days=1)
    return redirect("rounds-night", day=day.isoformat())


@requires("night.run")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """One night; the part that changes alone where htmx asks for it."""
    return _show(request, day_of(day))


@require_POST
@requires("night.run")
def ask(request: HttpRequest, day: str) -> HttpResponse:
    """Ask for streets to be planned (none named: all that the user sees); with `again` what failed or was left alone is tried once more."""
    when = day_of(day)
    try:
        named = [int(pk) for pk in request.POST.getlist("street")]
        days = int(request.POST.get("days") or 1)
    except ValueError:
        return HttpResponseBadRequest()
    rows = night_of(scope=request.scope, day=when, now=clock.now())
    again = request.POST.get("again") == "1"
    chosen = [or_404(street_in, scope=request.scope, street_id=pk).pk for pk in named]
    streets = chosen or [r.street.pk for r in rows if r.again or not again]
    asked = operations.ask_night(
        street_ids=streets, first=when, days=days, seconds=settings.NIGHT_SECONDS, threads=settings.NIGHT_THREADS, by_id=request.user.pk,
        now=clock.now(), again=again,
    )  # fmt: skip
    if request.htmx:
        return _show(request, when)
    n = asked["asked"]
    toast(request, ngettext("%(n)s day of a street was asked for.", "%(n)s days of streets were asked for.", n) % {"n": n} if n else _("Everything had been asked for already."))
    return redirect("rounds-night", day=when.isoformat())


def _show(request: HttpRequest, day: date) -> HttpResponse:
    now = clock.now()
    rows = [_line(r, request.scope) for r in night_of(scope=request.scope, day=day, now=now)]
    running = [r for r in rows if r["state"] in ("waiting", "planning", "silent")]
    at = hour_of(settings.NIGHT_AT)
    context = {
        "day": day, "rows": rows, "asked": [r for r in rows if r["run"]], "unasked": [r for r in rows if not r["run"]], "running": running,
        "again": [r for r in rows if r["again"]], "ended": sum(bool(r["run"] and r["run"].ended) for r in rows),
        "percent": _percent(rows), "workers": workers_alive(now), "at": f"{at:%H:%M}" if at else "", "seconds": round(settings.NIGHT_SECONDS),
        "past": day < clock.today(), "days": [day + timedelta(days=k) for k in range(-2, 5)], "today": clock.today(), "most": range(1, 8),
    }  # fmt: skip
    return render(request, "web/rounds/_night.html" if request.htmx else "web/rounds/night.html", context)


def _percent(rows: list[dict]) -> int:
    """How far the whole night is: an ended street counts as a whole."""
    shares = [100 if r["run"].ended else r["run"].percent for r in rows if r["run"]]
    return sum(shares) // len(shares) if shares else 0


def _line(one: StreetNight, scope) -> dict:
    """A street as the table shows it."""
    run = one.run
    state = "" if run is None else "silent" if one.silent else str(run.state)
    words = {**dict(NightRun.State.choices), "silent": _("no sign of life"), "": _("not asked for")}
    code = run.why.get("code", "") if run else ""
    return {
        "street": one.street, "run": run, "state": state, "word": words[state], "look": SHOWN[state], "again": one.again,
        "numbers": run.numbers if run else {}, "why": said.night_reason(code, run.why.get("params", {})) if code else "",
        "mend": said.night_mend(code) if code else "", "day_url": one.street.pk == scope.street_id and scope.may("rounds.read"),
        "left_again": bool(run and run.state == NightRun.State.LEFT and code not in ("past",)),
    }  # fmt: skip
