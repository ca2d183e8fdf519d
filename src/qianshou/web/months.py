"""A month in the address: which one a page shows, and the chips to the others."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import translation
from django.utils.formats import date_format

from qianshou.kernel import clock

SHOWN = 6  # months offered as chips


@dataclass(frozen=True, slots=True)
class MonthChip:
    """One month to choose: its first day, how it stands in the address, its name, and whether it is the one shown."""

    first: date
    code: str
    label: str
    here: bool


def read_month(code: str | None) -> date | None:
    """The first day of the month written as 2026-11; None when it is none."""
    try:
        return date.fromisoformat(f"{code}-01") if code and len(code) == 7 else None
    except ValueError:
        return None


def chosen_month(request: HttpRequest, *, settled_after: int = 0) -> date:
    """The month in `?month=`; without one this month, or the last one until day `settled_after` of this month."""
    today = clock.today()
    usual = today.replace(day=1)
    if today.day <= settled_after:
        usual = (usual - timedelta(days=1)).replace(day=1)
    found = read_month(request.GET.get("month"))
    return found if found and found <= today else usual


def month_name(month: date) -> str:
    """2026年11月, or November 2026, in the reader's language."""
    return date_format(month, "F Y") if (translation.get_language() or "").startswith("en") else f"{month.year}年{month.month}月"


def chips(chosen: date) -> list[MonthChip]:
    """The last months, newest first, and the chosen one where it is older."""
    first, found = clock.today().replace(day=1), []
    for _ in range(SHOWN):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    if chosen not in found:
        found.append(chosen)
    return [MonthChip(month, f"{month:%Y-%m}", month_name(month), month == chosen) for month in found]
