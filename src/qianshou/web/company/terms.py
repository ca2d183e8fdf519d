"""What an elder wishes of company, and what a volunteer offers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import Carer, CompanyOffer, CompanyWish
from qianshou.care.operations import company
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of

from ..toasts import toast
from .said import WEEKDAYS, refused


def _terms(request: HttpRequest) -> company.Terms:
    days = [int(d) for d in request.POST.getlist("days") if d in set("1234567")]
    return company.Terms(wishes_sex=request.POST.get("wishes_sex", "")[:1], days=days, note=request.POST.get("note", ""))


def _context(row: CompanyWish | CompanyOffer | None, error: str) -> dict:
    chosen = row.days if row else []
    return {"row": row, "error": error, "days": [(n, word, n in chosen) for n, word in enumerate(WEEKDAYS, 1)]}


@requires("company.write")
def elder(request: HttpRequest, person_id: int) -> HttpResponse:
    """Does she wish for company, by whom, when?"""
    person, error = or_404(file_of, request.scope, person_id, clock.today()), ""
    if request.method == "POST":
        wanted = request.POST.get("wanted") != "no"
        try:
            company.wish_for_company(elder_id=person.pk, wanted=wanted, terms=_terms(request), on=clock.today(), now=clock.now(), by_id=request.user.pk)
            toast(request, _("Written down: she wishes for company.") if wanted else _("Written down: no company for now."))
            return redirect("company-list")
        except Refused as refusal:
            error = refused(refusal)
    row = CompanyWish.objects.filter(elder=person).first()
    return render(request, "web/company/elder.html", {"person": person, **_context(row, error)}, status=422 if error else 200)


@requires("company.write")
def volunteer(request: HttpRequest, carer_id: int) -> HttpResponse:
    """To how many would she go, to whom, when?"""
    carer, error = or_404(Carer.objects.select_related("person").get, pk=carer_id, street_id=request.scope.street_id), ""
    if request.method == "POST":
        most = request.POST.get("most", "").strip()
        try:
            company.offer_company(
                carer_id=carer.pk, most=int(most) if most.isascii() and most.isdigit() and len(most) < 4 else -1, terms=_terms(request), on=clock.today(),
                now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
            toast(request, _("Written down what she offers."))
            return redirect("company-list")
        except Refused as refusal:
            error = refused(refusal)
    row = CompanyOffer.objects.filter(carer=carer).first()
    return render(request, "web/company/volunteer.html", {"carer": carer, **_context(row, error)}, status=422 if error else 200)
