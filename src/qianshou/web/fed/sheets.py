"""The month's subsidy sheets, for the street or one committee, on paper and as a workbook."""

from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qianshou.access.models import Committee
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.faces import faces, unprintable
from qianshou.booklets.queries.volumes import draft_until
from qianshou.booklets.render import SUBSIDY, volume_pdf
from qianshou.booklets.render import pdf as set_pdf
from qianshou.booklets.rules import next_month
from qianshou.booklets.subsidy import FEW, Claim, Part, Unsettled, reason_columns, subsidy_sheets
from qianshou.kernel import clock
from qianshou.meals.queries.afterwards import Filters
from qianshou.meals.queries.subsidies import subsidy_month
from qianshou.packs.loader import load

from ..listing import XLSX
from ..toasts import toast
from .month import month_or_404
from .workbook import subsidy_workbook


@requires("export.run")
def pdf(request: HttpRequest, month: str) -> HttpResponse:
    """The sheets as an office's form: `?committee=3` for one of them, `?language=en`."""
    claim, first = claim_of(request, month), month_or_404(month)
    said = "".join(dict.fromkeys("".join(line.name for part in claim.parts for line in part.sheet.lines)))
    if lost := unprintable(said, faces().characters):
        toast(request, _("No font here has these characters, so they are blank on the sheet: %(characters)s") % {"characters": " ".join(lost)})
    made = (set_pdf if claim.lines <= FEW else volume_pdf)(SUBSIDY, subsidy_sheets(claim), clock.day_bounds(next_month(first))[0])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{claim.number}.pdf"'
    return _taken(request, answer, claim, "pdf")


@requires("export.run")
def xlsx(request: HttpRequest, month: str) -> HttpResponse:
    """The same as a workbook."""
    claim, first = claim_of(request, month), month_or_404(month)
    answer = HttpResponse(subsidy_workbook(claim, clock.day_bounds(next_month(first))[0]), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(claim.number)}.xlsx"
    return _taken(request, answer, claim, "xlsx")


def claim_of(request: HttpRequest, month: str) -> Claim:
    """What the sheets say, for what the user may see. 404 for a committee that is not there."""
    first, scope, street, now = month_or_404(month), request.scope, street_of(request.scope), clock.now()
    if street is None:
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "zh"
    filters = Filters(committee=Filters.read(request.GET).committee)
    committees = Committee.objects.filter(street=street)
    mine = committees if scope.street_ids else committees.filter(pk__in=scope.committee_ids)
    if filters.committee and not mine.filter(pk=filters.committee).exists():
        raise Http404
    found = subsidy_month(scope=scope, month=first, now=now, filters=filters)
    parts = [Part(c.name, found.sheets[c.pk]) for c in committees if c.pk in found.sheets]
    parts += [Part("", found.sheets[None])] if None in found.sheets else []
    names = {code: one.name(language) for code, one in load(street.pack, first).meal_subsidies.items()}
    return Claim(
        month=first, office=street.name, number=_number(street.code, first, filters.committee), parts=parts, reasons=reason_columns(found.codes, names, language),
        unsettled=Unsettled(sum(one.orders for one in found.open), sum(one.subsidy_fen for one in found.open), list(dict.fromkeys(one.name for one in found.open))),
        draft_until=draft_until(first, now), language=language, whole=not filters.committee and bool(scope.street_ids),
    )  # fmt: skip


def _number(code: str, month: date, committee: int | None) -> str:
    """PINGLIANG-BT-202611, of a committee with its number behind."""
    return f"{code.upper()}-BT-{month:%Y%m}" + (f"-{committee}" if committee else "")


def _taken(request: HttpRequest, answer: HttpResponse, claim: Claim, kind: str) -> HttpResponse:
    log(
        act="meals.sheet_taken", now=clock.now(), by_id=request.user.pk, street_id=request.scope.street_id, target="sheet", number=claim.number, format=kind, rows=claim.lines
    )
    answer["Cache-Control"] = "no-store"
    return answer
