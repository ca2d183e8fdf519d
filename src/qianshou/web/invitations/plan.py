"""An occasion is planned from a question's result, changed, called off, closed, opened again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.models import Committee, Street
from qianshou.access.permissions import requires
from qianshou.care.operations import invitations, occasions
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.finding import read_question
from qianshou.care.queries.invitations import Candidates, candidates
from qianshou.care.queries.vocabulary import Speech
from qianshou.kernel import clock

from ..toasts import toast
from .forms import OccasionForm
from .said import LEFT_OUT, refused
from .views import occasion


def numbers(texts: list[str]) -> list[int]:
    """Ids of an address: "3", "5,7"; whatever is no number is left out."""
    return [int(part) for text in texts for part in text.split(",") if part.isascii() and part.isdigit() and len(part) < 10]


def whom(request: HttpRequest, text: str, picked: list[int]) -> Candidates:
    """Whom a question finds, or of these the picked ones. Only for who may find people."""
    if not text or not request.scope.may("company.read"):
        return Candidates()
    street, today = Street.objects.get(pk=request.scope.street_id), clock.today()
    speech = Speech(street, today)
    wanted = read_question(street=street, text=text, speech=speech)
    return candidates(scope=request.scope, street=street, wanted=wanted, today=today, speech=speech, picked=picked or None)


@requires("invitations.write")
def new(request: HttpRequest) -> HttpResponse:
    """`?q=` the question, `?pick=` of its people only these. POST plans the occasion and asks them."""
    given = request.POST if request.method == "POST" else request.GET
    text, picked = given.get("q", "").strip()[:200], numbers(given.getlist("pick"))
    found, street = whom(request, text, picked), Street.objects.get(pk=request.scope.street_id)
    form = OccasionForm(request.POST) if request.method == "POST" else OccasionForm(initial={"organiser": str(street), "telephone": street.telephone})
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            row = occasions.plan_occasion(
                street_id=street.pk, plan=form.plan(), committee_id=own_committee(request), question=text, now=clock.now(), by_id=request.user.pk
            )
            made, _left = invitations.invite(occasion_id=row.pk, person_ids=[p.pk for p in found.people], now=clock.now(), by_id=request.user.pk)
            toast(request, ngettext("%(n)s person is on the list. Now ring, or print the letters.", "%(n)s people are on the list. Now ring, or print the letters.", len(made)) % {"n": len(made)})
            return redirect("invitations-one", row.pk)
        except Refused as said:
            error = refused(said)
    context = {"form": form, "error": error, "q": text, "pick": picked, "found": found, "left_out": [(p, LEFT_OUT[why]) for p, why in found.left_out], "new": True}
    return render(request, "web/invitations/plan.html", context, status=422 if request.method == "POST" else 200)


def own_committee(request: HttpRequest) -> int | None:
    """Whoever sees one committee plans for it; the street plans for all."""
    scope = request.scope
    if scope.street_id in scope.street_ids:
        return None
    return Committee.objects.filter(pk__in=scope.committee_ids, street_id=scope.street_id).order_by("pk").values_list("pk", flat=True).first()


@requires("invitations.write")
def change(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Change when, where, for how many."""
    row, error = occasion(request, occasion_id), ""
    form = OccasionForm(request.POST) if request.method == "POST" else OccasionForm.of(row)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            occasions.change_occasion(occasion_id=row.pk, plan=form.plan(), version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0, now=clock.now(), by_id=request.user.pk)
            toast(request, _("Changed. Tell those who were asked already."))
            return redirect("invitations-one", row.pk)
        except Refused as said:
            error = refused(said)
    return render(request, "web/invitations/plan.html", {"form": form, "error": error, "row": row}, status=422 if request.method == "POST" else 200)


@requires("invitations.write")
@require_POST
def call_off(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """It does not take place."""
    row = occasion(request, occasion_id)
    try:
        occasions.call_off(occasion_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Called off. Tell those who said yes: the call list has their numbers."), undo=reverse("invitations-reopen", args=[row.pk]))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("invitations-one", row.pk)


@requires("invitations.write")
@require_POST
def close(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """It took place; what came of it."""
    row = occasion(request, occasion_id)
    try:
        occasions.close(occasion_id=row.pk, result=request.POST.get("result", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Closed. It stands among those that were."), undo=reverse("invitations-reopen", args=[row.pk]))
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("invitations-one", row.pk)


@requires("invitations.write")
@require_POST
def reopen(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Calling off or closing was a mistake."""
    row = occasion(request, occasion_id)
    if occasions.reopen(occasion_id=row.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Open again."))
    return redirect("invitations-one", row.pk)
