"""The plan sheet and the report as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.association.models import Activity
from qianshou.association.queries import ideas as queries
from qianshou.association.queries.pack import rules_of
from qianshou.booklets import association as sheets
from qianshou.booklets.render import ACTIVITY_PLAN, ACTIVITY_REPORT, pdf
from qianshou.care.queries.invitations import occasion_of
from qianshou.kernel import clock
from qianshou.kernel.sealing import SealingError
from qianshou.people import papers

from .said import brought_by
from .views import idea

MOST_PHOTOS = 6


def language_of(request: HttpRequest) -> str:
    """`?language=zh|en`, else the user's."""
    asked = request.GET.get("language") or get_language() or ""
    return "en" if asked.startswith("en") else "zh"


def _sheet(request: HttpRequest, row: Activity) -> sheets.Sheet:
    decided, rules = queries.decision(row.idea), rules_of(row.idea.street, row.on, "activity")
    where = row.occasion or row
    return sheets.Sheet(
        name=row.name, kind=rules[row.kind].name(language_of(request)) if row.kind in rules else row.kind, purpose=row.purpose, on=where.on, starts=where.starts,
        ends=where.ends, venue=where.where if row.occasion else row.venue, places=where.places, for_whom=row.for_whom, responsible=row.responsible,
        telephone=row.telephone, brought_by=brought_by(row.idea), decision=decided.reason if decided else "", decided_on=decided.decided_on if decided else None,
        given=decided.street_fen if decided else 0,
        lines=tuple(sheets.Line(one.kind, one.what, one.quantity, one.fen, one.who, one.used) for one in queries.lines(row)),
    )  # fmt: skip


def _answer(request: HttpRequest, row: Activity, template: str, data: dict, name: str) -> HttpResponse:
    log(act=f"{name}.printed", now=clock.now(), by_id=request.user.pk, street_id=row.street_id, target="activity", target_id=row.pk)
    answer = HttpResponse(pdf(template, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{row.on}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _plan(request: HttpRequest, idea_id: int) -> Activity:
    row = getattr(idea(request, idea_id), "activity", None)
    if row is None:
        raise Http404
    return row


@requires("association.read")
def plan(request: HttpRequest, idea_id: int) -> HttpResponse:
    """The plan sheet, to be signed and sealed."""
    row = _plan(request, idea_id)
    data = sheets.plan_sheet(_sheet(request, row), office=str(row.idea.street), language=language_of(request))
    return _answer(request, row, ACTIVITY_PLAN, data, "activity-plan")


@requires("association.read")
def report(request: HttpRequest, idea_id: int) -> HttpResponse:
    """The report: numbers, costs, what people said, photographs of those who agree."""
    row = _plan(request, idea_id)
    money, occasion = queries.money_of(row), occasion_of(scope=request.scope, occasion_id=row.occasion_id) if row.occasion_id else None
    costs = tuple(sheets.Cost(one.what, one.on, one.street_fen, one.own_fen, one.receipt) for one in queries.costs(row) if one.reversed_at is None)
    counted = (occasion.asked, occasion.seated, occasion.waiting, occasion.came, occasion.unasked) if occasion else (0, 0, 0, 0, 0)
    found = sheets.Report(_sheet(request, row), *counted, money.planned, costs, row.result or (occasion.result if occasion else ""), row.said, row.reported_at is not None, tuple(_photos(row)))
    data = sheets.report(found, office=str(row.idea.street), language=language_of(request))
    return _answer(request, row, ACTIVITY_REPORT, data, "activity-report")


def _photos(row: Activity):
    """(bytes, caption) of those that can be opened; PDFs are no photographs."""
    for one in queries.photos(row)[:MOST_PHOTOS]:
        if not one.paper.media_type.startswith("image/"):
            continue
        try:
            yield papers.read(one.paper), one.caption
        except (OSError, SealingError):
            continue
