"""Notices in the program."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from qianshou.notify.models import Notice


def tell(*, street_id: int, code: str, told: Mapping[int, Mapping], now: datetime, loud: bool = False, ref: str = "") -> int:
    """One notice for each user id of `told` (user id → parameters). Part of the caller's transaction; returns how many."""
    rows = [
        Notice(user_id=u, street_id=street_id, code=code, params=dict(p), ref=ref, loud=loud, made_at=now) for u, p in sorted(told.items())
    ]
    Notice.objects.bulk_create(rows, batch_size=5_000)
    return len(rows)


def read_notices(*, user_id: int, now: datetime, ids: Collection[int] | None = None) -> int:
    """Mark a user's own notices as read: the named ones, or all. Returns how many were unread."""
    unread = Notice.objects.filter(user_id=user_id, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=now)
