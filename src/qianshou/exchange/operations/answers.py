"""What an officer says of the unclear rows of a members' list: who it is, somebody new, or left out. Nothing is written by it; the preview is made anew."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Batch
from ..queries.unclear import unclear_rows
from .member_rows import LEAVE, NEW


@transaction.atomic
def answer_rows(*, batch: Batch, answers: Mapping[int, str], lone: bool = False, now: datetime, by_id: int) -> int:
    """Keep answers by row: a person's id among those offered, "new", "leave", or "" to take one back. Returns how many rows are answered now.

    `lone`: where only one person fits and nobody said anything, it is that person. A list that is confirmed or put aside stays as it is: 0.
    """
    row = Batch.objects.select_for_update(of=("self",)).filter(pk=batch.pk, state=Batch.State.READ, kind=Batch.Kind.MEMBERS).first()
    if row is None:
        return 0
    kept = dict(row.answers)
    for one in unclear_rows(row):
        possible = {NEW, LEAVE, *map(str, one.people)}
        said = answers.get(one.row, kept.get(str(one.row), ""))
        if lone and said not in possible and len(one.people) == 1:
            said = str(one.people[0])
        if said in possible:
            kept[str(one.row)] = said
        else:
            kept.pop(str(one.row), None)
    Batch.objects.filter(pk=row.pk).update(answers=kept)
    log(act="import.answered", now=now, by_id=by_id, street_id=row.street_id, target="batch", target_id=row.pk, rows=len(kept))
    return len(kept)
