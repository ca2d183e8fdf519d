"""Posting many new entries at once: what a month brings, in a few statements instead of a few for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from ..models import Posting, Transaction
from ..rules import checked
from .locks import locked
from .posting import LONGEST_SOURCE, refuse, same


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction to be posted: as the arguments of `post`."""

    source: str
    lines: Sequence[tuple[int, int]]
    happened_on: date
    text: str
    params: Mapping = field(default_factory=dict)


@transaction.atomic
def post_many(*, entries: Sequence[Entry], now: datetime, by_id: int | None = None) -> int:
    """Post these entries, all of one street and unit; returns how many were new. What stands under a source already is compared as by `post`.

    All or none: errors as `post`, for the sum of all. Two callers with the same new source at the same time: one of them fails
    (IntegrityError) and finds it standing when it tries again.
    """
    asked = {}
    for entry in entries:
        if not 0 < len(entry.source) <= LONGEST_SOURCE or entry.source in asked:
            raise ValueError(f"a source has 1 to {LONGEST_SOURCE} characters and is named once: {entry.source!r}")
        asked[entry.source] = checked(entry.lines)
    if not asked:
        return 0
    accounts = locked({pk for lines in asked.values() for pk in lines})
    held = {one.source: one for one in Transaction.objects.filter(source__in=list(asked))}
    for source, one in held.items():
        same(one, asked[source])
    new = [entry for entry in entries if entry.source not in held]
    total: dict[int, int] = {}
    for entry in new:
        for pk, amount in asked[entry.source].items():
            total[pk] = total.get(pk, 0) + amount
    refuse(accounts, total)
    street_id, unit = next((one.street_id, one.unit) for one in accounts.values())
    made = Transaction.objects.bulk_create(
        [
            Transaction(
                street_id=street_id, unit=unit, source=entry.source, lines=len(asked[entry.source]), happened_on=entry.happened_on,
                recorded_at=now, by_id=by_id, text=entry.text, params=dict(entry.params),
            )
            for entry in new
        ],
        batch_size=2000,
    )  # fmt: skip
    Posting.objects.bulk_create(
        [
            Posting(transaction=one, account_id=pk, street_id=street_id, happened_on=one.happened_on, amount=amount)
            for one in made
            for pk, amount in sorted(asked[one.source].items())
        ],
        batch_size=5000,
    )
    return len(made)
