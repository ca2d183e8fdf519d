"""What is still open on the sheets of a month, before it is closed. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .attendance import NO_IN, NO_OUT, ON_DUTY, AttendanceMonth

WAITING, LEAVE, UNTAPPED, BOTH, ABSENT, PAPER, UNCLEAR, UNSAID, UNPUBLISHED = "waiting", "leave", "untapped", "both", "absent", "paper", "unclear", "unsaid", "unpublished"
# In the order in which an officer mends them. The first three hold the closing up; the rest may stay open with a reason.
CODES = (WAITING, LEAVE, ON_DUTY, NO_IN, NO_OUT, UNTAPPED, BOTH, ABSENT, PAPER, UNCLEAR, UNSAID, UNPUBLISHED)
HOLD_UP = frozenset({WAITING, LEAVE, ON_DUTY})


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing to look at. `day`: the day it is about, None for a whole year; `carer_id`: None for what is nobody's.

    `ref`: the absence (PAPER, UNCLEAR), the correction (WAITING), the leave that was asked for (LEAVE), the year (UNPUBLISHED).
    """

    code: str
    day: date | None
    carer_id: int | None = None
    name: str = ""
    ref: int = 0


def open_days(carer_id: int, name: str, month: AttendanceMonth) -> list[OpenItem]:
    """What is open on one carer's days: taps that are missing, visits without taps, leave with taps,
    a shift missed without leave, still at work."""
    found = []
    for day in month.days:
        codes = [span.flag for span in day.spans if span.flag in (NO_IN, NO_OUT, ON_DUTY)]
        codes += [UNTAPPED] if day.reckoned.untapped else []
        codes += [BOTH] if day.both else []
        codes += [ABSENT] if day.reckoned.absent else []
        found += [OpenItem(code, day.day, carer_id, name) for code in codes]
    return found


def unsaid_days(months: Iterable[AttendanceMonth]) -> list[OpenItem]:
    """Worked weekends of which nobody has said whose weekday's hours hold: once, however many carers they concern."""
    return [OpenItem(UNSAID, day) for day in sorted({day.day for month in months for day in month.days if day.facts.unsaid})]


def in_order(items: Iterable[OpenItem]) -> list[OpenItem]:
    """By what they are, then by day and name."""
    return sorted(items, key=lambda one: (CODES.index(one.code), one.day or date.min, one.name, one.ref))


def holds_up(items: Iterable[OpenItem]) -> list[OpenItem]:
    """Those with which a month cannot be closed."""
    return [one for one in items if one.code in HOLD_UP]


def counted(items: Iterable[OpenItem]) -> list[dict]:
    """How many of each, as plain values for the closing."""
    counts: Mapping[str, int] = Counter(one.code for one in items)
    return [{"code": code, "n": counts[code]} for code in CODES if counts.get(code)]
