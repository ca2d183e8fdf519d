"""Posting: a transaction with its lines, once for each source."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from ..models import Account, Posting, Transaction
from ..queries.heads import heads
from ..rules import BadLines, checked, short_of
from .errors import BelowLeast, Closed, Differs
from .locks import locked

LONGEST_SOURCE = 100


@transaction.atomic
def post(
    *,
    source: str,
    lines: Iterable[tuple[int, int]],
    happened_on: date,
    text: str,
    now: datetime,
    params: Mapping | None = None,
    by_id: int | None = None,
) -> Transaction:
    """Post the (account id, amount) lines, which add up to zero, under a source that names what they stand for.

    Unit and street are the accounts'. The same source with the same lines again returns the first transaction, whatever else is asked; with
    other lines it raises Differs. An account that a merge closed since counts as its successor in that comparison. Safe to call inside
    the caller's transaction, and from any number of connections at once.
    BadLines when the lines are no transaction or mix units or streets; BelowLeast; Closed; Account.DoesNotExist; ValueError for a source
    without a name or longer than 100 characters.
    """
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise ValueError(f"a source has 1 to {LONGEST_SOURCE} characters, not {len(source)}")
    asked = checked(lines)
    accounts = locked(asked)
    if held := Transaction.objects.filter(source=source).first():
        return same(held, asked)
    refuse(accounts, asked)
    try:
        with transaction.atomic():  # a savepoint: somebody who posts the same source on other accounts held no lock of ours
            return write(source=source, accounts=accounts, lines=asked, happened_on=happened_on, text=text, params=dict(params or {}), now=now, by_id=by_id)
    except IntegrityError:
        held = Transaction.objects.filter(source=source).first()
        if held is None:
            raise
        return same(held, asked)


def same(held: Transaction, asked: Mapping[int, int]) -> Transaction:
    """The transaction that stands in the books, when its lines are these; Differs otherwise."""
    written = dict(Posting.objects.filter(transaction=held).values_list("account_id", "amount"))
    if written != asked and _at_heads(written) != _at_heads(asked):
        raise Differs(source=held.source)
    return held


def _at_heads(lines: Mapping[int, int]) -> dict[int, int]:
    """The lines as they fall on the accounts that stand now."""
    to, found = heads(lines), {}
    for account_id, amount in lines.items():
        found[to[account_id]] = found.get(to[account_id], 0) + amount
    return found


def refuse(accounts: Mapping[int, Account], lines: Mapping[int, int]) -> None:
    """Say no before the database does, with what a person needs to mend it. The accounts are locked."""
    if len({(one.street_id, one.unit) for one in accounts.values()}) > 1:
        raise BadLines("mixed")
    for pk, amount in lines.items():
        one = accounts[pk]
        if one.successor_id:
            raise Closed(account_id=pk, successor_id=one.successor_id)
        if short := short_of(one.balance, amount, one.least):
            raise BelowLeast(account_id=pk, short=short)


def write(
    *,
    source: str,
    accounts: Mapping[int, Account],
    lines: Mapping[int, int],
    happened_on: date,
    text: str,
    params: dict,
    now: datetime,
    by_id: int | None,
    reverses: Transaction | None = None,
) -> Transaction:
    """Write transaction and postings; the database keeps the balances and checks it all once more at commit."""
    one = next(iter(accounts.values()))
    made = Transaction.objects.create(
        street_id=one.street_id, unit=one.unit, source=source, lines=len(lines), happened_on=happened_on, recorded_at=now, by_id=by_id,
        text=text, params=params, reverses=reverses,
    )  # fmt: skip
    Posting.objects.bulk_create(
        Posting(transaction=made, account_id=pk, street_id=one.street_id, happened_on=happened_on, amount=amount) for pk, amount in sorted(lines.items())
    )
    return made
