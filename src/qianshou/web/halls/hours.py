"""When a room is open: the week, and days that differ."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.venues.operations import hours
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.hours import current, different_of, differing, versions
from qianshou.venues.rules.hours import read_spans, unstore, unstore_spans, write_spans

from ..toasts import toast
from .reading import day_of, room
from .said import refused
from .views import coming, week_lines


@requires("rooms.write")
def page(request: HttpRequest, venue_id: int) -> HttpResponse:
    """The week as seven lines of text, from a day on."""
    row, error, today = room(request, venue_id), "", clock.today()
    holds = current(row, today)
    week = unstore(holds.week) if holds else {}
    lines = {day: write_spans(week.get(day, ())) for day in range(1, 8)}
    open_on_holidays = holds.open_on_holidays if holds else False
    if request.method == "POST":
        lines = {day: request.POST.get(f"day{day}", "").strip() for day in range(1, 8)}
        open_on_holidays = request.POST.get("open_on_holidays") == "on"
        try:
            read = {day: read_spans(text) for day, text in lines.items()}
            hours.set_hours(venue_id=row.pk, since=day_of(request.POST.get("since")) or today, week=read, open_on_holidays=open_on_holidays, now=clock.now(), by_id=request.user.pk)
            toast(request, _said(sum(one.outside for one in coming(row, today))))
            return redirect("rooms-one", row.pk)
        except ValueError as text:
            error = _("“%(text)s” cannot be read. Write hours like 8:30-11:30, 13:00-16:30, or leave the day empty.") % {"text": text}
        except Refused as said:
            error = refused(said)
    different = differing(row, today)
    for one in different:
        one.words = write_spans(unstore_spans(one.spans))
    context = {
        "row": row, "lines": lines, "open_on_holidays": open_on_holidays, "error": error, "today": today, "different": different,
        "versions": [(one, week_lines(one)) for one in versions(row)], "since": request.POST.get("since") or f"{today:%Y-%m-%d}",
    }  # fmt: skip
    return render(request, "web/halls/hours.html", context, status=422 if error else 200)


def _said(outside: int) -> str:
    if not outside:
        return _("The hours are set.")
    return ngettext("The hours are set. %(n)s booking lies outside them now: look at it below.", "The hours are set. %(n)s bookings lie outside them now: look at them below.", outside) % {"n": outside}


@requires("rooms.write")
@require_POST
def differ(request: HttpRequest, venue_id: int) -> HttpResponse:
    """Days on which it is closed, or open at other times."""
    row, post = room(request, venue_id), request.POST
    since = day_of(post.get("since"))
    until = day_of(post.get("until")) or since
    try:
        if since is None or until is None:
            raise Refused("span")
        made = hours.differ(venue_id=row.pk, since=since, until=until, spans=read_spans(post.get("spans", "")), reason=post.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Written down. Tell those who booked on these days."), undo=reverse("rooms-differ-off", args=[made.pk]))
    except ValueError as text:
        toast(request, _("“%(text)s” cannot be read. Write hours like 8:30-11:30, 13:00-16:30, or leave the day empty.") % {"text": text}, level=messages.ERROR)
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-hours", row.pk)


@requires("rooms.write")
@require_POST
def differ_no_more(request: HttpRequest, different_id: int) -> HttpResponse:
    """They do not differ after all."""
    row = or_404(lambda: different_of(scope=request.scope, different_id=different_id))
    if hours.differ_no_more(different_id=row.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back: the usual hours hold."))
    return redirect("rooms-hours", row.venue_id)
