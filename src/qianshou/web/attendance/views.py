"""Attendance: the month of all carers, one carer's sheet, and that sheet as PDF."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.attendance import attendance_volume
from qianshou.booklets.queries.volumes import carer_months, draft_until
from qianshou.booklets.render import ATTENDANCE, pdf
from qianshou.booklets.rules import next_month
from qianshou.booklets.sheets import Binding
from qianshou.care.models import Absence
from qianshou.kernel import clock
from qianshou.merit.queries.attendance import CarerAttendance, attendance
from qianshou.merit.rules.attendance import NO_IN, NO_OUT, ON_DUTY, AttendanceDay, hours_text
from qianshou.packs.loader import load

from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month

FLAGS = {NO_OUT: gettext_lazy("no sign-out"), NO_IN: gettext_lazy("no sign-in"), ON_DUTY: gettext_lazy("on duty")}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a sheet in words."""

    day: object
    times: list[tuple[str, str, str]]  # in, out, what is missing
    hours: str
    visits: int
    leave: str
    rest: bool


@requires("attendance.read")
def month_page(request: HttpRequest) -> HttpResponse:
    """All carers of the street: days, hours, visits, leave, and taps that are missing their partner."""
    month, street = chosen_month(request), street_of(request.scope)
    if street is None:
        raise Http404
    tiers, language = load(street.pack).tiers, translation.get_language()
    found = attendance(request.scope, month, next_month(month), clock.now())
    listing = Listing(title=_("Attendance %(month)s") % {"month": month_name(month)}, rows=found, text_columns=(1, 3, 4, 5), columns=[
        (_("Number"), "number"), (_("Name"), "name"), (_("Tier"), lambda one: tier_name(tiers, one, language)), (_("Days worked"), "month.days_worked"),
        (_("Hours"), lambda one: hours_text(one.month.minutes) or "0:00"), (_("Visits made"), "month.visits"), (_("Days of leave"), "month.leave_days"),
        (_("To check"), "month.flags")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    shown = [(one, tier_name(tiers, one, language), hours_text(one.month.minutes) or "0:00") for one in found]
    flags = sum(one.month.flags for one in found)
    return render(request, "web/attendance/month.html", {
        "rows": shown, "flags": flags, "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month), "listing": listing})  # fmt: skip


def tier_name(tiers: dict, one: CarerAttendance, language: str | None) -> str:
    """The tier's name in the reader's language."""
    return tiers[one.tier].name(language) if one.tier in tiers else one.tier


@requires("attendance.read")
def sheet(request: HttpRequest, carer_id: int) -> HttpResponse:
    """One carer's month, day by day."""
    month, now = chosen_month(request), clock.now()
    one = or_404(attendance, request.scope, month, next_month(month), now, carer_id)[0]
    lines = [line_of(day) for day in one.month.days if day.day <= clock.today() or day.leave]
    listing = Listing(title=_("Attendance %(name)s %(month)s") % {"name": one.name, "month": month_name(month)}, rows=lines, columns=[
        (_("Day"), "day"), (_("Came"), lambda line: "、".join(a for a, _out, _flag in line.times)), (_("Went"), lambda line: "、".join(b for _in, b, _flag in line.times)),
        (_("Hours"), "hours"), (_("Visits made"), "visits"), (_("On leave"), "leave"),
        (_("To check"), lambda line: "、".join(flag for _in, _out, flag in line.times if flag))])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    return render(request, "web/attendance/sheet.html", {
        "one": one, "lines": lines, "hours": hours_text(one.month.minutes) or "0:00", "chips": chips(month), "code": f"{month:%Y-%m}",
        "month_name": month_name(month), "listing": listing})  # fmt: skip


def line_of(day: AttendanceDay) -> DayLine:
    """A day as the page shows it."""
    times = []
    for span in day.spans:
        ends = ["" if at is None else f"{at.hour}:{at.minute:02d}" for at in (span.start, span.end)]
        if span.end and span.end.date() != span.day:
            ends[1] = _("%(time)s next day") % {"time": ends[1]}
        times.append((ends[0], ends[1], str(FLAGS.get(span.flag, ""))))
    leave = str(dict(Absence.Kind.choices).get(day.leave, "")) if day.leave else ""
    return DayLine(day.day, times, hours_text(day.minutes), day.visits, leave, day.day.weekday() >= 5)


@requires("attendance.read")
def sheet_pdf(request: HttpRequest, carer_id: int, month: str) -> HttpResponse:
    """One carer's sheet as PDF; before the month is over it is marked as a draft."""
    first, now, street = read_month(month), clock.now(), street_of(request.scope)
    if first is None or first > clock.today() or street is None:
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "zh"
    sheets = or_404(carer_months, request.scope, street, first, now, language, carer_id)
    binding = Binding(month=first, office=street.name, part="", bound_on=clock.local_date(now), draft_until=draft_until(first, now),
                      language=language, with_cover=False)  # fmt: skip
    answer = HttpResponse(
        pdf(ATTENDANCE, attendance_volume(sheets, binding), clock.day_bounds(next_month(first))[0]), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="attendance-{carer_id}-{month}.pdf"'
    return answer
