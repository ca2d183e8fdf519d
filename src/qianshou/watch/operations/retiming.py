"""Moving the times of dues that are still open: a plan was changed before anybody acted on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from qianshou.kernel.clock import local_date
from qianshou.watch.models import Due


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTimes:
    """When an open due opens, must be done by, and how long after that silence is an alert. The title changes when one is given."""

    key: str
    opens_at: datetime
    by_at: datetime
    grace: timedelta = timedelta()
    title: dict | None = None


@transaction.atomic
def retime(*, street_id: int, times: Iterable[NewTimes]) -> int:
    """Give open dues new times; returns how many changed. Whatever is late, met or excused already stays as it is."""
    changed = 0
    for new in sorted(times, key=lambda one: one.key):
        fields = {"opens_at": new.opens_at, "by_at": new.by_at, "late_at": new.by_at + new.grace, "day": local_date(new.by_at)}
        if new.title is not None:
            fields["title"] = new.title
        changed += Due.objects.filter(street_id=street_id, key=new.key, state="open").update(**fields)
    return changed
