"""The carers' attendance volume of a street: from months of attendance to what the template prints. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from qianshou.booklets.sheets import Binding, cover_lines, shell
from qianshou.booklets.words import words
from qianshou.merit.rules.attendance import NO_IN, NO_OUT, AttendanceDay, AttendanceMonth, Span, hours_text


@dataclass(frozen=True, slots=True)
class CarerMonth:
    """One carer's sheet: who, and the month."""

    carer_id: int
    number: str  # of the sheet
    name: str
    tier: str
    month: AttendanceMonth


def time_text(span: Span, end: bool, w: dict) -> str:
    """8:02, 次日 0:10 for an end after midnight, ？ where the tap is missing."""
    at = span.end if end else span.start
    if at is None:
        missing = span.flag == (NO_OUT if end else NO_IN)
        return "？" if missing else "…"
    next_day = w["next-day"] if at.date() != span.day else ""
    return f"{next_day}{at.hour}:{at.minute:02d}"


def note_of(day: AttendanceDay, w: dict) -> str:
    """The remarks column: leave, and taps that are missing."""
    flags = [w["no-out"] if flag == NO_OUT else w["no-in"] for flag in day.flags]
    leave = [w["absence"].get(day.leave, day.leave)] if day.leave else []
    return "　".join(leave + flags)


def line_data(day: AttendanceDay, w: dict) -> dict:
    """One day as `attendance.typ` reads it."""
    between = "  "
    return {
        "date": f"{day.day.month}-{day.day.day:02d}",
        "weekday": w["weekdays"][day.day.weekday()],
        "rest": day.day.weekday() >= 5,
        "ins": between.join(time_text(span, False, w) for span in day.spans),
        "outs": between.join(time_text(span, True, w) for span in day.spans),
        "hours": hours_text(day.minutes),
        "visits": str(day.visits) if day.visits else "",
        "note": note_of(day, w),
    }


def carer_data(carer: CarerMonth, w: dict) -> dict:
    """One carer's sheet as `attendance.typ` reads it."""
    month = carer.month
    return {
        "no": carer.number,
        "name": carer.name,
        "tier": carer.tier,
        "lines": [line_data(day, w) for day in month.days],
        "days-worked": str(month.days_worked),
        "hours": hours_text(month.minutes) or "0:00",
        "visits": str(month.visits),
        "flags": str(month.flags) if month.flags else "—",
        "flags-text": w["flags"].format(count=month.flags) if month.flags else "",
        "total-text": w["total"].format(days=month.days_worked, leave=month.leave_days),
    }


def attendance_volume(carers: Sequence[CarerMonth], binding: Binding) -> dict:
    """The street's volume of attendance sheets, or with `with_cover=False` loose sheets. Order is the caller's."""
    w = words(binding.language)
    return {
        **shell(binding, "attendance"),
        "carers": [carer_data(carer, w) for carer in carers],
        "cover-lines": cover_lines(binding, "carers", len(carers)),
    }
