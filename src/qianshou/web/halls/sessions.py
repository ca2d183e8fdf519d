"""Who is at a session: one key a person, the next by itself."""

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
from qianshou.venues.models import Booking, SessionMark
from qianshou.venues.operations import marks
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.bookings import session_of, sessions_of
from qianshou.venues.queries.courses import marks_of, to_mark

from ..reads import note
from ..toasts import toast
from ..watch.reading import number
from .learners import enrolment
from .said import refused

KEYS = ((SessionMark.State.PRESENT, "1", "done"), (SessionMark.State.EXCUSED, "2", "calm"), (SessionMark.State.ABSENT, "3", "hole"))
LOOKS = {state: look for state, _key, look in KEYS}


def session(request: HttpRequest, booking_id: int) -> Booking:
    """The session of an address; 404 for outsiders and for bookings that are no session."""
    return or_404(lambda: session_of(scope=request.scope, booking_id=booking_id))


@requires("rooms.read")
def page(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Who has a place, with marks. `?who=` picks somebody; else the first without a mark is asked for."""
    row, said = session(request, booking_id), marks_of(booking_id)
    people = to_mark(row)
    for one in people:
        one.mark = said.get(one.pk)
        one.look = LOOKS.get(one.mark.state, "due") if one.mark else "due"
    note(request, [one.person_id for one in people])
    picked = number(request.GET.get("who"))
    who = next((p for p in people if p.pk == picked), None) or next((p for p in people if p.mark is None), None)
    may_mark = request.scope.may("rooms.write") and row.cancelled_at is None and row.day <= clock.today()
    sessions = [one for one in sessions_of(row.course_id) if one.cancelled_at is None]
    at = next((n for n, one in enumerate(sessions) if one.pk == row.pk), 0)
    context = {
        "row": row, "people": people, "who": who if may_mark else None, "may_mark": may_mark, "left": sum(p.mark is None for p in people),
        "present": sum(p.mark is not None and p.mark.state == "present" for p in people), "keys": [(state.value, state.label, key) for state, key, _look in KEYS],
        "early": row.day > clock.today(), "number": at + 1, "of": len(sessions), "before": sessions[at - 1] if at else None, "after": sessions[at + 1] if at + 1 < len(sessions) else None,
    }  # fmt: skip
    return render(request, "web/halls/session.html", context)


@requires("rooms.write")
@require_POST
def mark(request: HttpRequest, booking_id: int, enrolment_id: int) -> HttpResponse:
    """How it was with one; no state takes the mark back."""
    row, who = session(request, booking_id), enrolment(request, enrolment_id)
    state = request.POST.get("state", "")
    try:
        marks.mark(session_id=row.pk, enrolment_id=who.pk, state=state, now=clock.now(), by_id=request.user.pk)
        if state:
            label = SessionMark.State(state).label
            toast(request, _("%(name)s: %(answer)s") % {"name": who.person.name, "answer": label}, undo=reverse("rooms-session-mark", args=[row.pk, who.pk]))
        else:
            toast(request, _("Taken back: no mark for %(name)s.") % {"name": who.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-session", row.pk)


@requires("rooms.write")
@require_POST
def rest(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Everybody else was there."""
    row = session(request, booking_id)
    try:
        done = marks.mark_the_rest(session_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, ngettext("%(n)s more was there.", "%(n)s more were there.", done) % {"n": done})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-session", row.pk)
