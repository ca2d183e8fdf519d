"""Shared by the gates on the cut-off: a street that orders, what must be in the kitchen's hands, a deliberately broken run.

Run as a program it takes the orders, for a gate that kills it (forking.py): `python -m tests.faults.taking STREET ISO-TIME [broken]`.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from uuid import uuid4


def owe_meals(cast, how_many: int, day: date, now: datetime) -> dict[int, int]:
    """A street of people with standing orders; every seventh is paused, every fifth has cancelled, every third wants two. Person → portions."""
    from qianshou.meals.models import Arrangement, MealChange, Pause
    from qianshou.people.models import ElderFile, Person

    made = Person.objects.bulk_create(Person(street=cast.street, committee=cast.huaide, name=f"老人{n}", created_at=now, updated_at=now) for n in range(how_many))
    ElderFile.objects.bulk_create(ElderFile(person=p, street=cast.street, opened_on=day, updated_at=now) for p in made)
    Arrangement.objects.bulk_create(
        Arrangement(street=cast.street, person=p, meal="lunch", weekdays=list(range(1, 8)), since=day - timedelta(days=9), made_at=now) for p in made
    )
    asked = {p.pk: 1 for p in made}
    changes, pauses = [], []
    for n, p in enumerate(made):
        if n % 7 == 0:
            pauses.append(Pause(street=cast.street, person=p, since=day, reason="away", made_at=now))
            asked[p.pk] = 0
        elif n % 5 == 0 or n % 3 == 0:
            asked[p.pk] = 0 if n % 5 == 0 else 2
            changes.append(MealChange(street=cast.street, person=p, day=day, meal="lunch", portions=asked[p.pk], batch=uuid4(), made_at=now))
    Pause.objects.bulk_create(pauses)
    MealChange.objects.bulk_create(changes)
    return {pk: n for pk, n in asked.items() if n}


def wrong_meals(asked: dict[int, int], day: date) -> list[str]:
    """Every way in which the orders differ from what was asked."""
    from qianshou.meals.models import CutOff, Order

    have = {}
    for order in Order.objects.filter(day=day, meal="lunch", state="ordered"):
        have[order.person_id] = have.get(order.person_id, 0) + order.portions
    found = [f"person {pk}: asked for {n}, gets {have.get(pk, 0)}" for pk, n in asked.items() if have.get(pk, 0) != n]
    found += [f"person {pk}: gets {n} unasked" for pk, n in have.items() if pk not in asked]
    runs = CutOff.objects.filter(day=day, meal="lunch").count()
    return found + ([f"{runs} runs written down"] if runs != 1 else [])


def take(*, street_id: int, day: date, now: datetime) -> None:
    """The program's own run."""
    from qianshou.meals.operations import take_orders

    take_orders(street_id=street_id, day=day, meal="lunch", now=now)


def broken_take(*, street_id: int, day: date, now: datetime) -> None:
    """A run as one might write it in a hurry: it notes that it ran, then writes order by order, each for itself."""
    from qianshou.meals.models import CutOff, Order
    from qianshou.meals.queries.facts import decisions

    if CutOff.objects.filter(street_id=street_id, day=day, meal="lunch").exists():
        return
    CutOff.objects.create(street_id=street_id, day=day, meal="lunch", due_at=now, ran_at=now, orders=0, portions=0)
    for d in decisions(street_id=street_id, day=day, meal="lunch"):
        if d.portions:
            Order.objects.create(street_id=street_id, person_id=d.person_id, day=day, meal="lunch", portions=d.portions, place=d.place, why=d.why, price_fen=0,
                                 subsidy_fen=0, pack="-", made_at=now)  # fmt: skip


def main() -> None:
    """Take the orders, as often as asked."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianshou.settings")
    import django

    django.setup()
    from qianshou.kernel.clock import local_date
    from tests.faults.forking import offer

    street_id, now = int(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    run = broken_take if sys.argv[3:] == ["broken"] else take
    offer(lambda: run(street_id=street_id, day=local_date(now), now=now))


if __name__ == "__main__":
    main()
