"""The table of a month, one carer's sheet, the records behind a part, the printed sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.booklets.appraisal import APPRAISAL, appraisal_volume
from qianshou.booklets.queries.appraisals import sheet_of
from qianshou.booklets.queries.volumes import draft_until
from qianshou.booklets.render import pdf
from qianshou.booklets.rules import next_month
from qianshou.booklets.sheets import Binding
from qianshou.care.models import Carer
from qianshou.care.queries.credits import carer_in
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, AppraisalSign
from qianshou.merit.queries.appraisal import Filters, behind, month_rows, trend_of, versions_of
from qianshou.merit.rules.appraisal import tenths_text
from qianshou.packs.loader import load

from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month
from .reading import street_or_404
from .said import BANDS, STATES, named, part_of, record_of, result_of, standing_of
from .trend import trend

SETTLED_AFTER = 25  # until this day of the month the last month is what one works at


@requires("appraisal.read")
def month_page(request: HttpRequest) -> HttpResponse:
    """All carers of a month: score, result, beside whom, where each stands."""
    return month_answer(request)


def month_answer(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong."""
    month, street, get = chosen_month(request, settled_after=SETTLED_AFTER), street_or_404(request), request.GET
    pack = load(street.pack, month)
    wanted = Filters(tier=get.get("tier", ""), state=get.get("state", ""), result=get.get("result", ""), text=get.get("q", "").strip())
    rows = [
        {"row": row, "tier": named(pack.tiers, row.tier), "score": tenths_text(row.tenths), "result": result_of(row, pack), "standing": standing_of(row),
         "middle": tenths_text(row.compared.get("middle")) if row.compared.get("count", 0) > 1 else "", "meter": (row.tenths or 0) / 10, "band": BANDS.get(row.compared.get("band"), "")}
        for row in month_rows(request.scope, month, wanted)
    ]  # fmt: skip
    listing = Listing(title=_("Appraisal %(month)s") % {"month": month_name(month)}, rows=rows, text_columns=(1, 3, 4), columns=[
        (_("Number"), "row.carer.number"), (_("Name"), "row.carer.person.name"), (_("Tier"), "tier"), (_("Score"), "score"), (_("Result"), lambda r: r["result"][1]),
        (_("Load"), "band"), (_("Middle of those like her"), "middle"), (_("Talk"), "row.talk_on"), (_("State"), lambda r: r["standing"][1])])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    everybody = month_rows(request.scope, month) if wanted != Filters() else [r["row"] for r in rows]
    results = [(code, mark.name(request.LANGUAGE_CODE)) for code, mark in pack.appraisal_marks.items() if mark.scale == "result"]
    return render(request, "web/appraisal/month.html", {
        "rows": rows, "wanted": wanted, "listing": listing, "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month), "problem": problem,
        "tiers": [(code, named(pack.tiers, code)) for code in pack.tiers], "results": results, "states": STATES.items(), "all": len(everybody), "here": "month",
        "closed": sum(not row.is_open for row in everybody), "next": next((r["row"] for r in rows if r["row"].is_open), None),
        "items": [(item, item.name(request.LANGUAGE_CODE)) for item in pack.appraisal.values()], "may_write": request.scope.may("appraisal.write"),
    }, status=status)  # fmt: skip


@requires("appraisal.read")
def sheet(request: HttpRequest, carer_id: int, month: str) -> HttpResponse:
    """One carer's sheet."""
    return sheet_answer(request, or_404(carer_in, request.scope, carer_id), month)


