"""What the office does to one visit: cancel, move, write down as done."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care import operations as care
from qianshou.care.operations.visits import complete_at_desk, take_back_desk_word
from qianshou.care.queries.visits import visit_of
from qianshou.kernel import clock

from ..net.said import refused
from ..toasts import toast
from .forms import MoveForm
from .visits import done_form


@requires("care.write")
@require_POST
def cancel(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Not this time, with a reason."""
    visit = or_404(visit_of, scope=request.scope, visit_id=visit_id)
    try:
        care.cancel_visit(visit_id=visit.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("The visit is cancelled; its due is excused with your reason."))
    except care.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("visits-one", visit.pk)


@requires("care.write")
@require_POST
def move(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Another time, once."""
    visit = or_404(visit_of, scope=request.scope, visit_id=visit_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        toast(request, _("The visit was not moved: give day, time and reason."), level=messages.ERROR)
        return redirect("visits-one", visit.pk)
    try:
        new = care.move_visit(visit_id=visit.pk, now=clock.now(), by_id=request.user.pk, **form.cleaned_data)
    except care.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return redirect("visits-one", visit.pk)
    toast(request, _("The visit has a new time."))
    return redirect("visits-one", new.pk)


@requires("care.write")
@require_POST
def done(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Somebody told the office that the visit was made."""
    visit = or_404(visit_of, scope=request.scope, visit_id=visit_id)
    form = done_form(visit, request.POST)
    now = clock.now()
    if not form.is_valid():
        toast(request, _("Say when it was done and how you know."), level=messages.ERROR)
        return redirect("visits-one", visit.pk)
    made_at = clock.at(visit.day, form.cleaned_data["at"])
    if made_at > now + timedelta(minutes=1):
        toast(request, _("This time has not come yet."), level=messages.ERROR)
        return redirect("visits-one", visit.pk)
    complete_at_desk(
        visit_id=visit.pk, made_at=made_at, text=form.cleaned_data["text"], now=now, by_id=request.user.pk, carer_ids=form.carer_ids()
    )
    toast(request, _("The visit is written down as done."), undo=reverse("visits-undone", args=[visit.pk]))
    return redirect("visits-one", visit.pk)


@requires("care.write")
@require_POST
def undone(request: HttpRequest, visit_id: int) -> HttpResponse:
    """What the office wrote down was a mistake, or it was somebody else."""
    visit = or_404(visit_of, scope=request.scope, visit_id=visit_id)
    if take_back_desk_word(visit_id=visit.pk, reason=_("written down by mistake"), now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back: the visit stands as it was before."))
    return redirect("visits-one", visit.pk)
