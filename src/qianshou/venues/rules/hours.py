"""When a place is open: spans of a day, the pattern of a week, days that differ. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

Stored = Mapping[str, list[list[str]]]  # ISO weekday → [["08:30", "11:30"], …], as the table keeps it
MOST_SPANS = 4  # of a day: a form that asks for more was misread
_BETWEEN = re.compile(r"\s*(?:[-–—~～至到])\s*")
_APART = re.compile(r"[,，、;；\s]+(?=\d)")
_TIME = re.compile(r"(\d{1,2})(?:[:：.点](\d{2}))?点?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one time of a day to a later one."""

    starts: time
    ends: time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


Week = Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Different:
    """A stretch of days on which other hours hold; no spans: closed. Of two for one day the later one (by `number`) holds."""

    since: date
    until: date
    spans: tuple[Span, ...] = ()
    reason: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What holds on one day: the spans in which it is open, and why it differs from the week: "" (it does not), "exception" or "holiday"."""

    spans: tuple[Span, ...]
    why: str = ""
    reason: str = ""


def read_spans(text: str) -> tuple[Span, ...]:
    """Spans as an office writes them: "8:30-11:30, 13:00-16:30", "8点至11点30". Empty: closed. ValueError with the piece that cannot be read."""
    text = text.strip()
    found = [_read_span(piece) for piece in _APART.split(re.sub(_BETWEEN, "-", text))] if text else []
    if len(found) > MOST_SPANS:
        raise ValueError(text)
    return merged(found)


def _read_span(piece: str) -> Span:
    parts = [_TIME.fullmatch(part) for part in piece.split("-")]
    if len(parts) != 2 or None in parts:
        raise ValueError(piece)
    try:
        starts, ends = (time(int(part[1]), int(part[2] or 0)) for part in parts)
    except ValueError as error:
        raise ValueError(piece) from error
    if starts >= ends:
        raise ValueError(piece)
    return Span(starts, ends)


def write_spans(spans: Iterable[Span]) -> str:
    """The other way: "08:30-11:30, 13:00-16:30"."""
    return ", ".join(f"{one.starts:%H:%M}-{one.ends:%H:%M}" for one in spans)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, with those that touch or overlap made one: what is open without a break is one span."""
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.starts <= found[-1].ends:
            found[-1] = Span(found[-1].starts, max(found[-1].ends, one.ends))
        else:
            found.append(one)
    return tuple(found)


def store(week: Week) -> dict[str, list[list[str]]]:
    """A week as the table keeps it; days without hours are left out."""
    return {str(day): [[f"{s.starts:%H:%M}", f"{s.ends:%H:%M}"] for s in merged(week[day])] for day in sorted(week) if week[day]}


def unstore(stored: Stored) -> dict[int, tuple[Span, ...]]:
    """Back again."""
    return {int(day): unstore_spans(spans) for day, spans in stored.items()}


def store_spans(spans: Iterable[Span]) -> list[list[str]]:
    """The spans of one day as the table keeps them."""
    return [[f"{s.starts:%H:%M}", f"{s.ends:%H:%M}"] for s in merged(spans)]


def unstore_spans(spans: Iterable[Iterable[str]]) -> tuple[Span, ...]:
    """Back again."""
    return merged(Span(time.fromisoformat(starts), time.fromisoformat(ends)) for starts, ends in spans)


def on_day(day: date, *, week: Week, exceptions: Iterable[Different] = (), holiday: bool = False, open_on_holidays: bool = False) -> Day:
    """What holds on a day. An exception beats a holiday, for somebody wrote it with that day in mind."""
    fitting = [one for one in exceptions if one.since <= day <= one.until]
    if fitting:
        last = max(fitting, key=lambda one: one.number)
        return Day(last.spans, "exception", last.reason)
    if holiday and not open_on_holidays:
        return Day((), "holiday")
    return Day(tuple(week.get(day.isoweekday(), ())))


def within(spans: Iterable[Span], starts: time, ends: time) -> bool:
    """Whether it lies in one of the spans from beginning to end."""
    return any(one.starts <= starts and ends <= one.ends for one in spans)
