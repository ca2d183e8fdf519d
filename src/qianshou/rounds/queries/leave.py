"""Which planned visits a leave would leave open."""

from __future__ import annotations

from datetime import date

from qianshou.care.rules.absences import AFTERNOON, MORNING, halves_on

from ..models import Stop
from .day import seconds_of

NOON = 12 * 3600


def stops_of_leave(*, carer_id: int, span: tuple[date, date, bool, bool], today: date) -> list[Stop]:
    """The carer's stops, not begun yet, in the halves of a leave from today on, in their order. `span`: as `care.rules.absences` takes it. A stop over noon lies in both halves."""
    rows = Stop.objects.filter(carer=carer_id, round_day__day__range=(max(span[0], today), span[1]), visit__state="planned")
    rows = rows.select_related("round_day", "visit__elder").order_by("round_day__day", "position")
    return [stop for stop in rows if _halves(stop) & halves_on(stop.round_day.day, *span)]


def _halves(stop: Stop) -> frozenset[str]:
    """The halves of its round's day in which a stop lies; what is after midnight belongs to the night's afternoon."""
    _arrives, begins, ends = seconds_of(stop)
    return frozenset(half for half, inside in ((MORNING, begins < NOON), (AFTERNOON, ends > NOON)) if inside)
