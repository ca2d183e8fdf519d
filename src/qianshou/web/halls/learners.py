"""People enrol in a class, leave it, are told that they moved up; what each made of it."""

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
from qianshou.venues.models import Enrolment
from qianshou.venues.operations import enrolments
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.courses import enrolment_of

from ..toasts import toast
from .reading import klass, people_found, person
from .said import refused


def enrolment(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """The enrolment of an address; 404 for outsiders."""
    return or_404(lambda: enrolment_of(scope=request.scope, enrolment_id=enrolment_id))


@requires("rooms.write")
def found(request: HttpRequest, course_id: int) -> HttpResponse:
    """Who fits what is typed."""
    row = klass(request, course_id)
    return render(request, "web/halls/_class_found.html", {"row": row, "people": people_found(request, row.street_id), "text": request.GET.get("q", "").strip()})


@requires("rooms.write")
@require_POST
def enrol(request: HttpRequest, course_id: int) -> HttpResponse:
    """Take her in."""
    row, who = klass(request, course_id), person(request)
    try:
        made = enrolments.enrol(course_id=row.pk, person_id=who.pk, now=clock.now(), by_id=request.user.pk)
        said = _("%(name)s has place %(n)s.") % {"name": who.name, "n": made.seat} if made.seat else _("%(name)s is on the waiting list: all places are given.") % {"name": who.name}
        toast(request, said, undo=reverse("rooms-leave", args=[made.pk]))
    except Refused as error:
        toast(request, f"{who.name}: {refused(error)}", level=messages.ERROR)
    return redirect("rooms-class", row.pk)


@requires("rooms.write")
@require_POST
def leave(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """She does not come any more."""
    row = enrolment(request, enrolment_id)
    try:
        moved = enrolments.leave(enrolment_id=row.pk, why=request.POST.get("why", ""), now=clock.now(), by_id=request.user.pk)
        said = _("%(name)s is out of the class.") % {"name": row.person.name}
        if moved:
            said += " " + ngettext("%(n)s moved up: tell her.", "%(n)s moved up: tell them.", len(moved)) % {"n": len(moved)}
        toast(request, said, undo=reverse("rooms-back", args=[row.pk]))
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-class", row.course_id)


@requires("rooms.write")
@require_POST
def back(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Leaving was a mistake."""
    row = enrolment(request, enrolment_id)
    try:
        row = enrolments.come_back(enrolment_id=row.pk, now=clock.now(), by_id=request.user.pk)
        said = _("%(name)s has place %(n)s.") if row.seat else _("%(name)s is on the waiting list: all places are given.")
        toast(request, said % {"name": row.person.name, "n": row.seat})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-class", row.course_id)


@requires("rooms.write")
@require_POST
def told(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Whoever moved up knows it."""
    row = enrolment(request, enrolment_id)
    try:
        if enrolments.told(enrolment_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("Noted: %(name)s knows that she has a place.") % {"name": row.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-class", row.course_id)


@requires("rooms.write")
@require_POST
def result(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """What she made of it."""
    row = enrolment(request, enrolment_id)
    enrolments.note_result(enrolment_id=row.pk, result=request.POST.get("result", ""), now=clock.now(), by_id=request.user.pk)
    toast(request, _("Written down."))
    return redirect("rooms-class", row.course_id)
