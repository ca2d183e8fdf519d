"""What phones may see: the stops of published days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from ..models import RoundDay, Stop


def published_stops(*, carer_id: int, days: Collection[date]) -> QuerySet[Stop]:
    """One carer's stops of published days, in order. A day that is planned again meanwhile stays as it was published."""
    return (
        Stop.objects.filter(carer_id=carer_id, round_day__day__in=days, round_day__published_at__isnull=False)
        .exclude(round_day__state=RoundDay.State.EMPTY)
        .select_related("visit__elder__place", "round_day")
        .order_by("round_day__day", "position")
    )
