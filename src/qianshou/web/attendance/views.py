"""Attendance: the month of all carers, one carer's sheet, and that sheet as PDF."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.attendance import attendance_volume
from qianshou.booklets.queries.volumes import carer_months, draft_until
from qianshou.booklets.render import ATTENDANCE, pdf
from qianshou.booklets.rules import next_month
from qianshou.booklets.sheets import Binding
from qianshou.care.models import Carer
from qianshou.care.queries.credits import carer_in
from qianshou.kernel import clock
from qianshou.merit.queries.closing import corrections
from qianshou.merit.queries.leave import leave_waiting
from qianshou.merit.queries.sheets import Sheet, closing_of, outstanding, sheets
from qianshou.merit.queries.shifts import replacements_between
from qianshou.merit.rules.attendance import hours_text
from qianshou.packs.loader import load

from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month
from ..templatetags.shell import listed
from .said import adjusted_words, line_of, overtime_words, to_check


@requires("attendance.read")
def month_page(request: HttpRequest) -> HttpResponse:
    """All carers of the street: days, hours, visits, leave, late and absent, overtime, and what is to be checked. `?tier=` and `?check=1` narrow it."""
    month, street = chosen_month(request), street_of(request.scope)
    if street is None:
        raise Http404
    tiers, language = load(street.pack).tiers, translation.get_language()
    everybody = sheets(request.scope, month, clock.now())
    tier, check = request.GET.get("tier", ""), request.GET.get("check") == "1"
    found = [one for one in everybody if (not tier or one.tier == tier) and (not check or to_check(one))]
    name = lambda one: tiers[one.tier].name(language) if one.tier in tiers else one.tier
    listing = Listing(title=_("Attendance %(month)s") % {"month": month_name(month)}, rows=found, text_columns=(1, 3, 4, 5), columns=_month_columns(name))
    if answer := listing.answer(request):
        return answer
    there = {one.tier for one in everybody}
    return render(request, "web/attendance/month.html", {
        "rows": [_row(one, name(one)) for one in found], "flags": sum(one.month.flags for one in everybody), "everybody": len(everybody), "chips": chips(month),
        "code": f"{month:%Y-%m}", "month_name": month_name(month), "listing": listing, "closing": closing_of(request.scope, month), "tier": tier, "check": check,
        "tiers": [(code, one.name(language)) for code, one in tiers.items() if code in there], "waiting": len(corrections(request.scope, state="open")),
        "over": next_month(month) <= clock.today(), "asked": leave_waiting(request.scope).count(),
    })  # fmt: skip


def _month_columns(tier_name) -> list[tuple]:
    over = lambda kind: lambda one: hours_text(one.month.overtime[kind])
    return [
        (_("Number"), "number"), (_("Name"), "name"), (_("Tier"), tier_name), (_("Days worked"), "month.days_worked"),
        (_("Hours"), lambda one: hours_text(one.month.minutes) or "0:00"), (_("Visits made"), "month.visits"), (_("Days of leave"), "month.leave_days"),
        (_("Late, times"), lambda one: one.month.late[0]), (_("Left early, times"), lambda one: one.month.early[0]), (_("Days not there"), lambda one: one.month.absent[0]),
        (_("Overtime on working days"), over("work")), (_("Overtime on days off"), over("rest")), (_("Overtime on public holidays"), over("holiday")),
        (_("Late news"), lambda one: "；".join(f"{line.day:%m-%d} {adjusted_words(line)}" for line in one.adjusted)), (_("To check"), to_check),
    ]  # fmt: skip


def _row(one: Sheet, tier: str) -> dict:
    return {"one": one, "tier": tier, "hours": hours_text(one.month.minutes) or "0:00", "late": one.month.late[0] + one.month.early[0], "absent": one.month.absent[0],
            "overtime": hours_text(sum(one.month.overtime.values())), "check": to_check(one)}  # fmt: skip


@requires("attendance.read")
def sheet(request: HttpRequest, carer_id: int) -> HttpResponse:
    """One carer's month, day by day, with its corrections and who stands in."""
    return sheet_answer(request, carer_id)


