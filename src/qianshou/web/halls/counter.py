"""Counting at the door: large buttons on a tablet or a telephone."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.venues.models import Venue
from qianshou.venues.operations import counting
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries import counting as counts

from ..toasts import toast
from .reading import batch_of, people_found, person, room
from .said import refused

HOURS = range(7, 22)


@requires("rooms.count")
def page(request: HttpRequest, venue_id: int) -> HttpResponse:
    """What was counted today. POST counts one more: `sex`, or `person`."""
    row, error = room(request, venue_id), ""
    if request.method == "POST":
        error = _count(request, row)
        if not request.headers.get("HX-Request"):
            if error:
                toast(request, error, level=messages.ERROR)
            return redirect("rooms-count", row.pk)
    template = "web/halls/_counted.html" if request.headers.get("HX-Request") else "web/halls/counter.html"
    return render(request, template, context(row) | {"error": error})


def _count(request: HttpRequest, row: Venue) -> str:
    acts = {"venue_id": row.pk, "batch": batch_of(request.POST.get("batch")), "now": clock.now(), "by_id": request.user.pk}
    try:
        if "person" in request.POST:
            counting.count_person(person_id=person(request).pk, **acts)
        else:
            counting.count_one(sex=request.POST.get("sex", "?"), **acts)
    except Refused as said:
        return refused(said)
    return ""


def context(row: Venue) -> dict:
    """The numbers of today, by hour, and the last entries."""
    day = clock.today()
    count = counts.counted([row.pk], day, day)[row.pk]
    hours = range(min([*count.hours, HOURS[0]]), max([*count.hours, HOURS[-1]]) + 1)
    most = max([*count.hours.values(), 1])
    bars = [{"hour": hour, "n": count.hours.get(hour, 0), "x": n * 26, "height": max(count.hours.get(hour, 0), 0) * 60 // most} for n, hour in enumerate(hours)]
    for bar in bars:
        bar["y"] = 70 - bar["height"]
    return {
        "row": row, "day": day, "count": count, "bars": bars, "width": len(bars) * 26, "last": list(counts.last_ones(row.pk, day)), "batches": {key: uuid4() for key in ("f", "m", "n")},
        "unsaid": count.all - count.women - count.men,
    }  # fmt: skip


@requires("rooms.count")
def found(request: HttpRequest, venue_id: int) -> HttpResponse:
    """Who fits what is typed or scanned."""
    row = room(request, venue_id)
    people = [{"person": p, "batch": uuid4()} for p in people_found(request, row.street_id)]
    return render(request, "web/halls/_count_found.html", {"row": row, "people": people, "text": request.GET.get("q", "").strip()})


@requires("rooms.count")
@require_POST
def take_off(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """One was counted by mistake: an entry against it."""
    one = or_404(lambda: counts.arrival_of(scope=request.scope, arrival_id=arrival_id))
    try:
        if counting.take_off(arrival_id=one.pk, batch=uuid4(), now=clock.now(), by_id=request.user.pk):
            toast(request, _("Taken off: one less."))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-count", one.venue_id)
