"""Posting many new entries at once: what a month brings, in a few statements instead of a few for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from qianshou.kernel.copying import NULL, column, copy_lines, json_text

from ..models import Transaction
from ..rules import checked
from .locks import locked
from .posting import LONGEST_SOURCE, refuse, same

TRANSACTIONS = "ledger_transaction (id, street_id, unit, source, lines, happened_on, recorded_at, by_id, text, params)"
MANY = 500  # from here on a wrong plan costs more than making the plans anew
POSTINGS = "ledger_posting (transaction_id, account_id, street_id, happened_on, amount)"


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
    _write(new, asked, street_id, unit, now, by_id)
    return len(new)


def _write(new: Sequence[Entry], asked: Mapping[str, Mapping[int, int]], street_id: int, unit: str, now: datetime, by_id: int | None) -> None:
    """COPY them, a fifth of the work of objects; every trigger sees each row as it would see any other."""
    by, at = NULL if by_id is None else str(by_id), now.isoformat()
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_transaction', 'id')) FROM generate_series(1, %s)", [len(new)])
        numbered = [(pk, entry) for (pk,), entry in zip(cursor.fetchall(), new, strict=True)]
        copy_lines(cursor, TRANSACTIONS, (
            f"{pk}\t{street_id}\t{unit}\t{column(one.source)}\t{len(asked[one.source])}\t{one.happened_on.isoformat()}\t{at}\t{by}\t{column(one.text)}"
            f"\t{column(json_text(dict(one.params)))}\n"
            for pk, one in numbered
        ))  # fmt: skip
        copy_lines(cursor, POSTINGS, (
            f"{pk}\t{account}\t{street_id}\t{one.happened_on.isoformat()}\t{amount}\n"
            for pk, one in numbered for account, amount in sorted(asked[one.source].items())
        ))  # fmt: skip
        if len(new) >= MANY:
            # The checks at commit keep a plan for the session, perhaps from when the tables were empty and reading them whole was cheapest.
            cursor.execute("DISCARD PLANS")
