"""Restricted files: the list, one restriction with what it stops and what goes on all the same, lifting it and taking that back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.models import Restriction
from qianshou.people.operations.restrictions import NotRestricted, hold_again, lift_restriction
from qianshou.people.queries.restrictions import HOLDS, LIFTED, restriction, restrictions

from ..listing import Listing
from ..toasts import toast
from .said import PERSON_SAYS, STOPS

PAGE = 50
STATES = (HOLDS, LIFTED, "all")


@requires("rights.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?state=holds|lifted|all&purpose=`."""
    get, scope = request.GET, request.scope
    state = get.get("state") if get.get("state") in STATES else HOLDS
    purpose = get.get("purpose") if get.get("purpose") in Restriction.Purpose.values else ""
    rows = restrictions(scope, state=state, purpose=purpose)
    if answer := _paper(rows).answer(request):
        return answer
    context = {
        "page": Paginator(rows, PAGE).get_page(get.get("page")), "state": state, "purpose": purpose, "purposes": Restriction.Purpose.choices,
        "filtered": bool(purpose or state != HOLDS),
    }  # fmt: skip
    return render(request, "web/rights/restrictions.html", context)


def _paper(rows: object) -> Listing:
    return Listing(title=_("Restricted files"), rows=rows, text_columns=(0, 1, 2), columns=[
        (_("Person"), "person.name"), (_("Restricted"), "get_purpose_display"), (_("Restricted since"), "since"), (_("Why"), "reason"), (_("Decided by"), lambda r: str(r.decided_by or "")),
        (_("Lifted"), "lifted_at"), (_("Why it was lifted"), lambda r: f"{r.get_lifted_why_display()} {r.lifted_reason}".strip()),
    ])  # fmt: skip


@requires("rights.read")
def one(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """What it stops and what goes on; POST lifts it."""
    found, error = or_404(restriction, request.scope, restriction_id), ""
    if request.method == "POST" and request.scope.may("rights.write"):
        why, reason = request.POST.get("why", ""), request.POST.get("reason", "")
        try:
            lift_restriction(restriction_id=found.pk, why=why, reason=reason, now=clock.now(), by_id=request.user.pk)
        except NotRestricted as refused:
            error = PERSON_SAYS["lifted" if refused.code == "reason" else refused.code]
        else:
            toast(request, _("The restriction is lifted."), level=messages.SUCCESS, undo=reverse("rights-restriction-again", args=[found.pk]))
            return redirect("rights-restriction", found.pk)
    context = {
        "one": found, "person": found.person, "stops": STOPS[found.purpose], "whys": Restriction.Lifted.choices, "error": error, "given": request.POST,
        "may_write": request.scope.may("rights.write"), 
    }  # fmt: skip
    return render(request, "web/rights/restriction.html", context, status=422 if error else 200)


@requires("rights.write")
@require_POST
def again(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """The lifting was a slip: it holds again."""
    found = or_404(restriction, request.scope, restriction_id)
    try:
        made = hold_again(restriction_id=found.pk, now=clock.now(), by_id=request.user.pk)
    except NotRestricted as refused:
        toast(request, str(PERSON_SAYS[refused.code]), level=messages.WARNING)
        return redirect("rights-restriction", found.pk)
    toast(request, _("It holds again."), level=messages.SUCCESS)
    return redirect("rights-restriction", made.pk)
