"""Days, weeks and months as they stand in the addresses of the menu's pages."""

from datetime import date, timedelta

from django.http import Http404

WEEK = timedelta(days=7)


def read_day(text: str | None) -> date | None:
    """A day written 2026-12-01; None for anything else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def day_or_404(text: str) -> date:
    """The day of an address."""
    if found := read_day(text):
        return found
    raise Http404


def month_of(text: str | None) -> date | None:
    """The first day of a month written 2026-12."""
    return read_day(f"{text}-01")


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=32)).replace(day=1)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
