"""A month in weeks from Monday on, and the months that one may turn to."""

from datetime import date, timedelta

from qianshou.reports.rules.family import DayCount, Month


def weeks_of(month: Month, today: date) -> list[list[dict | None]]:
    """Seven cells a week; None outside the month. `ahead`: still to come."""
    first = month.days[0].day
    cells: list[dict | None] = [None] * first.weekday()
    cells += [_cell(one, today) for one in month.days]
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def _cell(one: DayCount, today: date) -> dict:
    return {
        "count": one,
        "today": one.day == today,
        "ahead": one.day > today,
        "any": bool(one.visits or one.meals or one.calls or one.missed),
    }


def months_around(first: date, today: date, since: date) -> dict[str, date | None]:
    """The month before and after, where there are any: not before the link was made, not after this month."""
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return {"before": before if first > since.replace(day=1) else None, "after": after if after <= today else None}
