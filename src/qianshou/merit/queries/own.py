"""A carer's own month of attendance, for her phone."""

from datetime import date, datetime

from qianshou.access.scope import Scope
from qianshou.care.models import Carer

from ..rules.attendance import AttendanceDay
from .attendance import attendance
from .closing import own_corrections
from .sheets import months_back, next_month


def own_sheet(carer: Carer, today: date, now: datetime) -> dict:
    """This month's minutes and days, the days on which something is missing, and what she asked since last month, as plain JSON values.

    A day's `flags`: no_in, no_out (a tap is missing), untapped (visits without taps), absent.
    """
    first = today.replace(day=1)
    found = attendance(Scope.system(carer.street_id), first, next_month(first), now, carer.pk)
    month = found[0].month if found else None
    return {
        "minutes": month.minutes if month else 0,
        "days": month.days_worked if month else 0,
        "leave": month.leave_days if month else 0,
        "overtime": sum(month.overtime.values()) if month else 0,
        "check": [{"day": day.day.isoformat(), "flags": flags} for day in (month.days if month else ()) if (flags := _flags(day))],
        "corrections": [_correction(row) for row in own_corrections(carer.pk, months_back(first, 1))],
    }


def _flags(day: AttendanceDay) -> list[str]:
    return [*day.flags, *(["untapped"] if day.reckoned.untapped else []), *(["absent"] if day.reckoned.absent else [])]


def _correction(row) -> dict:
    times = {"came": f"{row.came:%H:%M}" if row.came else "", "went": f"{row.went:%H:%M}" if row.went else ""}
    return {"day": row.day.isoformat(), **times, "text": row.text, "state": row.state, "answer": row.answer}
