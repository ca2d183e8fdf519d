"""A month of 2,000 meals a day afterwards: the day, the month, the subsidy sheets, money back; and the month as one would add it up meal by meal.

    python benchmarks/fed_month.py [--people 2000] [--days 30] [--explain]

Measured as the program's own role, whole requests (middleware, queries, template, PDF). One box in a hundred did not come and one in two
hundred was not heard of. The peer fetches each order with its delivery and asks the same rule; both must come to the same counts.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))
sys.path.insert(0, str(HERE))
MONTH = date(2026, 11, 1)
STATES = {0: "nobody", 50: "planned", 100: "refused", 150: "planned", 199: "neighbour"}


def main() -> int:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--explain", action="store_true", help="print the plan of the month's count")
    parser.add_argument("--json", type=Path, default=HERE / "results" / "fed_month.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True):
            rows, notes = measure(args.people, args.days, args.explain)
    result = {"title": "A month of meals, afterwards", "command": f"python benchmarks/fed_month.py --people {args.people} --days {args.days}", "rows": rows, "notes": notes}
    for row in rows:
        print(f"{row['what']:<52} {row['value']:>8} {row['unit']:<4} peer {row['peer_value']!s:>8}  ratio {row['ratio']}")
    args.json.parent.mkdir(exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return 0


def measure(people: int, days: int, explain: bool) -> tuple[list[dict], list[str]]:
    """(rows of the table, notes)."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from meal_day import fill

    from qianshou.access.scope import Scope
    from qianshou.kernel import clock
    from qianshou.meals.queries.afterwards import alike, counted, orders_between

    settings.ALLOWED_HOSTS = ["*"]
    street, officer = fill(people)
    meals = deliver(street, days)
    last, now = MONTH + timedelta(days=days - 1), clock.day_bounds(MONTH + timedelta(days=days))[0]
    with connection.cursor() as cursor:
        for table in ("meals_order", "meals_delivery", "meals_mealcheck"):
            cursor.execute(f"ANALYZE {table}")
    scope = Scope.system(street.pk)
    took, span = timed(lambda: counted(scope=scope, first=MONTH, last=last, now=now), 5)
    peer_took, peer = timed(lambda: one_by_one(street, last, now), 1)
    assert +span.total.orders == peer, (span.total.orders, peer)
    if explain:
        print(alike(orders_between(scope, MONTH, last), street.pack, MONTH, last).explain(analyze=True, buffers=True))
    client = Client()
    client.force_login(officer, backend="qianshou.access.backends.PasswordBackend")
    seconds = {}
    with clock.frozen(now):
        for what in ("day", "month", "back", "sheet.pdf", "sheet.xlsx"):
            address = f"/fed/{last}/" if what == "day" else f"/fed/month/{MONTH:%Y-%m}/" + {"month": "", "back": "back/"}.get(what, what)
            client.get(address)  # what a server that runs has loaded already
            seconds[what], answer = timed(lambda address=address: client.get(address), 3)
            assert answer.status_code == 200, (address, answer.status_code)
    row = lambda what, value, **more: {"what": what, "value": round(value, 2), "unit": "s", "peer": None, "peer_value": None, "ratio": None, "target": "", **more}
    rows = [
        row(f"Count {meals} meals by class, day, committee, cart", took, peer="meal by meal, ORM", peer_value=round(peer_took, 2), ratio=round(peer_took / took, 1)),
        row("The month, whole page", seconds["month"]),
        row("The last day, whole page", seconds["day"]),
        row("Money back, whole page", seconds["back"]),
        row(f"Subsidy sheets of {people} people as PDF", seconds["sheet.pdf"]),
        row("Subsidy sheets as a workbook", seconds["sheet.xlsx"]),
    ]
    return rows, [f"{meals} orders, {span.total.not_fed} not fed, {span.total.unheard} not heard of; medians of 3, of the count of 5; the peer once."]


def timed(act, times: int) -> tuple[float, object]:
    """Median seconds, and the last answer."""
    found, answer = [], None
    for _ in range(times):
        begun = perf_counter()
        answer = act()
        found.append(perf_counter() - begun)
    return median(found), answer


def deliver(street, days: int) -> int:
    """Orders and deliveries of every day, on seven carts; how many."""
    from django.db import transaction

    from qianshou.kernel import clock
    from qianshou.meals.models import Cart, Delivery, Order
    from qianshou.people.models import Person

    carts = Cart.objects.bulk_create(Cart(street=street, name=f"{n}号车", boxes=80, position=n) for n in range(1, 8))
    people = list(Person.objects.filter(street=street, file__isnull=False).order_by("pk"))
    made = 0
    for k in range(days):
        day = MONTH + timedelta(days=k)
        with transaction.atomic():
            orders = Order.objects.bulk_create(
                Order(street=street, committee_id=p.committee_id, person=p, day=day, meal="lunch", portions=1, place="delivered", why="standing", price_fen=1200,
                      subsidy_fen=300, price_reasons=["age_90"], pack="yangpu@2026-01-01", made_at=clock.day_bounds(day)[0])
                for p in people
            )  # fmt: skip
            start = clock.day_bounds(day)[0] + timedelta(hours=10, minutes=50)
            Delivery.objects.bulk_create(
                Delivery(street=street, order=o, day=day, meal="lunch", cart=carts[n % 7], trip=1 + n % 3, position=n, planned_at=start + timedelta(seconds=n * 2),
                         state=STATES.get((n + k) % 200, "handed"), ended_at=None if STATES.get((n + k) % 200) == "planned" else start + timedelta(seconds=n * 2 + 60),
                         tenths=620 if n % 4 == 0 else None)
                for n, o in enumerate(orders)
            )  # fmt: skip
        made += len(orders)
    return made


def one_by_one(street, last: date, now) -> Counter:
    """The peer: every order with its delivery and its checks, through the ORM, and the same rule."""
    from qianshou.kernel import clock
    from qianshou.meals.models import Order
    from qianshou.meals.rules.afterwards import Facts, became

    found: Counter = Counter()
    for order in Order.objects.filter(street=street, day__range=(MONTH, last)).select_related("delivery").prefetch_related("checks"):
        box = getattr(order, "delivery", None)
        check = next((c for c in order.checks.all() if c.withdrawn_at is None), None)
        found[became(Facts(ordered=order.state == "ordered", dine_in=order.place == "dine_in", said=box.state if box else "", on_cart=bool(box and box.cart_id),
                           checked=check.came if check else None, over=order.day < clock.local_date(now)))] += 1  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main())
