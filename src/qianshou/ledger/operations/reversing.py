"""Reversal: the only way to correct the books."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log

from ..models import Posting, Transaction
from ..queries.heads import on_the_way
from ..rules import mirrored, short_of
from .errors import BelowLeast, NotReversible
from .locks import locked
from .passing_on import MERGED_SOURCE, pass_on
from .posting import write

REVERSED = gettext_noop("Reversed: %(reason)s")  # as stored; translated when shown


@transaction.atomic
def reverse(*, source: str, happened_on: date, reason: str, now: datetime, by_id: int | None = None) -> Transaction:
    """Take a transaction back by one that mirrors it exactly, on `happened_on`. Again: returns the reversal that stands.

    What is to stand instead is posted anew, under a source of its own. Where a merge has closed an account of it since, what falls on
    that account goes on to the staying file's.
    Transaction.DoesNotExist for an unknown source; NotReversible; BelowLeast when an account no longer has what is to be taken back.
    """
    held = Transaction.objects.get(source=source)
    if held.reverses_id:
        raise NotReversible("reversal", source=source)
    if held.source.startswith(MERGED_SOURCE):
        raise NotReversible("merged", source=source)
    if happened_on < held.happened_on:
        raise NotReversible("earlier", source=source)
    lines = mirrored(dict(Posting.objects.filter(transaction=held).values_list("account_id", "amount")))
    accounts = locked(on_the_way(lines))
    # Looked for under the lock: of two who reverse at once the second finds what the first wrote.
    if standing := Transaction.objects.filter(reverses=held).first():
        return standing
    for pk, amount in lines.items():
        if short := short_of(accounts[pk].balance, amount, accounts[pk].least):
            raise BelowLeast(account_id=pk, short=short)
    made = write(
        source=f"{source}/reversed", accounts=accounts, lines=lines, happened_on=happened_on, text=REVERSED, params={"reason": reason},
        now=now, by_id=by_id, reverses=held,
    )  # fmt: skip
    for pk in lines:
        if accounts[pk].successor_id:
            pass_on(account_id=pk, happened_on=happened_on, now=now, by_id=by_id)
    log(act="ledger.reversed", now=now, by_id=by_id, street_id=held.street_id, target="transaction", target_id=held.pk, by=made.pk)
    return made
