"""Classes: those that run, one with who learns in it, planning, changing, ending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.rules import age_on
from qianshou.venues.models import Course, Enrolment
from qianshou.venues.operations import courses
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries import courses as queries
from qianshou.venues.queries.bookings import sessions_of
from qianshou.venues.queries.rooms import rooms

from ..listing import Listing
from ..reads import note
from ..toasts import toast
from ..watch.reading import number
from .bookings import weekly_said
from .fees import payments, with_standing
from .forms import ChangeCourseForm, CourseForm
from .reading import day_of, klass, room, time_of
from .said import refused, weekday


@requires("rooms.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=running|over`."""
    scope, today = request.scope, clock.today()
    show = queries.OVER if request.GET.get("show") == queries.OVER else queries.RUNNING
    rows = list(queries.courses(scope=scope, today=today, show=show))
    for row in rows:
        row.weekday = weekday(row.since)
    listing_ = Listing(title=_("Classes"), rows=rows, capability="", text_columns=(0, 1, 3, 4), columns=[
        (_("Class"), "name"), (_("Teacher"), "teacher"), (_("Room"), "venue.name"), (_("When"), lambda r: f"{r.weekday} {r.starts:%H:%M}–{r.ends:%H:%M}"),
        (_("Places"), "places"), (_("Fee"), lambda r: r.fee_fen / 100), (_("Have a place"), "seated"), (_("On the waiting list"), "waiting"), (_("From"), "since"), (_("Until"), "until"),
    ])  # fmt: skip
    if answer := listing_.answer(request):
        return answer
    return render(request, "web/halls/classes.html", {"rows": rows, "show": show, "today": today, "may_write": scope.may("rooms.write"), "owing": queries.unpaid(scope=scope).count(), "due": queries.to_give_back(scope=scope, today=today).count()})


@requires("rooms.write")
def new(request: HttpRequest) -> HttpResponse:
    """Plan one; its sessions are booked at once, dates that clash are said."""
    scope, error = request.scope, ""
    choices = {"rooms": list(rooms(scope=scope)), "may_overrule": scope.may("rooms.overrule")}
    if not choices["rooms"]:
        toast(request, _("There is no room yet. Put one in first."), level=messages.WARNING)
        return redirect("rooms-new")
    form = CourseForm(request.POST, **choices) if request.method == "POST" else CourseForm(initial={"venue_id": number(request.GET.get("venue_id"))}, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            where = room(request, form.cleaned_data["venue_id"])
            row, done = courses.plan_course(venue_id=where.pk, plan=form.plan(), now=clock.now(), by_id=request.user.pk)
            toast(request, _("The class is planned.") + " " + weekly_said(done))
            return redirect("rooms-class", row.pk)
        except Refused as said:
            error = refused(said)
    return render(request, "web/halls/class_form.html", {"form": form, "error": error}, status=422 if request.method == "POST" else 200)


@requires("rooms.read")
def one(request: HttpRequest, course_id: int) -> HttpResponse:
    """One class: who has a place, who waits, its sessions, who left."""
    row, scope, today = klass(request, course_id), request.scope, clock.today()
    people = _with_standing(queries.enrolled(row.pk))
    if answer := _listing(row, people).answer(request):
        return answer
    note(request, [one.person_id for one in people])
    sessions, back = list(sessions_of(row.pk)), queries.to_give_back(scope=scope, today=today)
    context = {
        "row": row, "weekday": weekday(row.since), "seated": [p for p in people if p.seat], "waiting": [p for p in people if not p.seat], "left": [with_standing(p) for p in queries.left(row.pk)], "sessions": sessions,
        "payments": payments(row.pk), "may_pay": scope.may("rooms.write"), "owing": sum(1 for p in people if p.rest), "due": sum(one.course_id == row.pk for one in back),
        "held": sum(1 for s in sessions if s.present), "stand": sum(1 for s in sessions if not s.cancelled_at), "rooms": rooms(scope=scope), "today": today, "may_write": scope.may("rooms.write") and not row.ended_at,
        "may_reopen": scope.may("rooms.write") and row.ended_at, "may_note": scope.may("rooms.write"), "may_open_files": scope.may("files.read"), "may_take": scope.may("export.run"),
    }  # fmt: skip
    return render(request, "web/halls/class.html", context)


def _with_standing(rows) -> list[Enrolment]:
    """Each with `age`, `phones` and, where she waits, her number in the list."""
    found, today, waits = list(rows), clock.today(), 0
    for one in found:
        waits += one.seat is None
        one.waits = waits if one.seat is None else None
        with_standing(one)
        one.age = age_on(one.person.birth_date, today)
    return found


def _listing(row: Course, people: list[Enrolment]) -> Listing:
    return Listing(title=row.name, rows=people, text_columns=(0, 1, 2), columns=[
        (_("Name"), "person.name"), (_("Place"), lambda p: p.seat or _("waits, number %(n)s") % {"n": p.waits}), (_("Address"), lambda p: p.person.address), (_("Age"), "age"),
        *([(_("Paid"), lambda p: p.held / 100), (_("Still owed"), lambda p: p.rest / 100)] if row.fee_fen else []), (_("Was there"), "present"), (_("Was excused"), "excused"), (_("Was absent"), "absent"), (_("Result"), "result"),
    ])  # fmt: skip


@requires("rooms.write")
def change(request: HttpRequest, course_id: int) -> HttpResponse:
    """Name, teacher, places."""
    row, error = klass(request, course_id), ""
    form = ChangeCourseForm(request.POST) if request.method == "POST" else ChangeCourseForm(initial=ChangeCourseForm.of(row))
    if request.method == "POST" and form.is_valid():
        try:
            courses.change_course(course_id=row.pk, version=number(request.POST.get("version")) or 0, now=clock.now(), by_id=request.user.pk, **form.cleaned_data)
            toast(request, _("Changed."))
            return redirect("rooms-class", row.pk)
        except Refused as said:
            error = refused(said)
    return render(request, "web/halls/class_form.html", {"form": form, "error": error, "row": row}, status=422 if request.method == "POST" else 200)


@requires("rooms.write")
@require_POST
def add_session(request: HttpRequest, course_id: int) -> HttpResponse:
    """One more session, in place of one that clashed."""
    row, post = klass(request, course_id), request.POST
    day, starts, ends = day_of(post.get("day")), time_of(post.get("starts")), time_of(post.get("ends"))
    try:
        if day is None or starts is None or ends is None:
            raise Refused("ends")
        made = courses.add_session(
            course_id=row.pk, day=day, starts=starts, ends=ends, venue_id=room(request, number(post.get("venue_id")) or 0).pk,
            overrule=post.get("overrule", "") if request.scope.may("rooms.overrule") else "", now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
        toast(request, _("Booked."), undo=reverse("rooms-booking-cancel", args=[made.pk]) + "?undo=1")
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-class", row.pk)


@requires("rooms.write")
@require_POST
def end(request: HttpRequest, course_id: int) -> HttpResponse:
    """The term is over."""
    row = klass(request, course_id)
    try:
        courses.end_course(course_id=row.pk, result=request.POST.get("result", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Closed. It stands among those that are over."), undo=reverse("rooms-class-reopen", args=[row.pk]))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-class", row.pk)


@requires("rooms.write")
@require_POST
def reopen(request: HttpRequest, course_id: int) -> HttpResponse:
    """Ending it was a mistake."""
    row = klass(request, course_id)
    if courses.reopen_course(course_id=row.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("The class runs again."))
    return redirect("rooms-class", row.pk)
