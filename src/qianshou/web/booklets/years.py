"""The year: its volumes, and how its months stand."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.booklets import operations
from qianshou.booklets.models import Volume
from qianshou.booklets.operations.months import NothingToBind
from qianshou.booklets.queries import volumes as rows
from qianshou.booklets.queries.bound_months import unfinished_months
from qianshou.booklets.queries.year_standing import MonthStanding, months_standing
from qianshou.kernel import clock

from ..months import month_name
from ..toasts import toast
from .views import LANGUAGES, volumes_context

SETTLED_AFTER = 3  # until the end of this month the page opens with the year before: that is the one to bind
SHOWN = 4  # years offered as chips


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month as the page shows it."""

    code: str
    name: str
    over: bool
    closed: bool
    bound: int
    drafts: int
    unfinished: int


@requires("booklets.read")
def year_page(request: HttpRequest) -> HttpResponse:
    """One year: its volumes with their state, and its months."""
    context = year_context(request)
    standing = months_standing(request.scope, context["year"], clock.now(), context["language"])
    return render(request, "web/booklets/year.html", context | {"months": [_row(one) for one in standing], "shows_sheets": request.scope.may("attendance.read")})


@requires("booklets.read")
def state(request: HttpRequest) -> HttpResponse:
    """The volumes alone, asked for again while they are being bound."""
    return render(request, "web/booklets/_volumes.html", year_context(request))


def year_context(request: HttpRequest) -> dict:
    """What the page and its moving part show."""
    today, now = clock.today(), clock.now()
    usual = today.year - (today.month <= SETTLED_AFTER)
    year = read_year(request.GET.get("year"))
    year = year if year and year <= today else date(usual, 1, 1)
    language = request.GET.get("language") if request.GET.get("language") in LANGUAGES else "zh-hans"
    offered = sorted({*range(today.year, today.year - SHOWN, -1), year.year}, reverse=True)
    context = volumes_context(rows.year_volumes(request.scope, year).filter(language=language), now)
    street_id = request.scope.street_id
    return context | {
        "waits": bool(context["unfinished"] and street_id and unfinished_months(street_id, year, language)),
        "year": year, "code": f"{year:%Y}", "year_name": year_name(year.year), "language": language, "span": "year",
        "years": [{"code": str(one), "name": year_name(one), "here": one == year.year} for one in offered],
        "state_url": reverse("booklets-year-state"), "bind_url": reverse("booklets-year-bind"),
        "over": rows.draft_until(year, now, Volume.Kind.CARERS_YEAR) is None, "may_bind": request.scope.may("booklets.bind"),
    }  # fmt: skip


@requires("booklets.bind")
@require_POST
def bind(request: HttpRequest) -> HttpResponse:
    """Ask for the year's volumes; the work goes on in the background."""
    year, language = read_year(request.POST.get("year")), request.POST.get("language", "zh-hans")
    if year is None or language not in LANGUAGES or request.scope.street_id not in request.scope.street_ids:
        raise Http404
    try:
        operations.bind_year(street_id=request.scope.street_id, year=year, by_id=request.user.pk, now=clock.now(), language=language)
        toast(request, _("The volumes are being bound. You may leave this page."))
    except NothingToBind:
        toast(request, _("There is nothing to bind in this year."), level=40)
    return redirect(f"{reverse('booklets-year')}?{urlencode({'year': f'{year:%Y}', 'language': language})}")


def read_year(code: str | None) -> date | None:
    """The first day of the year written as 2026; None when it is none."""
    return date(int(code), 1, 1) if code and len(code) == 4 and code.isascii() and code.isdecimal() and code >= "1900" else None


def year_name(year: int) -> str:
    """2026年, or 2026, in the reader's language."""
    return str(year) if (translation.get_language() or "").startswith("en") else f"{year}年"


def _row(one: MonthStanding) -> MonthRow:
    return MonthRow(f"{one.month:%Y-%m}", month_name(one.month), one.over, one.closed, one.bound, one.drafts, one.unfinished)
