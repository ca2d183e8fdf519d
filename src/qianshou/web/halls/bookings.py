"""A room is booked, once or each week; a booking is looked at, moved, cancelled."""

from datetime import date

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
from qianshou.venues.models import Booking
from qianshou.venues.operations import bookings
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries import bookings as queries
from qianshou.venues.queries.hours import free_on, hours_on
from qianshou.venues.queries.rooms import rooms
from qianshou.venues.rules.bookings import weekly

from ..templatetags.shell import day as day_words
from ..toasts import toast
from ..watch.reading import number
from .forms import BookingForm, slot_of
from .reading import day_of, room, time_of
from .said import hours_words, refused, times
from .views import offers

SAID_OUT = 6  # dates that a toast names


@requires("rooms.write")
def new(request: HttpRequest) -> HttpResponse:
    """`?venue_id=&day=&starts=&ends=` and the words of the form fill it in. POST books."""
    scope, given = request.scope, request.POST if request.method == "POST" else request.GET
    choices = {"rooms": list(rooms(scope=scope)), "may_overrule": scope.may("rooms.overrule")}
    if not choices["rooms"]:
        toast(request, _("There is no room yet. Put one in first."), level=messages.WARNING)
        return redirect("rooms-new")
    form = BookingForm(request.POST, **choices) if request.method == "POST" else BookingForm(initial=_first(request, choices["rooms"][0].pk), **choices)
    error, free = "", []
    if request.method == "POST" and form.is_valid():
        try:
            return _book(request, form)
        except Refused as said:
            error, free = refused(said), offers(said.params.get("free") or said.params.get("first", said).params.get("free") or [])
    chosen = next((one for one in choices["rooms"] if str(one.pk) == given.get("venue_id")), choices["rooms"][0])
    day = day_of(given.get("day")) or clock.today()
    context = {
        "form": form, "error": error, "free": [{**one, "link": _link(request, one)} for one in free], "room": chosen, "day": day, "hours": hours_words(hours_on(chosen, day)),
        "taken": queries.between([chosen.pk], day, day), "spaces": [times(s) for s in free_on(chosen, day)],
    }  # fmt: skip
    return render(request, "web/halls/book.html", context, status=422 if request.method == "POST" else 200)


def _first(request: HttpRequest, usual: int) -> dict:
    get = request.GET
    words = {key: get[key] for key in ("title", "booker", "people") if get.get(key)}
    return {"venue_id": number(get.get("venue_id")) or usual} | words | slot_of(day_of(get.get("day")) or clock.today(), time_of(get.get("starts")), time_of(get.get("ends")))


def _link(request: HttpRequest, one: dict) -> str:
    """The form again with a time that is free and the words that were written."""
    query = request.POST.copy()
    for key in ("csrfmiddlewaretoken", "until", "overrule"):
        query.pop(key, None)
    for key in ("day", "starts", "ends"):
        query[key] = one[key]
    return f"{reverse('rooms-book')}?{query.urlencode()}"


def _book(request: HttpRequest, form: BookingForm) -> HttpResponse:
    acts = {"wish": form.wish(), "now": clock.now(), "by_id": request.user.pk}
    room(request, acts["wish"].venue_id)
    if until := form.cleaned_data["until"]:
        done = bookings.book_weekly(until=until, **acts)
        toast(request, weekly_said(done), undo=reverse("rooms-booking-cancel", args=[done.made[0].pk]) + "?undo=1")
        return redirect("rooms-booking", done.made[0].pk)
    row = bookings.book(**acts)
    toast(request, _("Booked."), undo=reverse("rooms-booking-cancel", args=[row.pk]) + "?undo=1")
    return redirect("rooms-booking", row.pk)


def weekly_said(done: bookings.Weekly) -> str:
    """How many were booked, and which dates were left out and why."""
    said = ngettext("%(n)s date is booked.", "%(n)s dates are booked.", len(done.made)) % {"n": len(done.made)}
    if not done.left_out:
        return said
    out = "; ".join(f"{day_words(day)}: {refused(why)}" for day, why in done.left_out[:SAID_OUT])
    more = len(done.left_out) - SAID_OUT
    return " ".join([said, _("Left out: %(dates)s") % {"dates": out}, _("And %(n)s more.") % {"n": more} if more > 0 else ""]).strip()


def booking(request: HttpRequest, booking_id: int) -> Booking:
    """The booking of an address; 404 for outsiders."""
    return or_404(lambda: queries.booking_of(scope=request.scope, booking_id=booking_id))


@requires("rooms.read")
def one(request: HttpRequest, booking_id: int) -> HttpResponse:
    """One booking with what was done with it, and the others of its series."""
    row, scope = booking(request, booking_id), request.scope
    return render(request, "web/halls/booking.html", _context(request, row) | {"may_overrule": scope.may("rooms.overrule")})


def _context(request: HttpRequest, row: Booking, error: str = "", free: list | None = None) -> dict:
    series = list(Booking.objects.filter(series=row.series_id).order_by("day")) if row.series_id else []
    return {
        "row": row, "entries": row.entries.select_related("by"), "series": series, "gaps": _gaps(series), "later": queries.later_of_series(row), "error": error, "free": free or [],
        "rooms": rooms(scope=request.scope), "may_write": request.scope.may("rooms.write"), "over": row.ends <= clock.now(), "today": clock.today(),
    }  # fmt: skip


def _gaps(series: list[Booking]) -> list[date]:
    """Weeks between the first and the last of a series that have no booking: they clashed when it was made."""
    days = {one.day for one in series}
    return [day for day in weekly(min(days), max(days)) if day not in days] if days else []


@requires("rooms.write")
@require_POST
def move(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Another time or room, with the reason."""
    row, post, scope = booking(request, booking_id), request.POST, request.scope
    day, starts, ends = day_of(post.get("day")), time_of(post.get("starts")), time_of(post.get("ends"))
    try:
        if day is None or starts is None or ends is None:
            raise Refused("ends")
        bookings.move_booking(
            booking_id=row.pk, venue_id=room(request, number(post.get("venue_id")) or 0).pk, day=day, starts=starts, ends=ends, reason=post.get("reason", ""),
            overrule=post.get("overrule", "") if scope.may("rooms.overrule") else "", version=number(post.get("version")) or 0, now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
        toast(request, _("Moved. Tell those who come."))
        return redirect("rooms-booking", row.pk)
    except Refused as said:
        context = _context(request, row, refused(said), offers(said.params.get("free", []))) | {"may_overrule": scope.may("rooms.overrule")}
        return render(request, "web/halls/booking.html", context, status=422)


@requires("rooms.write")
@require_POST
def cancel(request: HttpRequest, booking_id: int) -> HttpResponse:
    """It does not take place; `later` those after it neither. `?undo=1`: it was booked by mistake just now, with all of its series."""
    row, post = booking(request, booking_id), request.POST
    undo = request.GET.get("undo") == "1"
    reason = _("Booked by mistake") if undo else post.get("reason", "")
    version = row.version if undo else number(post.get("version")) or 0
    try:
        done = bookings.cancel_booking(booking_id=row.pk, reason=reason, later_too=undo or post.get("later") == "on", version=version, now=clock.now(), by_id=request.user.pk)
        said = ngettext("Cancelled.", "%(n)s are cancelled.", len(done)) % {"n": len(done)}
        toast(request, said, undo=reverse("rooms-booking-restore", args=[row.pk]))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-booking", row.pk)


@requires("rooms.write")
@require_POST
def restore(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Cancelling was a mistake."""
    row = booking(request, booking_id)
    try:
        if bookings.restore_booking(booking_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("It takes place after all."))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-booking", row.pk)