def sheet_answer(request: HttpRequest, carer: Carer, code: str, *, problem: str = "", at: str = "", typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with one of its forms (`at`) and what was typed into it."""
    month = read_month(code)
    if month is None or month > clock.today():
        raise Http404
    pack, versions = load(carer.street.pack, month), versions_of(request.scope, carer, month)
    row = versions[0] if versions else None
    parts = [part_of(part, pack) for part in row.parts] if row else []
    listing = Listing(title=_("Appraisal %(name)s %(month)s") % {"name": carer.person.name, "month": month_name(month)}, rows=parts, columns=[
        (_("Item"), "name"), (_("Weight"), "weight"), (_("Records"), "records"), (_("Share reached"), "share_text"), (_("Points of the item"), "points_text"), (_("Remark"), "why_text")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    context = {
        "carer": carer, "row": row, "versions": versions, "parts": parts, "code": code, "month_name": month_name(month), "listing": listing, "problem": problem, "at": at,
        "typed": typed or {}, "today": clock.today(), "may_write": request.scope.may("appraisal.write"), "picture": trend(trend_of(carer, month)), "here": "month",
        "tier": named(pack.tiers, row.tier if row else carer.tier),
    }  # fmt: skip
    if row:
        c = row.compared
        context |= {
            "score": tenths_text(row.tenths), "result": result_of(row, pack), "standing": standing_of(row), "points": tenths_text(sum(p["points"] or 0 for p in row.parts)),
            "said": sum(p["weight"] for p in row.parts if p["points"] is not None), "whole": sum(p["weight"] for p in row.parts), "compared": c,
            "middle": tenths_text(c.get("middle")), "like_hers": tenths_text(c.get("like_hers")), "everywhere": tenths_text(c.get("everywhere")),
            "load": f"{c.get('load', 0) / 100:.1f}", "band": BANDS.get(c.get("band"), ""), "most": pack.appraisal_marks["allowance_most"].percent,
            "signs": {one.who: one for one in row.signs.all()}, "objections": row.objections.all(),
            "lifted": any(p["allowance"] for p in row.parts), "may_see_papers": request.scope.may("files.read"), **_signing(row),
        }  # fmt: skip
    return render(request, "web/appraisal/sheet.html", context, status=status)


def _signing(row: Appraisal) -> dict:
    """Who has signed, who is missing, whether an objection waits, whether it can be closed."""
    held = {one.who for one in row.signs.all()}
    waiting = any(one.state == "open" for one in row.objections.all())
    whos = AppraisalSign.Who.choices
    over = clock.today() >= next_month(row.month)
    return {"whos": whos, "missing": [(who, word) for who, word in whos if who not in held], "waiting": waiting, "ready": over and not waiting and len(held) == len(whos)}


@requires("appraisal.read")
def part(request: HttpRequest, carer_id: int, month: str, part: str) -> HttpResponse:
    """The records behind one part of the newest version, or of `?version=`."""
    carer, first = or_404(carer_in, request.scope, carer_id), read_month(month)
    versions = versions_of(request.scope, carer, first) if first else []
    row = next((one for one in versions if request.GET.get("version") in (None, "", str(one.version))), None)
    if row is None or part not in {one["code"] for one in row.parts}:
        raise Http404
    pack = load(carer.street.pack, first)
    lines = [record_of(one, pack) for one in behind(row, part)]
    lines.sort(key=lambda line: (line["worth"], str(line["day"] or "")))
    one = part_of(next(p for p in row.parts if p["code"] == part), pack)
    listing = Listing(title=f"{one['name']} {carer.person.name} {month_name(first)}", rows=lines, columns=[
        (_("Day"), "day"), (_("Who"), "who"), (_("What"), "what"), (_("Words"), "words"), (_("Worth, percent"), "worth")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    item = pack.appraisal.get(part)
    return render(request, "web/appraisal/part.html", {"carer": carer, "row": row, "part": one, "item": item, "lines": lines, "code": month, "month_name": month_name(first),
                                                       "listing": listing, "may_see_files": request.scope.may("files.read")})  # fmt: skip


@requires("appraisal.read")
def sheet_pdf(request: HttpRequest, carer_id: int, month: str) -> HttpResponse:
    """The sheet on paper, as it is stored: the same row gives the same bytes."""
    carer, first = or_404(carer_in, request.scope, carer_id), read_month(month)
    versions = versions_of(request.scope, carer, first) if first else []
    row = next((one for one in versions if request.GET.get("version") in (None, "", str(one.version))), None)
    if row is None:
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "zh"
    draft = draft_until(first, clock.now()) if row.is_open else None
    binding = Binding(month=first, office=carer.street.name, part=carer.person.name, bound_on=clock.local_date(row.worked_at), draft_until=draft, language=language, with_cover=False)
    data = appraisal_volume([sheet_of(row, carer.street, load(carer.street.pack, first), language)], binding)
    answer = HttpResponse(pdf(APPRAISAL, data, clock.day_bounds(next_month(first))[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="appraisal-{carer_id}-{month}.pdf"'
    return answer
