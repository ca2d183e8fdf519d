"""The statement of one account: opening balance, lines with the running balance, closing balance."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, RowRange, Sum, Window
from django.db.models.functions import Coalesce

from qianshou.access.scope import Scope

from ..models import Account, Posting, Transaction
from .accounts import account_of, balances_of


@dataclass(frozen=True, slots=True)
class Line:
    """One posting as a statement shows it; `balance` is after it."""

    day: date
    transaction: Transaction
    amount: int
    balance: int

    @property
    def out(self) -> int:
        """What went out, without its sign."""
        return max(0, -self.amount)

    @property
    def reversed(self) -> bool:
        """Whether the transaction was taken back since."""
        return getattr(self.transaction, "reversed_by", None) is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines from `first` to `last`, both included, in the order of days, then of entry. `gained` and `spent` (negative) are of all of
    them, `count` is how many there are, `lines` those asked for."""

    account: Account
    first: date
    last: date
    opening: int
    gained: int
    spent: int
    count: int
    lines: list[Line]

    @property
    def out(self) -> int:
        """What went out in all, without its sign."""
        return -self.spent

    @property
    def closing(self) -> int:
        """The balance at the end of `last`."""
        return self.opening + self.gained + self.spent


def statement(scope: Scope, account_id: int, first: date, last: date, *, start: int = 0, limit: int | None = None) -> Statement:
    """The statement of an account between two office days; of its lines those from `start` on, at most `limit`.

    Account.DoesNotExist for whoever may not see the account; ValueError when the days stand the wrong way round.
    """
    if last < first:
        raise ValueError("a statement ends before it begins")
    account = account_of(scope, account_id)
    opening = balances_of([account.pk], first - timedelta(days=1))[account.pk]
    rows = Posting.objects.filter(account=account, happened_on__range=(first, last))
    whole = rows.aggregate(
        count=Count("pk"), gained=Coalesce(Sum("amount", filter=Q(amount__gt=0)), 0), spent=Coalesce(Sum("amount", filter=Q(amount__lt=0)), 0)
    )
    # The index gives the rows in this order, so the running sum is made as they come, and only as far as they are asked for;
    # their transactions are fetched afterwards, those of the lines shown.
    order = [F("happened_on").asc(), F("id").asc()]
    so_far = Window(Sum("amount"), order_by=order, frame=RowRange(start=None, end=0))
    running = rows.order_by(*order).values_list("happened_on", "transaction_id", "amount", so_far)
    shown = list(running[start : None if limit is None else start + limit])
    entries = Transaction.objects.select_related("by", "reversed_by").in_bulk([transaction_id for _, transaction_id, _, _ in shown])
    lines = [Line(day, entries[pk], amount, opening + int(total)) for day, pk, amount, total in shown]
    return Statement(account, first, last, opening, int(whole["gained"]), int(whole["spent"]), whole["count"], lines)
