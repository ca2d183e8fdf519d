"""The points of a month: all carers, one carer's days, the objections."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.rules import next_month
from qianshou.care.models import PointCredit
from qianshou.care.queries.credits import carer_in, credits_of, objections, people_of, points_of_street
from qianshou.kernel import clock
from qianshou.ledger.rules.points import kind_of
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.packs.shapes_merit import TIMED

from ..listing import Listing
from ..months import chips, chosen_month, month_name
from .said import reasons_words, rule_words, task_word


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the page shows it."""

    row: PointCredit
    what: str
    whose: str
    reasons: list[tuple[str, int]]
    timed: bool


def last_day(month: date) -> date:
    """The last day of the month."""
    return date.fromordinal(next_month(month).toordinal() - 1)


@requires("points.read")
def month_page(request: HttpRequest) -> HttpResponse:
    """All carers, most points first, with what they did for them."""
    month, street = chosen_month(request), street_of(request.scope)
    if street is None:
        raise Http404
    pack, language = load(street.pack), translation.get_language()
    found = points_of_street(request.scope, month, last_day(month))
    tier = lambda one: pack.tiers[one.carer.tier].name(language) if one.carer.tier in pack.tiers else one.carer.tier
    listing = Listing(title=_("Points %(month)s") % {"month": month_name(month)}, rows=found, text_columns=(1, 3, 4), columns=[
        (_("Number"), "carer.number"), (_("Name"), "carer.person.name"), (_("Tier"), tier), (_("Tasks"), "tasks"), (_("Points"), "points"),
        (_("Objections"), "open_objections")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    most = max((one.points for one in found), default=0)
    return render(request, "web/points/month.html", {
        "rows": [(one, tier(one)) for one in found], "most": most or 1, "total": sum(one.points for one in found), "tasks": sum(one.tasks for one in found),
        "waiting": sum(one.open_objections for one in found), "rules": [(rule_words(pack, rule), rule) for kind in ("earns", "adds", "cap") for rule in pack.point_rules.values() if rule.kind == kind],
        "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month), "listing": listing, "may_write": request.scope.may("points.write"),
    })  # fmt: skip


@requires("points.read")
def carer_page(request: HttpRequest, carer_id: int) -> HttpResponse:
    """One carer's month: every task with its points and reasons, day by day, and what she objected to."""
    return carer_answer(request, carer_id)


def carer_answer(request: HttpRequest, carer_id: int, *, problem: str = "", typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with a form and what was typed into it."""
    carer, month = or_404(carer_in, request.scope, carer_id), chosen_month(request)
    pack = load(carer.street.pack)
    lines = _lines(pack, credits_of(carer, month, last_day(month)))
    listing = Listing(title=_("Points %(name)s %(month)s") % {"name": carer.person.name, "month": month_name(month)}, rows=lines, columns=[
        (_("Day"), "row.day"), (_("Task"), "what"), (_("For whom"), "whose"), (_("Points"), "row.points"),
        (_("Why"), lambda line: " ".join(f"{word} {points:+d}" for word, points in line.reasons))])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    days = [(day, list(of)) for day, of in groupby(lines, key=lambda line: line.row.day)]
    return render(request, "web/points/carer.html", {
        "carer": carer, "days": [(day, of, sum(line.row.points for line in of)) for day, of in reversed(days)], "total": sum(line.row.points for line in lines),
        "tasks": len(lines), "objections": objections(request.scope, [carer.pk]), "chips": chips(month), "code": f"{month:%Y-%m}",
        "month_name": month_name(month), "listing": listing, "may_write": request.scope.may("points.write"), "problem": problem, "typed": typed or {},
        "today": clock.today(),
    }, status=status)  # fmt: skip


def _lines(pack: Pack, rows: list[PointCredit]) -> list[Line]:
    whose = people_of(rows)
    return [
        Line(row, task_word(pack, row), whose.get(row.task, ""), reasons_words(pack, row.service, row.reasons), kind_of(row.task) in TIMED)
        for row in rows
    ]  # fmt: skip


@requires("points.read")
def objection_list(request: HttpRequest) -> HttpResponse:
    """Objections of the street, those that wait for an answer first."""
    return objections_answer(request)


def objections_answer(request: HttpRequest, *, problem: str = "", of: int = 0, typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with the answer to one of them."""
    found = objections(request.scope)
    listing = Listing(title=_("Objections to points"), rows=found, columns=[
        (_("Name"), "carer.person.name"), (_("Day"), "day"), (_("What is not right"), "text"), (_("State"), "get_state_display"), (_("Answer"), "answer")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    return render(request, "web/points/objections.html", {
        "found": found, "listing": listing, "may_write": request.scope.may("points.write"), "problem": problem, "of": of, "typed": typed or {},
    }, status=status)  # fmt: skip
