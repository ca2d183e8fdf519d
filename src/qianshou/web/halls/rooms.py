"""A room is put in, changed, closed; the private address of its calendar is renewed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.venues.operations import rooms
from qianshou.venues.operations.errors import Refused

from ..toasts import toast
from ..watch.reading import number
from .forms import RoomForm
from .reading import day_of, room
from .said import refused


def _form(request: HttpRequest, **more: object) -> RoomForm:
    sorts = [(code, sort.name(get_language())) for code, sort in load(street_of(request.scope).pack).rooms.items()]
    data = (request.POST,) if request.method == "POST" else ()
    return RoomForm(*data, scope=request.scope, sorts=sorts, **more)


@requires("rooms.write")
def new(request: HttpRequest) -> HttpResponse:
    """Put a room in; its usual hours are filled in by its sort."""
    form, error = _form(request), ""
    if request.method == "POST" and form.is_valid():
        try:
            row = rooms.add_room(street_id=request.scope.street_id, plan=form.plan(), opened_on=clock.today(), now=clock.now(), by_id=request.user.pk)
            toast(request, _("The room is there. Look at its hours, then set its goals."))
            return redirect("rooms-one", row.pk)
        except Refused as said:
            error = refused(said)
    return render(request, "web/halls/room_form.html", {"form": form, "error": error}, status=422 if request.method == "POST" else 200)


@requires("rooms.write")
def change(request: HttpRequest, venue_id: int) -> HttpResponse:
    """Change what is said of it."""
    row, error = room(request, venue_id), ""
    form = _form(request, initial=RoomForm.of(row))
    if request.method == "POST" and form.is_valid():
        try:
            rooms.change_room(venue_id=row.pk, plan=form.plan(), version=number(request.POST.get("version")) or 0, now=clock.now(), by_id=request.user.pk)
            toast(request, _("Changed."))
            return redirect("rooms-one", row.pk)
        except Refused as said:
            error = refused(said)
    context = {"form": form, "error": error, "row": row, "today": clock.today()}
    return render(request, "web/halls/room_form.html", context, status=422 if request.method == "POST" else 200)


@requires("rooms.write")
@require_POST
def close(request: HttpRequest, venue_id: int) -> HttpResponse:
    """From a day on it is no more."""
    row = room(request, venue_id)
    try:
        rooms.close_room(venue_id=row.pk, on=day_of(request.POST.get("on")) or clock.today(), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s is closed for good.") % {"name": row.name}, undo=reverse("rooms-reopen", args=[row.pk]))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-one", row.pk)


@requires("rooms.write")
@require_POST
def reopen(request: HttpRequest, venue_id: int) -> HttpResponse:
    """Closing it was a mistake."""
    row = room(request, venue_id)
    if rooms.reopen_room(venue_id=row.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("%(name)s is there again.") % {"name": row.name})
    return redirect("rooms-one", row.pk)


@requires("rooms.write")
@require_POST
def renew(request: HttpRequest, venue_id: int) -> HttpResponse:
    """A new private address of its calendar."""
    row = room(request, venue_id)
    rooms.renew_feed(venue_id=row.pk, now=clock.now(), by_id=request.user.pk)
    toast(request, _("The private calendar has a new address; the old one answers no more."))
    return redirect("rooms-one", row.pk)
