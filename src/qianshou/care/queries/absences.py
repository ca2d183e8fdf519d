"""Who is away on a day, and in which half of it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from ..models import Absence
from ..rules.absences import BOTH


def absences_in(first: date, last: date, *, street_id: int | None = None, carer_ids: Collection[int] | None = None) -> QuerySet[Absence]:
    """Absences that touch a stretch of days and were not cancelled: of a street's carers, or of these."""
    rows = Absence.objects.filter(first_day__lte=last, last_day__gte=first, cancelled_at__isnull=True)
    rows = rows.filter(carer__street_id=street_id) if street_id is not None else rows
    return rows.filter(carer__in=carer_ids) if carer_ids is not None else rows


def halves_away(day: date, *, street_id: int | None = None, carer_ids: Collection[int] | None = None) -> dict[int, frozenset[str]]:
    """Carer → the halves of the day in which she is away; who is there all day is not in it."""
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for row in absences_in(day, day, street_id=street_id, carer_ids=carer_ids):
        found[row.carer_id] |= row.halves_on(day)
    return dict(found)


def away_all_day(day: date, *, street_id: int | None = None, carer_ids: Collection[int] | None = None) -> frozenset[int]:
    """Carers who are away in both halves of the day. Who is there for half of it still answers for her elders."""
    return frozenset(pk for pk, halves in halves_away(day, street_id=street_id, carer_ids=carer_ids).items() if halves == BOTH)
