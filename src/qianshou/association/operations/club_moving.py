"""A file moves to another street: the membership in the old street's association ends, with groups and offices."""

from datetime import datetime

from qianshou.kernel import clock

from ..models import Member
from .members import leave

ENDED = "moved to another street"


def end_membership(*, person_id: int, street_id: int, now: datetime, by_id: int) -> int:
    """Returns how many memberships ended."""
    rows = list(Member.objects.filter(person_id=person_id, street_id=street_id, left__isnull=True))
    for row in rows:
        leave(member_id=row.pk, left=max(row.joined, clock.local_date(now)), reason=ENDED, now=now, by_id=by_id)
    return len(rows)
