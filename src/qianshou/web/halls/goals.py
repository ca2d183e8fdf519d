"""A year's goals of all rooms beside what was reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.venues.operations import goals
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.goals import goals_of
from qianshou.venues.queries.rooms import rooms
from qianshou.venues.rules.goals import WHATS

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import number
from .reading import room
from .said import refused


def _year(text: str | None) -> int:
    year = number(text) or 0
    return year if year in goals.YEARS else clock.today().year


@requires("rooms.read")
def page(request: HttpRequest) -> HttpResponse:
    """`?year=`."""
    scope, today, year = request.scope, clock.today(), _year(request.GET.get("year"))
    rows = list(rooms(scope=scope, closed_too=True).exclude(closed_on__lt=f"{year}-01-01"))
    lines = goals_of(rows, year, today)
    if answer := _listing(rows, lines, year).answer(request):
        return answer
    context = {"rooms": [(row, lines[row.pk]) for row in rows], "year": year, "before": year - 1, "after": year + 1, "today": today, "may_write": scope.may("rooms.write")}
    return render(request, "web/halls/goals.html", context)


def _listing(rows, lines, year: int) -> Listing:
    flat = [(row, line) for row in rows for line in lines[row.pk]]
    return Listing(title=_("Goals of %(year)s") % {"year": year}, rows=flat, capability="", columns=[
        (_("Room"), lambda r: r[0].name), (_("What is counted"), lambda r: r[1].label), (_("Reached so far"), lambda r: r[1].done),
        (_("Goal"), lambda r: r[1].goal.target if r[1].goal else ""), (_("Per cent"), lambda r: r[1].goal.percent if r[1].goal else ""),
    ])  # fmt: skip


@requires("rooms.write")
@require_POST
def set_goals(request: HttpRequest, venue_id: int) -> HttpResponse:
    """The four goals of one room for a year; what is left empty is no goal."""
    row, year = room(request, venue_id), _year(request.POST.get("year"))
    try:
        for what in WHATS:
            text = request.POST.get(what, "").strip()
            goals.set_goal(venue_id=row.pk, year=year, what=what, target=_target(text), now=clock.now(), by_id=request.user.pk)
        toast(request, _("The goals of %(name)s are set.") % {"name": row.name})
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect(f"{reverse('rooms-goals')}?year={year}")


def _target(text: str) -> int | None:
    """A number; None for nothing; what is no number is refused as 0."""
    return (number(text) or 0) if text else None
