"""What lies on an account that a merge has closed goes on to its successor, and comes back when the merge is taken back."""

from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext_noop

from ..models import Account, Posting
from ..rules import short_of
from .errors import BelowLeast
from .locks import locked
from .posting import write

MERGED_SOURCE = "ledger.merged:"
PASSED_ON = gettext_noop("Two files merged: the balance goes over")  # as stored; translated when shown
GIVEN_BACK = gettext_noop("A merge of two files taken back: the balance comes back")


def pass_on(*, account_id: int, happened_on: date, now: datetime, by_id: int | None) -> None:
    """Post the whole balance of a closed account to its successor; nothing when it is empty. Runs in the caller's transaction.

    BelowLeast when the successor cannot bear what the closed account owes.
    """
    successor_id = Account.objects.values_list("successor_id", flat=True).get(pk=account_id)
    amount = locked([account_id, successor_id])[account_id].balance
    _move(account_id, successor_id, amount, account_id, text=PASSED_ON, happened_on=happened_on, now=now, by_id=by_id)
    if Account.objects.filter(pk=successor_id, successor__isnull=False).exists():
        pass_on(account_id=successor_id, happened_on=happened_on, now=now, by_id=by_id)


def give_back(*, account_id: int, successor_id: int, happened_on: date, now: datetime, by_id: int | None) -> None:
    """Post back, in one sum, all that the account has passed on to its successor and not got back yet. Runs in the caller's transaction.

    BelowLeast when the successor no longer has it.
    """
    passed = Posting.objects.filter(account=account_id, transaction__source__startswith=f"{MERGED_SOURCE}{account_id}:")
    amount = -int(passed.aggregate(n=Sum("amount"))["n"] or 0)
    _move(successor_id, account_id, amount, account_id, text=GIVEN_BACK, happened_on=happened_on, now=now, by_id=by_id)


def _move(frm: int, to: int, amount: int, closed: int, *, text: str, happened_on: date, now: datetime, by_id: int | None) -> None:
    """Post an amount, which may be negative, under a source of the closed account's."""
    if amount == 0:
        return
    lines, accounts = {frm: -amount, to: amount}, locked([frm, to])
    for pk, change in lines.items():
        if short := short_of(accounts[pk].balance, change, accounts[pk].least):
            raise BelowLeast(account_id=pk, short=short)
    number = Posting.objects.filter(account_id=closed).count()  # grows with each, under the lock: a source of its own each time
    write(source=f"{MERGED_SOURCE}{closed}:{number}", accounts=accounts, lines=lines, happened_on=happened_on, text=text, params={}, now=now, by_id=by_id)
