"""The day itself: a tablet at the door, one big button a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations import attending
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.invitations import attendance_of, attended, invited
from qianshou.kernel import clock

from ..toasts import toast
from .people import elder
from .said import refused
from .views import occasion, with_standing


@requires("invitations.read")
def page(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Who is expected, who waits, who is here."""
    row = occasion(request, occasion_id)
    people, here = with_standing(invited(row)), list(attended(row))
    context = {
        "row": row, "expected": [p for p in people if p.seat], "waiting": [p for p in people if p.since_answer and not p.seat],
        "others": [p for p in people if not p.since_answer], "unasked": [one for one in here if one.unasked], "here": {one.person_id: one for one in here},
        "count": len(here), "early": clock.today() < row.on, "may_write": request.scope.may("invitations.write") and not row.over,
    }  # fmt: skip
    return render(request, "web/invitations/day.html", context)


@requires("invitations.write")
@require_POST
def came(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """She is here."""
    row, person = occasion(request, occasion_id), elder(request)
    try:
        made = attending.sign_in(occasion_id=row.pk, person_id=person.pk, now=clock.now(), by_id=request.user.pk)
        said = _("%(name)s is here, unasked.") if made.unasked else _("%(name)s is here.")
        toast(request, said % {"name": person.name}, undo=reverse("invitations-came-undo", args=[made.pk]))
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("invitations-day", row.pk)


@requires("invitations.write")
@require_POST
def undo(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """She did not come after all."""
    row = or_404(lambda: attendance_of(scope=request.scope, attendance_id=attendance_id))
    try:
        if attending.take_back_attendance(attendance_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("Taken back: %(name)s is not here.") % {"name": row.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("invitations-day", row.occasion_id)
