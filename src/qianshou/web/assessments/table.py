"""Who goes along to the kitchen table: a person's forms are handed out to a tablet until a day, and taken back."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.assessment import operations
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of

from ..toasts import toast
from .said import refused


@requires("assessments.write")
@require_POST
def hand_out(request: HttpRequest, person_id: int) -> HttpResponse:
    """POST `user`, `until`."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = date.min
    try:
        operations.hand_out(person_id=person.pk, user_id=_number(request), until=until, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Handed out. The tablet has it as soon as it is opened where there is signal."))
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("assessments-person", person.pk)


@requires("assessments.write")
@require_POST
def hand_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """POST `user`."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    if operations.hand_in(person_id=person.pk, user_id=_number(request), now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back. The tablet forgets it when it has signal; what was filled in until then still comes."))
    return redirect("assessments-person", person.pk)


def _number(request: HttpRequest) -> int:
    text = request.POST.get("user", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
