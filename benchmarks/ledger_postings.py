"""A million postings in the books, and the statement of a month; beside books that keep no balances and add up anew each time.

    python benchmarks/ledger_postings.py [--postings 1000000] [--accounts 2000]

Everything runs as the program's own role with every trigger on. Meals are paid from `--accounts` prepaid accounts to one income
account over three years: half of all postings lie on that one. The peer reads the same tables, but adds all postings before
the first day instead of the months that the database keeps.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent)]
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
START, DAYS = date(2023, 12, 1), 1095
MONTH = date(2026, 10, 1), date(2026, 10, 31)
LOT = 50_000  # transactions in one commit
STATEMENT_MS = 50
PAGE = 100  # lines that a page shows


def main() -> None:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=2_000)
    parser.add_argument("--json", type=Path, default=HERE / "results" / "ledger_postings.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True):
            rows, wrong = measure(args.postings, args.accounts)
    result = {
        "title": "The books",
        "command": f"python benchmarks/ledger_postings.py --postings {args.postings} --accounts {args.accounts}",
        "rows": rows,
        "notes": [
            f"{args.postings} postings over {DAYS} days; audited by plain SQL afterwards: {wrong} wrong.",
            f"A statement has opening and closing balance, turnover, and the first {PAGE} lines with their running balance; medians of 21.",
        ],
    }
    for row in rows:
        print(f"{row['what']:<62} {row['value']:>9} {row['unit']:<9} peer {row['peer_value']!s:>9}  ratio {row['ratio']}")
    print(result["notes"][0])
    args.json.parent.mkdir(exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    if wrong:
        sys.exit(1)


def measure(postings: int, accounts: int) -> tuple[list[dict], int]:
    """(rows of the table, rows that the audit found wrong)."""
    from tests.ledger.books import audit

    from qianshou.access.scope import Scope
    from qianshou.ledger import queries
    from qianshou.runtime.schema import as_owner

    street, prepaid, income = books(accounts)
    scope = Scope.system(street)
    filled = timed(lambda: fill(street, prepaid, income, postings // 2))
    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum would, within minutes
    audited, wrong = timed_value(audit)
    singly = 500
    one_by_one = timed(lambda: [post(n, prepaid, income) for n in range(singly)])
    rows = [
        line(f"Write {postings} postings in lots, balanced and kept", round(postings / filled), "a second"),
        line("Audit all of them by plain SQL", round(audited, 1), "s"),
        line("Post meals one by one, each committed", round(singly / one_by_one), "a second"),
    ]
    for what, account in (("a person's account", prepaid[len(prepaid) // 2]), ("the account with half of all postings", income)):
        ours = median_ms(lambda account=account: queries.statement(scope, account, *MONTH, limit=PAGE))
        peers = median_ms(lambda account=account: added_up(scope, account))
        rows.append(line(f"Statement of a month of {what}", ours, "ms", peers, f"≤ {STATEMENT_MS} ms", "adding up anew"))
    return rows, len(wrong)


def line(what: str, value: float, unit: str, peer_value: float | None = None, target: str = "", peer: str = "") -> dict:
    """One row of the results."""
    ratio = round(peer_value / value, 1) if peer_value else None
    return {"what": what, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value, "ratio": ratio, "target": target}


def timed_value(act) -> tuple[float, object]:
    """(seconds that `act` takes, what it gives)."""
    began = perf_counter()
    value = act()
    return perf_counter() - began, value


def timed(act) -> float:
    """Seconds that `act` takes."""
    return timed_value(act)[0]


def median_ms(act) -> float:
    """The median of 21 runs in milliseconds, one more before them to warm up."""
    act()
    return round(1000 * statistics.median(timed(act) for _ in range(21)), 2)


def books(accounts: int) -> tuple[int, list[int], int]:
    """(street, prepaid accounts, the income account)."""
    from qianshou.access.models import Street
    from qianshou.ledger.operations import open_account
    from qianshou.people.models import Person

    street = Street.objects.create(code="bench", name="Bench")
    people = Person.objects.bulk_create(Person(street=street, name=f"p{n}", name_key=f"p{n:06d}", created_at=NOW, updated_at=NOW) for n in range(accounts))
    own = {"street_id": street.pk, "unit": "fen", "now": NOW}
    prepaid = [open_account(**own, code="meals.prepaid", name="Prepaid", person_id=one.pk).pk for one in people]
    income = open_account(**own, code="meals.income", name="Meal income").pk
    return street.pk, prepaid, income


def fill(street: int, prepaid: list[int], income: int, transactions: int) -> None:
    """Meals of 15 yuan, spread over accounts and days, by COPY: the triggers see every row."""
    from django.db import connection, transaction

    ids = iter(range(10_000_000, 10_000_000 + transactions))
    for lot in range(0, transactions, LOT):
        meals = [(next(ids), n) for n in range(lot, min(lot + LOT, transactions))]
        with transaction.atomic(), connection.cursor() as cursor:
            with cursor.copy("COPY ledger_transaction (id, street_id, unit, source, lines, happened_on, recorded_at, text, params) FROM STDIN") as copy:
                for pk, n in meals:
                    copy.write_row((pk, street, "fen", f"meal:{n}", 2, START + timedelta(days=n * DAYS // transactions), NOW, "Meal", "{}"))
            with cursor.copy("COPY ledger_posting (transaction_id, account_id, street_id, happened_on, amount) FROM STDIN") as copy:
                for pk, n in meals:
                    day = START + timedelta(days=n * DAYS // transactions)
                    copy.write_row((pk, prepaid[n % len(prepaid)], street, day, -1500))
                    copy.write_row((pk, income, street, day, 1500))


def post(n: int, prepaid: list[int], income: int) -> None:
    """One meal as the program posts it."""
    from qianshou.ledger import operations

    account = prepaid[n % len(prepaid)]
    operations.post(source=f"single:{n}", lines=[(account, -1500), (income, 1500)], happened_on=START + timedelta(days=DAYS), text="Meal", now=NOW)


def added_up(scope, account_id: int) -> None:
    """The peer: the same statement with the opening balance added up from every posting before."""
    from django.db.models import Sum

    from qianshou.ledger.models import Posting

    module = import_module("qianshou.ledger.queries.statement")

    def from_the_start(account_ids, day):
        rows = Posting.objects.filter(account__in=account_ids, happened_on__lte=day).values_list("account_id").annotate(n=Sum("amount"))
        return dict.fromkeys(account_ids, 0) | dict(rows.order_by())

    kept, module.balances_of = module.balances_of, from_the_start
    try:
        module.statement(scope, account_id, *MONTH, limit=PAGE)
    finally:
        module.balances_of = kept


if __name__ == "__main__":
    main()
