"""What every act that settles a due does to its alert, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qianshou.watch.models import Alert, AlertStep


def settle_alerts(*, due_id: int | Sequence[int], outcome: str, kind: str, user_id: int | None, note: str, at: datetime) -> int:
    """Close the open alerts of a due (or of several) because facts or a person settled it; their history stays.

    The caller holds the dues' row locks, so no sweep raises another one meanwhile.
    """
    ids = [due_id] if isinstance(due_id, int) else list(due_id)
    open_ids = list(
        Alert.objects.select_for_update().filter(due_id__in=ids).exclude(state="closed").order_by("pk").values_list("pk", flat=True)
    )
    if open_ids:
        Alert.objects.filter(pk__in=open_ids).update(state="closed", outcome=outcome, closed_by_id=user_id, closed_at=at, climbs_at=None)
        AlertStep.objects.bulk_create([AlertStep(alert_id=pk, at=at, kind=kind, user_id=user_id, note=note[:300]) for pk in open_ids])
    return len(open_ids)
