"""The working-day calendar of a year: published days, the officers' words, and a warning where a year is not published."""

from calendar import monthcalendar
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.care.models import CalendarDay
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.working_days import set_days
from qianshou.care.queries.working_days import calendar, entries
from qianshou.care.rules.working_days import BY_LAW, PACK, PUBLISHED, REST, SET, WORK, DayKind, is_published
from qianshou.kernel import clock
from qianshou.packs.loader import load

from ..listing import Listing
from ..months import month_name
from ..toasts import toast
from .said import kind_word, read_day, refused

FIRST_YEAR, AHEAD = 2020, 3
BASES = {
    PUBLISHED: gettext_lazy("published by the State Council"), BY_LAW: gettext_lazy("from the regulation alone, not published yet"), PACK: gettext_lazy("of the street's pack"),
    SET: gettext_lazy("set by an officer"),
}  # fmt: skip


@requires("attendance.read")
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A year's working days, days off and public holidays."""
    return calendar_answer(request)


def calendar_answer(request: HttpRequest, *, problem: str = "", typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with its form."""
    street, this = street_of(request.scope), clock.today().year
    if street is None:
        raise Http404
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= this + AHEAD else this
    days = calendar(street, date(year, 1, 1), date(year, 12, 31))
    told = [(on, kind) for on, kind in days.items() if _is_special(on, kind)]
    listing = Listing(title=_("Working-day calendar %(year)s") % {"year": year}, rows=told, capability="", columns=[
        (_("Day"), lambda row: row[0]), (_("Weekday"), lambda row: str(WEEKDAYS[row[0].weekday()])), (_("Kind of day"), lambda row: kind_word(row[1].kind)),
        (_("Called"), lambda row: _name(row[1])), (_("Hours of"), lambda row: _weekday(row[1].as_weekday)), (_("Who says so"), lambda row: str(BASES[row[1].basis]))])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    return render(request, "web/attendance/calendar.html", {
        "year": year, "years": range(this - 1, this + 3), "published": is_published(year), "months": [_month(year, number, days) for number in range(1, 13)],
        "told": [{"on": on, "kind": kind.kind, "word": kind_word(kind.kind), "name": _name(kind), "hours": _weekday(kind.as_weekday), "basis": BASES[kind.basis],
                  "set": kind.basis == SET, "unsaid": kind.kind == WORK and on.isoweekday() > 5 and not kind.as_weekday} for on, kind in told],
        "entries": entries(request.scope, year), "kinds": CalendarDay.Kind.choices, "weekdays": [(n + 1, word, _short(str(word))) for n, word in WEEKDAYS.items()], "listing": listing,
        "rates": [(rule.name(get_language()), rule.number) for rule in load(street.pack, min(date(year, 12, 31), clock.today())).attendance_rules.values()],
        "may_write": request.scope.may("attendance.write"), "problem": problem, "typed": typed or {},
    }, status=status)  # fmt: skip


def _is_special(on: date, kind: DayKind) -> bool:
    """Whether a day is another one than its weekday says, or somebody set it."""
    return kind.basis in (SET, PACK) or kind.kind != (REST if on.isoweekday() > 5 else WORK)


HOLIDAYS = {
    "New Year's Day": gettext_lazy("New Year's Day"), "Spring Festival": gettext_lazy("Spring Festival"), "Tomb-sweeping Day": gettext_lazy("Tomb-sweeping Day"),
    "Labour Day": gettext_lazy("Labour Day"), "Dragon Boat Festival": gettext_lazy("Dragon Boat Festival"), "Mid-autumn Festival": gettext_lazy("Mid-autumn Festival"),
    "National Day": gettext_lazy("National Day"),
}  # fmt: skip


def _name(kind: DayKind) -> str:
    return str(HOLIDAYS.get(kind.name, kind.name))


def _weekday(number: int | None) -> str:
    return str(WEEKDAYS[number - 1]) if number else ""


def _short(word: str) -> str:
    """Mo, or 一 of 星期一."""
    return word[:2] if word.isascii() else word[-1]


def _month(year: int, number: int, days: dict[date, DayKind]) -> dict:
    """One month as weeks from Monday on: (day of the month, kind, its word, whether it is another than its weekday says), None where there is none."""
    cell = lambda n: (n, days[on].kind, kind_word(days[on].kind), _is_special(on, days[on])) if n and (on := date(year, number, n)) else None
    return {"name": month_name(date(year, number, 1)), "weeks": [[cell(n) for n in week] for week in monthcalendar(year, number)]}


@requires("attendance.write")
@require_POST
def set_page(request: HttpRequest) -> HttpResponse:
    """An officer sets days, or takes her word back."""
    typed, street_id = request.POST.dict(), request.scope.street_id
    if street_id is None:
        raise Http404
    first = read_day(typed.get("first", ""))
    last, weekday = read_day(typed.get("last", "")) or first, typed.get("as_weekday", "")
    if first is None or last is None:
        return calendar_answer(request, problem=_("Choose the day."), typed=typed, status=422)
    try:
        days = set_days(street_id=street_id, first=first, last=last, kind=typed.get("kind", ""), name=typed.get("name", ""), source=typed.get("source", ""), now=clock.now(),
                        by_id=request.user.pk, as_weekday=int(weekday) if weekday.isdecimal() else None)  # fmt: skip
    except Refused as error:
        request.GET = request.GET.copy()
        request.GET["year"] = str(first.year)
        return calendar_answer(request, problem=refused(error), typed=typed, status=422)
    toast(request, ngettext("%(n)s day is set.", "%(n)s days are set.", days) % {"n": days})
    return redirect(f"{reverse('attendance-calendar')}?year={first.year}")
