"""Which leave may be asked for. Pure."""

from datetime import date, timedelta

from qianshou.care.rules.absences import is_span

LONGEST = 366  # days of one leave: more is a slip of the finger
AHEAD = timedelta(days=366)
BACK = timedelta(days=92)  # a sick note may come late; what is older is written down at the desk


def may_ask(first: date, last: date, from_noon: bool, until_noon: bool, today: date) -> bool:
    """Whether these days make a leave that somebody can mean: at least half a day, a year at most, begun in the last three months or within a year."""
    return is_span(first, last, from_noon, until_noon) and (last - first).days < LONGEST and today - BACK <= first <= today + AHEAD


def half_of(first: date, last: date, from_noon: bool, until_noon: bool) -> str:
    """Half a day by its name, "morning" or "afternoon"; "" for whole days, and for a leave of several days whatever its ends."""
    return "" if first != last or from_noon == until_noon else "afternoon" if from_noon else "morning"


def months_of(first: date, last: date) -> list[date]:
    """First days of the months that the days lie in."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count + 1)]
