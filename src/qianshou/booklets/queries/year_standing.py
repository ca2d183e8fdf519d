"""How the months of a year stand: closed, bound, bound as drafts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.merit.models import MonthClosing

from ..models import Volume
from ..rules import next_month
from ..spans import MONTHLY, months_of
from .volumes import draft_until, volumes


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """One month that has begun. `closed`: its attendance. `bound`, `drafts`, `unfinished`: how many of its volumes; a failed one is not ready."""

    month: date
    over: bool
    closed: bool
    bound: int
    drafts: int
    unfinished: int


def months_standing(scope: Scope, year: date, now: datetime, language: str) -> list[MonthStanding]:
    """The months of the year that have begun, the last one first; volumes that the scope may see, in one language."""
    counts: Counter[tuple[date, str]] = Counter()
    for row in volumes(scope).filter(street_id=scope.street_id, kind__in=MONTHLY, month__year=year.year, language=language):
        draft = row.bound_at and draft_until(row.month, row.bound_at)
        counts[row.month, "unfinished" if row.state != Volume.State.BOUND else "drafts" if draft else "bound"] += 1
    closings = MonthClosing.objects.filter(scope.rows(committee=None), street_id=scope.street_id, month__year=year.year, state=MonthClosing.State.CLOSED)
    closed, today = set(closings.values_list("month", flat=True)), clock.local_date(now)
    return [
        MonthStanding(month, next_month(month) <= today, month in closed, *(counts[month, key] for key in ("bound", "drafts", "unfinished")))
        for month in reversed(months_of(year)) if month <= today
    ]  # fmt: skip
