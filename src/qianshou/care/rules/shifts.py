"""A week of shifts: spans that may run over midnight, and the usual week of a carer who has none written down yet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

WORKING_DAYS = 5
LUNCH = timedelta(hours=1)
STARTS = {"full_time": time(8), "assistant": time(8), "aide": time(8, 30), "volunteer": time(14)}
EARLY = time(6, 30)  # who empties chamber pots begins when the elders rise

LONG_DAY = timedelta(hours=6)  # days longer than this have an hour of lunch in the usual week
LONGEST_BREAK = 120  # minutes; what is longer is two spans
_DAY = 24 * 60
_WEEK = 7 * _DAY

Span = tuple[int, time, time]  # ISO weekday, start, end


def length(start: time, end: time) -> int:
    """Minutes of a span; one that ends at an earlier hour ends on the next day."""
    return (_minute(end) - _minute(start)) % _DAY


def clashing(week: Iterable[Span]) -> int | None:
    """The weekday of a span without length, or of one that runs into the next, also over midnight and from Sunday into Monday; None if all fit."""
    spans = sorted((((day - 1) * _DAY + _minute(start)), length(start, end), day) for day, start, end in week)
    for n, (begin, minutes, day) in enumerate(spans):
        follows = spans[n + 1][0] if n + 1 < len(spans) else spans[0][0] + _WEEK
        if not minutes or begin + minutes > follows:
            return day
    return None


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def usual_break(start: time, end: time) -> int:
    """Minutes of lunch within a span of the usual week."""
    return int(LUNCH.total_seconds() // 60) if timedelta(minutes=length(start, end)) - LUNCH > LONG_DAY else 0


def usual_week(tier: str, weekly_hours: float, skills: list[str]) -> list[Span]:
    """Monday to Friday, the hours spread evenly, with an hour of lunch in days longer than six. Volunteers come on few days.

    The office changes it where it knows better. Empty for somebody without hours.
    """
    if weekly_hours <= 0:
        return []
    days = WORKING_DAYS if weekly_hours >= 10 else max(1, round(weekly_hours / 3))
    worked = timedelta(hours=min(weekly_hours / days, 9))
    start = EARLY if "chamber_pot" in skills else STARTS.get(tier, time(8, 30))
    begin = datetime.combine(date.min, start)
    end = begin + worked + (LUNCH if worked > LONG_DAY else timedelta())
    minutes = round((end - begin) / timedelta(minutes=15)) * 15
    close = (begin + timedelta(minutes=max(minutes, 30))).time()
    weekdays = range(1, days + 1) if days == WORKING_DAYS else (2, 4, 1, 3, 5)[:days]
    return [(weekday, start, close) for weekday in sorted(weekdays)]
