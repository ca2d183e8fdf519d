"""A carer's month as plain JSON and back: what is frozen when a month is closed, and its checksum. Pure.

Times are written with their offset; codes stay codes; nothing of it needs the program's tables to be read again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from .attendance import AttendanceDay, AttendanceMonth, Span
from .leave import DayLeave
from .workday import DayFacts, Reckoned

FORMAT = 2
READS = (1, 2)  # 1: leave of whole days, shifts without breaks


def plain(month: AttendanceMonth) -> dict:
    """The month as JSON values: every day, and the sums for whoever reads the file."""
    return {
        "format": FORMAT,
        "days": [_day(one) for one in month.days],
        "sums": {
            "days_worked": month.days_worked, "minutes": month.minutes, "visits": month.visits, "planned": month.planned, "leave": month.leave_by_kind,
            "overtime": month.overtime, "late": list(month.late), "early": list(month.early), "absent": list(month.absent),
        },
    }  # fmt: skip


def _day(one: AttendanceDay) -> dict:
    facts = one.facts
    return {
        "day": one.day.isoformat(),
        "spans": [[span.day.isoformat(), _iso(span.start), _iso(span.end), span.flag] for span in one.spans],
        "visits": one.visits,
        "leave": one.leave.plain(),
        "facts": {
            "kind": facts.kind, "name": facts.name, "planned": [[_iso(start), _iso(end)] for start, end in facts.planned], "hours": facts.hours,
            "unsaid": facts.unsaid, "replaced_by": list(facts.replaced_by), "replacing": list(facts.replacing), "breaks": list(facts.breaks),
        },
        "reckoned": asdict(one.reckoned),
    }  # fmt: skip


def month_of(data: Mapping) -> AttendanceMonth:
    """The month that `plain` wrote. Raises ValueError for a format this program does not know."""
    if data.get("format") not in READS:
        raise ValueError(f"unknown format of a frozen sheet: {data.get('format')!r}")
    return AttendanceMonth(tuple(_day_of(row) for row in data["days"]))


def _day_of(row: Mapping) -> AttendanceDay:
    facts = row["facts"]
    known = DayFacts(
        kind=facts["kind"], name=facts["name"], planned=tuple((_moment(a), _moment(b)) for a, b in facts["planned"]), hours=facts["hours"],
        unsaid=facts["unsaid"], replaced_by=tuple(facts["replaced_by"]), replacing=tuple(facts["replacing"]),
        breaks=tuple(facts.get("breaks", ())),
    )  # fmt: skip
    spans = tuple(Span(date.fromisoformat(day), _moment(start), _moment(end), flag) for day, start, end, flag in row["spans"])
    return AttendanceDay(date.fromisoformat(row["day"]), spans, row["visits"], DayLeave.of(row["leave"]), known, Reckoned(**row["reckoned"]))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def checksum(value: object) -> str:
    """SHA-256 of a plain value, independent of the order of keys."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
