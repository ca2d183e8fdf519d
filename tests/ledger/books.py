"""Shared by the tests of the books: accounts of the cast, commits without committing, and what an auditor finds by plain SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from qianshou.ledger import operations
from qianshou.ledger.models import Account
from tests.cast import DAY, NOON


@dataclass
class Books:
    """Shen's prepaid money (never below 0), the street's meal income, and cash, which comes from outside."""

    shen: Account
    lu: Account
    income: Account
    cash: Account


def open_books(cast) -> Books:
    """Four accounts of money in Pingliang."""
    own = {"street_id": cast.street.pk, "unit": "fen", "now": NOON, "by_id": cast.officer.pk}
    return Books(
        shen=operations.open_account(**own, code="meals.prepaid", name="Prepaid", person_id=cast.shen.pk, least=0),
        lu=operations.open_account(**own, code="meals.prepaid", name="Prepaid", person_id=cast.lu.pk, least=0),
        income=operations.open_account(**own, code="meals.income", name="Meal income"),
        cash=operations.open_account(**own, code="cash", name="Cash", kind="outside"),
    )


def pay(source: str, frm: Account, to: Account, amount: int, day: date = DAY, **more):
    """Post one amount from an account to another."""
    return operations.post(source=source, lines=[(to.pk, amount), (frm.pk, -amount)], happened_on=day, text="", now=NOON, **more)


def balance(account: Account) -> int:
    return Account.objects.get(pk=account.pk).balance


def settle() -> None:
    """Let the database check at once what it checks at a commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# Each finds what must not be: a name for it, and a query for the rows that are wrong.
AUDIT = {
    "out of balance": "SELECT transaction_id FROM ledger_posting GROUP BY 1 HAVING sum(amount) <> 0 OR count(*) < 2",
    "without postings": "SELECT id FROM ledger_transaction t WHERE lines <> (SELECT count(*) FROM ledger_posting WHERE transaction_id = t.id)",
    "mixed": "SELECT p.id FROM ledger_posting p JOIN ledger_transaction t ON t.id = p.transaction_id JOIN ledger_account a ON a.id = p.account_id"
             " WHERE a.unit <> t.unit OR a.street_id <> t.street_id OR p.street_id <> t.street_id OR p.happened_on <> t.happened_on",
    "balance is not what was posted": "SELECT id FROM ledger_account a WHERE balance <> coalesce((SELECT sum(amount) FROM ledger_posting WHERE account_id = a.id), 0)",
    "months are not what was posted": "SELECT account_id FROM (SELECT account_id, date_trunc('month', happened_on)::date AS month, amount, 1 AS n FROM ledger_posting"
                                      " UNION ALL SELECT account_id, month, -amount, -count FROM ledger_month) x GROUP BY account_id, month HAVING sum(amount) <> 0 OR sum(n) <> 0",
    "below its least": "SELECT id FROM ledger_account WHERE balance < least",
    "no mirror": "SELECT t.id FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id WHERE t.reverses_id IS NOT NULL AND NOT EXISTS"
                 " (SELECT FROM ledger_posting o WHERE o.transaction_id = t.reverses_id AND o.account_id = p.account_id AND o.amount = -p.amount)",
    "reversal reversed": "SELECT r.id FROM ledger_transaction r JOIN ledger_transaction o ON o.id = r.reverses_id WHERE o.reverses_id IS NOT NULL",
    "reversed twice": "SELECT reverses_id FROM ledger_transaction WHERE reverses_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1",
    "posted twice": "SELECT source FROM ledger_transaction GROUP BY 1 HAVING count(*) > 1",
}  # fmt: skip


def audit(execute=None) -> list[str]:
    """Everything that is wrong in the books; `execute(sql)` asks another connection and gives something with fetchall()."""
    found = []
    for name, sql in AUDIT.items():
        if execute:
            rows = execute(sql).fetchall()
        else:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                rows = cursor.fetchall()
        found += [f"{name}: {row[0]}" for row in rows]
    return found
