"""The carers' attendance volume of a street: from months of attendance to what the template prints. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from qianshou.booklets.sheets import Binding, cover_lines, shell
from qianshou.booklets.words import words
from qianshou.merit.rules.adjusting import Adjustment
from qianshou.merit.rules.attendance import NO_IN, NO_OUT, AttendanceDay, AttendanceMonth, Span, hours_text
from qianshou.merit.rules.leave import DayLeave
from qianshou.merit.rules.workday import HOLIDAY, REST, WORK


@dataclass(frozen=True, slots=True)
class CarerMonth:
    """One carer's sheet: who, and the month."""

    carer_id: int
    number: str  # of the sheet
    name: str
    tier: str
    month: AttendanceMonth
    adjusted: Sequence[Adjustment] = ()  # days of months closed before, heard of since
    words: Sequence[Mapping] = field(default=())  # corrections that were answered
    closed: Mapping | None = None  # by, on, sum: who closed it when, and the checksum; None while it is open


def time_text(span: Span, end: bool, w: dict) -> str:
    """8:02, 次日 0:10 for an end after midnight, ？ where the tap is missing."""
    at = span.end if end else span.start
    if at is None:
        missing = span.flag == (NO_OUT if end else NO_IN)
        return "？" if missing else "…"
    return clock_text(at, span.day, w)


def clock_text(at: datetime, day: date, w: dict) -> str:
    """8:02, or 次日 0:10 where it is not on the day any more."""
    return f"{w['next-day'] if at.date() != day else ''}{at.hour}:{at.minute:02d}"


def leave_text(leave: DayLeave, w: dict) -> str:
    """病假, or 病假（上午）."""
    told = [(w["absence"].get(kind, kind), half) for kind, half in leave.told]
    return "　".join(w["half-day"].format(kind=kind, half=w["halves"][half]) if half else kind for kind, half in told)


def note_of(day: AttendanceDay, w: dict) -> str:
    """The remarks column: what day it is, leave, who stood in, taps that are missing, late, early, absent."""
    said, facts, done = w["sheet"], day.facts, day.reckoned
    found = [w["day-kinds"][facts.kind]] if facts.kind == HOLIDAY or (facts.kind == REST) != (day.day.weekday() >= 5) else []
    found += [leave_text(day.leave, w)] if day.leave else []
    found += [said["replaced"].format(name=name) for name in facts.replaced_by] + [said["replacing"].format(name=name) for name in facts.replacing]
    found += [w["no-out"] if flag == NO_OUT else w["no-in"] for flag in day.flags]
    found += [said[key].format(n=n) for key, n in (("late", done.late), ("early", done.early), ("between", done.between)) if n]
    found += [said[key] for key, true in (("absent", done.absent), ("untapped", done.untapped), ("unsaid", facts.unsaid)) if true]
    return "　".join(found)


def shift_text(day: AttendanceDay, w: dict) -> str:
    """8:00–17:00 of each part of the shift; 20:00–次日6:00."""
    return "  ".join(f"{clock_text(start, day.day, w)}–{clock_text(end, day.day, w)}" for start, end in day.facts.planned)


def sums_of(month: AttendanceMonth, w: dict) -> str:
    """What stands below the table: late, early, absent, leave by kind, overtime by kind of day; nothing of what did not happen."""
    said, over = w["sheet"], month.overtime
    times = [(key, getattr(month, key)) for key in ("late", "early", "absent")]
    found = [said[f"{key}-sum"].format(n=n, minutes=minutes) for key, (n, minutes) in times if n]
    found += [said["leave-sum"].format(kind=w["absence"].get(kind, kind), n=n) for kind, n in sorted(month.leave_by_kind.items())]
    if month.off:
        found.append(said["break-sum"].format(hours=hours_text(month.off)))
    if any(over.values()):
        found.append(said["overtime-sum"].format(**{kind: hours_text(over[kind]) or "0" for kind in (WORK, REST, HOLIDAY)}))
    return "　　".join(found)


def extras(carer: "CarerMonth", w: dict) -> list[str]:
    """Lines below the sums: corrections with who and why, late news of closed months, and who closed the sheet when."""
    said, lines = w["sheet"], []
    for one in carer.words:
        times = "　".join(said[key].format(at=one[key]) for key in ("came", "went") if one[key])
        lines.append(said["corrected" if one["state"] == "granted" else "refused"].format(**{**one, "day": one["day"][5:], "times": times}))
    for one in carer.adjusted:
        what = [said["numbers"][key].format(n=f"{n:+d}") for key, n in one.numbers.items()]
        what += [] if one.leave is None else [leave_text(one.leave, w) or said["none"]]
        lines.append(said["adjusted"].format(day=one.day.isoformat(), what="　".join(what)))
    return [*lines, said["closed"].format(**carer.closed) if carer.closed else said["open"]]


def line_data(day: AttendanceDay, w: dict) -> dict:
    """One day as `attendance.typ` reads it."""
    between = "  "
    return {
        "date": f"{day.day.month}-{day.day.day:02d}",
        "weekday": w["weekdays"][day.day.weekday()],
        "rest": day.facts.kind != WORK if day.facts.hours or day.facts.kind != WORK else day.day.weekday() >= 5,
        "ins": between.join(time_text(span, False, w) for span in day.spans),
        "outs": between.join(time_text(span, True, w) for span in day.spans),
        "hours": hours_text(day.minutes),
        "visits": str(day.visits) if day.visits else "",
        "shift": shift_text(day, w),
        "overtime": hours_text(day.reckoned.overtime),
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
        "overtime": hours_text(sum(month.overtime.values())),
        "sums": sums_of(month, w),
        "extras": extras(carer, w),
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
