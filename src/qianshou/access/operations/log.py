"""The log of acts: what operations write last (check, change, log)."""

from datetime import datetime

from ..models import LogEntry


def log(
    *,
    act: str,
    now: datetime,
    by_id: int | None = None,
    street_id: int | None = None,
    target: str = "",
    target_id: object = "",
    **detail: object,
) -> None:
    """Write one entry. `detail` must be plain JSON values and must hold no ID number and no phone."""
    LogEntry.objects.create(at=now, user_id=by_id, street_id=street_id, act=act, target=target, target_id=str(target_id), detail=detail)
