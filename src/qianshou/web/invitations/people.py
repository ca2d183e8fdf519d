"""Who is on the list: more are asked, one is added by hand, one is taken off and put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import Invitation
from qianshou.care.operations import invitations
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.invitations import invitation_of
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.queries import search
from qianshou.people.queries.files import people_seen

from ..toasts import toast
from ..watch.reading import number
from .plan import whom
from .said import refused
from .views import occasion

FOUND = 8


def elder(request: HttpRequest) -> Person:
    """The person of a form; 404 for somebody whom the user may not see."""
    seen = people_seen(request.scope, clock.today()).filter(file__isnull=False)
    return or_404(seen.get, pk=number(request.POST.get("person")) or 0)


def invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    """The invitation of an address; 404 for outsiders."""
    return or_404(lambda: invitation_of(scope=request.scope, invitation_id=invitation_id))


@requires("invitations.write")
@require_POST
def ask(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Everybody whom another question finds."""
    row, text = occasion(request, occasion_id), request.POST.get("q", "").strip()[:200]
    found = whom(request, text, [])
    try:
        made, _left = invitations.invite(occasion_id=row.pk, person_ids=[p.pk for p in found.people], now=clock.now(), by_id=request.user.pk)
        if found.people:
            toast(request, ngettext("%(n)s more is on the list.", "%(n)s more are on the list.", len(made)) % {"n": len(made)})
        else:
            toast(request, _("Nobody was found for “%(text)s”. Ask in other words.") % {"text": text}, level=messages.WARNING)
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("invitations-one", row.pk)


@requires("invitations.write")
@require_POST
def ask_one(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """One person, with the reason where the list leaves her out."""
    row, person = occasion(request, occasion_id), elder(request)
    try:
        made = invitations.invite_by_hand(occasion_id=row.pk, person_id=person.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s is on the list.") % {"name": person.name}, undo=reverse("invitations-off", args=[made.pk]))
    except Refused as said:
        toast(request, f"{person.name}: {refused(said)}", level=messages.ERROR)
    return redirect("invitations-one", row.pk)


@requires("invitations.write")
def found(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Who fits what is typed, to be added (`?for=list`) or signed in (`?for=day`)."""
    row, text = occasion(request, occasion_id), request.GET.get("q", "").strip()
    rows = search(scope=request.scope, text=text, today=clock.today(), limit=FOUND, elders_only=True).people if text else []
    context = {"people": [p for p in rows if p.street_id == row.street_id], "text": text, "row": row, "for": "day" if request.GET.get("for") == "day" else "list"}
    return render(request, "web/invitations/_found.html", context)


@requires("invitations.write")
@require_POST
def take_off(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """She is not asked after all."""
    row = invitation(request, invitation_id)
    try:
        if invitations.take_off(invitation_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("%(name)s is taken off the list.") % {"name": row.person.name}, undo=reverse("invitations-back", args=[row.pk]))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("invitations-one", row.occasion_id)


@requires("invitations.write")
@require_POST
def put_back(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Taking her off was a mistake."""
    row = invitation(request, invitation_id)
    try:
        if invitations.put_back(invitation_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("%(name)s is on the list again.") % {"name": row.person.name})
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("invitations-one", row.occasion_id)
