"""The demo's boxes: bought, a week of going out and coming back, a few that stay out, washing with one batch that failed.

Invented, as all of the street.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Arrangement, Cart
from qianshou.meals.queries.boxes import stand_of_street
from qianshou.people.models import Person

BOUGHT, PEOPLE, DAYS = 320, 24, 6  # a part of the street is enough to see how it goes; the rest comes from the doors
KEEPERS = 3  # people who had two meals, went away, and have the boxes still


def go_round(*, street: Street, officer: User, kitchen: User, now: datetime, rng: Random) -> dict[str, int]:
    """Some days of boxes up to yesterday evening; returns where they are."""
    today = clock.local_date(now)
    first = today - timedelta(days=DAYS)
    act = _Acts(rng)
    meals.buy_boxes(street_id=street.pk, boxes=BOUGHT, note="首批硬质餐盒", key=act.key(), now=clock.at(first, time(9)), by_id=officer.pk)
    people = list(Person.objects.filter(pk__in=Arrangement.objects.filter(street=street).values("person")).order_by("name_key", "pk")[:PEOPLE])
    carts = list(Cart.objects.filter(street=street)) or [None]
    for n in range(DAYS):
        day = first + timedelta(days=n)
        for i, person in enumerate(people):
            if i < KEEPERS and n > 1:
                continue
            at = clock.at(day, time(11)) + timedelta(minutes=3 * i)
            _door(person, carts[i % len(carts)], back=n > 0 and i >= KEEPERS, at=at, source=f"demo:{day}:{person.pk}")
        _wash(street, kitchen, clock.at(day, time(13, 30)), act, failed=n == DAYS - 2)
    if people:
        at = clock.at(today - timedelta(days=1), time(15))
        meals.lose_at_home(person_id=people[-1].pk, boxes=1, note="说是扔掉了", key=act.key(), now=at, by_id=officer.pk)
    found = stand_of_street(street.pk)
    return {"shelf": found.shelf, "homes": found.homes, "sink": found.sink, "lost": found.lost}


class _Acts:
    """Keys of acts that are the same for the same seed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def _door(person: Person, cart: Cart | None, *, back: bool, at: datetime, source: str) -> None:
    for kind in ("out", "returned") if back else ("out",):
        meals.move_boxes(
            street_id=person.street_id, kind=kind, boxes=1, made_at=at, now=at, by_id=cart.driver_id if cart else None, person_id=person.pk,
            cart_id=cart.pk if cart else None, source=source,
        )  # fmt: skip


def _wash(street: Street, kitchen: User, at: datetime, act: _Acts, *, failed: bool) -> None:
    """What is in the sink, in one batch; one that failed is washed again."""
    for broken in (True, False) if failed else (False,):
        if not (dirty := stand_of_street(street.pk).sink):
            return
        batch = meals.start_wash(street_id=street.pk, boxes=dirty, key=act.key(), now=at, by_id=kitchen.pk)
        end = {"batch_id": batch.pk, "key": act.key(), "now": at + timedelta(minutes=25), "by_id": kitchen.pk}
        if broken:
            meals.fail_wash(**end, note="跳闸停电", celsius=60)
        else:
            meals.end_wash(**end, celsius=125, minutes=15)
        at += timedelta(minutes=40)
