"""A file goes to another street: what was owed there ends, what wants an answer goes along so that nobody forgets it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from qianshou.watch.models import Alert, Concern, Due
from qianshou.watch.operations.dues import cancel

MOVED = gettext_noop("the file moved to another street")  # the excuse as it is stored; translated when shown
CONCERN = "concern"  # kind of the dues that are answers to concerns


@transaction.atomic
def end_dues(*, person_id: int, street_id: int, now: datetime, by_id: int) -> int:
    """Everything that the old street still owes, or owed too late, is excused with the move; but not answers to concerns. How many."""
    rows = Due.objects.filter(street_id=street_id, person_id=person_id, state__in=("open", "late")).exclude(kind=CONCERN)
    return cancel(street_id=street_id, keys=list(rows.values_list("key", flat=True)), by_id=by_id, reason=MOVED, now=now)


@transaction.atomic
def move_concerns(*, person_id: int, to_street_id: int, to_committee_id: int, ladder: list[int], now: datetime) -> int:
    """What was noticed about the person, with the answers it was and is owed and their alerts. Open answers climb the new street's ladder.

    Returns how many concerns still want an answer.
    """
    place = {"street_id": to_street_id, "committee_id": to_committee_id}
    dues = Due.objects.filter(person_id=person_id, kind=CONCERN)
    ids = list(dues.select_for_update().order_by("pk").values_list("pk", flat=True))
    Due.objects.filter(pk__in=ids).update(**place)
    Due.objects.filter(pk__in=ids, state__in=("open", "late")).update(ladder=ladder)
    Alert.objects.filter(due__in=ids).update(**place)
    # Who had taken it is in the other street: somebody here must take it.
    Alert.objects.filter(due__in=ids, state="taken").update(state="raised", taken_by=None, taken_at=None, climbs_at=now)
    concerns = Concern.objects.filter(person_id=person_id)
    concerns.update(**place)
    concerns.filter(state="taken").update(state="open", taken_by=None)
    return concerns.filter(Q(state="open")).count()
