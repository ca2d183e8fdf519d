"""Ladders follow links and absences: whoever changes one calls this in the same transaction."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from qianshou.kernel import clock
from qianshou.watch import operations as watch

from ..models import Carer, Link, Visit
from ..queries.ladders import ladders_of
from ..rules.visits import OPEN


def refresh_ladders(*, street_id: int, elder_ids: Collection[int], now: datetime, first: date | None = None) -> int:
    """Give the open dues of these elders' visits, from `first` (today) on, the ladder of their day. Returns how many changed."""
    start = first or clock.local_date(now)
    visits = list(
        Visit.objects.filter(street_id=street_id, elder_id__in=elder_ids, day__gte=start, state__in=OPEN).values_list(
            "pk", "elder_id", "day", "window_end"
        )
    )
    if not visits:
        return 0
    ladders = ladders_of(street_id=street_id, elder_ids=elder_ids, first=start, last=max(day for _, _, day, _ in visits))
    return watch.set_ladders(street_id=street_id, ladders={f"visit:{pk}": ladders.of(elder, day, by) for pk, elder, day, by in visits}, now=now)


def follow_carer(*, carer: Carer, now: datetime) -> int:
    """New ladders for the elders whom a carer answers for, now or later. Returns how many dues changed."""
    today = clock.local_date(now)
    linked = Link.objects.filter(carer=carer).filter(Q(until__isnull=True) | Q(until__gte=today)).values_list("elder_id", flat=True)
    return refresh_ladders(street_id=carer.street_id, elder_ids=list(linked), now=now)
