"""What lies on an account that a merge has closed goes on to its successor."""

from datetime import date, datetime

from django.utils.translation import gettext_noop

from ..models import Account, Posting
from ..rules import short_of
from .errors import BelowLeast
from .locks import locked
from .posting import write

MERGED_SOURCE = "ledger.merged:"
PASSED_ON = gettext_noop("Two files merged: the balance goes over")  # as stored; translated when shown


def pass_on(*, account_id: int, happened_on: date, now: datetime, by_id: int | None) -> None:
    """Post the whole balance of a closed account to its successor; nothing when it is empty. Runs in the caller's transaction.

    BelowLeast when the successor cannot bear what the closed account owes.
    """
    successor_id = Account.objects.values_list("successor_id", flat=True).get(pk=account_id)
    accounts = locked([account_id, successor_id])
    balance, successor = accounts[account_id].balance, accounts[successor_id]
    if balance == 0:
        return
    if short := short_of(successor.balance, balance, successor.least):
        raise BelowLeast(account_id=successor_id, short=short)
    number = Posting.objects.filter(account_id=account_id).count()  # grows with each, under the lock: a source of its own each time
    write(
        source=f"{MERGED_SOURCE}{account_id}:{number}", accounts=accounts, lines={account_id: -balance, successor_id: balance},
        happened_on=happened_on, text=PASSED_ON, params={}, now=now, by_id=by_id,
    )  # fmt: skip
    if successor.successor_id:
        pass_on(account_id=successor_id, happened_on=happened_on, now=now, by_id=by_id)
