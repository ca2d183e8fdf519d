"""Something happened: written down under its cover, and the claim step by step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations import claims
from qianshou.care.operations.errors import Refused
from qianshou.care.queries import safeguards as reads
from qianshou.kernel import clock

from ..orders.money import fen_in
from ..toasts import toast
from .person import show
from .reading import batch_in, day_in
from .said import STATES, refused


def _batch(request: HttpRequest) -> UUID:
    return batch_in(request.POST.get("batch"))


@requires("safeguards.write")
@require_POST
def incident(request: HttpRequest, safeguard_id: int) -> HttpResponse:
    """What happened, when, who said so."""
    row, post = or_404(lambda: reads.cover_of(scope=request.scope, safeguard_id=safeguard_id, today=clock.today())), request.POST
    try:
        made = claims.note_incident(
            safeguard_id=row.pk,
            happened_on=day_in(post.get("on")) or clock.today(),
            text=post.get("text", ""),
            reported_by=post.get("reported_by", ""),
            batch=_batch(request),
            now=clock.now(),
            by_id=request.user.pk,
        )
    except Refused as error:
        return show(request, row.person, refused(error))
    toast(
        request, _("Written down. Report it to %(provider)s.") % {"provider": row.provider}, undo=reverse("safeguards-incident-undo", args=[made.pk])
    )
    return redirect("safeguards-person", row.person_id)


@requires("safeguards.write")
@require_POST
def step(request: HttpRequest, incident_id: int) -> HttpResponse:
    """The claim goes one step on."""
    one, post = or_404(lambda: reads.incident_of(scope=request.scope, incident_id=incident_id, today=clock.today())), request.POST
    try:
        made = claims.step_claim(
            incident_id=one.pk,
            state=post.get("state", ""),
            on=day_in(post.get("on")) or clock.today(),
            note=post.get("note", ""),
            paid_fen=fen_in(post.get("paid")),
            batch=_batch(request),
            now=clock.now(),
            by_id=request.user.pk,
        )
    except Refused as error:
        return show(request, one.safeguard.person, refused(error))
    toast(request, _("Claim: %(state)s.") % {"state": STATES[made.state][0]}, undo=reverse("safeguards-step-undo", args=[made.pk]))
    return redirect("safeguards-person", one.safeguard.person_id)


@requires("safeguards.write")
@require_POST
def undo_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """A step was a mistake."""
    made = or_404(lambda: reads.step_of(scope=request.scope, step_id=step_id, today=clock.today()))
    if claims.take_back_step(step_id=made.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back; it stays readable."))
    else:
        toast(request, _("Only the newest step can be taken back."), level=messages.ERROR)
    return redirect("safeguards-person", made.incident.safeguard.person_id)


@requires("safeguards.write")
@require_POST
def undo_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """It was written down by mistake."""
    one = or_404(lambda: reads.incident_of(scope=request.scope, incident_id=incident_id, today=clock.today()))
    if claims.take_back_incident(incident_id=one.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back; it stays readable."))
    else:
        toast(request, _("A claim has begun: take back its steps first."), level=messages.ERROR)
    return redirect("safeguards-person", one.safeguard.person_id)