def sheet_answer(request: HttpRequest, carer_id: int, *, problem: str = "", of: str = "", typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with one of its forms (`of`) and what was typed into it."""
    month, now, carer = chosen_month(request), clock.now(), or_404(carer_in, request.scope, carer_id)
    one = next(iter(sheets(request.scope, month, now, carer_id)), None)
    if one is None:
        return _without_sheet(request, carer, month)
    lines = [line_of(day) for day in one.month.days if day.day <= clock.today() or day.leave]
    listing = Listing(title=_("Attendance %(name)s %(month)s") % {"name": one.name, "month": month_name(month)}, rows=lines, columns=_day_columns())
    if answer := listing.answer(request):
        return answer
    last = date.fromordinal(next_month(month).toordinal() - 1)
    late = outstanding(request.scope, next_month(month), now, carer_id, only=month).get(carer_id, []) if one.closing else []
    return render(request, "web/attendance/sheet.html", {
        "one": one, "lines": lines, "hours": hours_text(one.month.minutes) or "0:00", "off": hours_text(one.month.off), "chips": chips(month), "code": f"{month:%Y-%m}", "carer": carer,
        "month_name": month_name(month), "listing": listing, "overtime": overtime_words(one), "check": to_check(one), "today": clock.today(), "month": month,
        "adjusted": [(line.day, adjusted_words(line)) for line in one.adjusted], "late": [(line.day, adjusted_words(line)) for line in late],
        "corrections": [row for row in corrections(request.scope, carer_id) if month <= row.day <= last],
        "stand_ins": replacements_between([carer_id], month, last), "others": _others(carer), "may_write": request.scope.may("attendance.write"), "problem": problem,
        "of": of, "typed": typed or {},
    }, status=status)  # fmt: skip


def _without_sheet(request: HttpRequest, carer: Carer, month: date) -> HttpResponse:
    """She was not employed on any day of the month: from when, and until when, she was."""
    joined = carer.joined_on if carer.joined_on and carer.joined_on >= next_month(month) else None
    near = joined or carer.left_on
    if near is None:
        raise Http404
    return render(request, "web/attendance/no_sheet.html", {
        "carer": carer, "month_name": month_name(month), "code": f"{month:%Y-%m}", "chips": chips(month), "joined": joined, "near": f"{near:%Y-%m}",
    })  # fmt: skip


def _others(carer: Carer) -> list[Carer]:
    rows = Carer.objects.filter(street_id=carer.street_id, left_on=None).exclude(pk=carer.pk)
    return list(rows.select_related("person").order_by("number"))


def _day_columns() -> list[tuple]:
    return [
        (_("Day"), "day"), (_("Shift"), "shift"), (_("Came"), lambda line: listed(a for a, _out, _flag in line.times)),
        (_("Went"), lambda line: listed(b for _in, b, _flag in line.times)), (_("Hours"), "hours"), (_("Overtime"), "overtime"), (_("Kind of day"), "kind"),
        (_("Visits made"), "visits"), (_("On leave"), "leave"), (_("Remarks"), lambda line: listed(word for _state, word in line.notes)),
        (_("To check"), lambda line: listed(flag for _in, _out, flag in line.times if flag)),
    ]  # fmt: skip


@requires("attendance.read")
def sheet_pdf(request: HttpRequest, carer_id: int, month: str) -> HttpResponse:
    """One carer's sheet as PDF; before the month is over it is marked as a draft."""
    first, now, street = read_month(month), clock.now(), street_of(request.scope)
    if first is None or first > clock.today() or street is None:
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "zh"
    found = or_404(carer_months, request.scope, street, first, now, language, carer_id)
    if not found:
        raise Http404
    binding = Binding(month=first, office=street.name, part="", bound_on=clock.local_date(now), draft_until=draft_until(first, now),
                      language=language, with_cover=False)  # fmt: skip
    answer = HttpResponse(
        pdf(ATTENDANCE, attendance_volume(found, binding), clock.day_bounds(next_month(first))[0]), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="attendance-{carer_id}-{month}.pdf"'
    return answer
