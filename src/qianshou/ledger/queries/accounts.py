"""Reads of accounts and their balances."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from qianshou.access.scope import Scope

from ..models import Account, Month, Posting, Transaction

HELD, OWED, EMPTY = "held", "owed", "empty"
BALANCES = {HELD: Q(balance__gt=0), OWED: Q(balance__lt=0), EMPTY: Q(balance=0)}


def accounts(scope: Scope, *, unit: str = "", code: str = "", kind: str = "", text: str = "", balance: str = "") -> QuerySet[Account]:
    """Accounts of the scope's street: the street's and the outside's first, then persons by pinyin.

    Narrowed by unit, code, kind, part of a person's name or the beginning of its pinyin, and balance (held, owed, empty: as they stand now).
    Accounts that a merge closed are shown only where money lies on them; their statements can still be opened.
    """
    rows = _seen(scope).filter(Q(successor__isnull=True) | ~Q(balance=0)).select_related("person")
    rows = rows.filter(**{name: value for name, value in (("unit", unit), ("code", code), ("kind", kind)) if value})
    if text:
        rows = rows.filter(Q(person__name__contains=text) | Q(person__name_key__startswith=text.lower()))
    if balance in BALANCES:
        rows = rows.filter(BALANCES[balance])
    return rows.order_by(F("person__name_key").asc(nulls_first=True), "-kind", "unit", "code", "pk")


def _seen(scope: Scope) -> QuerySet[Account]:
    rows = Account.objects.filter(scope.rows(committee=None))
    return rows.filter(street_id=scope.street_id) if scope.street_id and not scope.everything else rows


def account_of(scope: Scope, account_id: int) -> Account:
    """One account with person and successor. Account.DoesNotExist for whoever may not see it."""
    return _seen(scope).select_related("person", "successor", "street").get(pk=account_id)


def transaction_of(scope: Scope, transaction_id: int) -> Transaction:
    """One transaction with its lines and accounts, what it reverses and what reversed it. Transaction.DoesNotExist outside the scope."""
    rows = Transaction.objects.filter(scope.rows(committee=None))
    if scope.street_id and not scope.everything:
        rows = rows.filter(street_id=scope.street_id)
    return rows.select_related("by", "reverses", "reversed_by", "receipt").prefetch_related("postings__account__person").get(pk=transaction_id)


def balance_at(scope: Scope, account_id: int, day: date) -> int:
    """An account's balance at the end of an office day. Account.DoesNotExist outside the scope."""
    return balances_at(scope, [account_of(scope, account_id).pk], day)[account_id]


def balances_at(scope: Scope, account_ids: Iterable[int], day: date) -> dict[int, int]:
    """Balances of those of these accounts that the scope sees, at the end of an office day."""
    return balances_of(_seen(scope).filter(pk__in=list(account_ids)).values_list("pk", flat=True), day)


def balances_of(account_ids: Iterable[int], day: date) -> dict[int, int]:
    """The same for accounts that the asking user is known to see.

    Whole months are added from what is kept of them, only the days of the last one from postings.
    """
    found, first = dict.fromkeys(account_ids, 0), day.replace(day=1)
    months = Month.objects.filter(account__in=list(found), month__lt=first).values_list("account_id").annotate(n=Sum("amount"))
    days = Posting.objects.filter(account__in=list(found), happened_on__range=(first, day)).values_list("account_id").annotate(n=Sum("amount"))
    for rows in (months, days):
        for pk, amount in rows.order_by():
            found[pk] += int(amount)
    return found


@dataclass(frozen=True, slots=True)
class Sums:
    """The accounts of one unit and code together."""

    unit: str
    code: str
    name: str
    accounts: int
    balance: int


def sums(scope: Scope) -> list[Sums]:
    """Balances of the scope's street by unit and code, as they stand now. All of one unit add up to zero."""
    rows = _seen(scope).order_by("unit", "code").values("unit", "code").annotate(said=Min("name"), accounts=Count("pk"), total=Sum("balance"))
    return [Sums(row["unit"], row["code"], row["said"], row["accounts"], int(row["total"])) for row in rows]
