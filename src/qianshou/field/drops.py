"""What the phone is told of a driver's round, as plain JSON: trips, doors, boxes. Only what is needed at the door; of health only the diet mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import groupby

from qianshou.access.models import Street, User
from qianshou.meals.models import Delivery
from qianshou.meals.queries import deliveries as meals
from qianshou.meals.queries.plates import plates
from qianshou.meals.rules.deliveries import asks_temperature
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.packs.shapes_meals import MealTime
from qianshou.people import vault
from qianshou.rounds.queries.carts_day import loading_times

from . import queries
from .rules import shared_door


def drops_of(*, user: User, street_id: int, first: date, last: date) -> dict[date, list[dict]]:
    """Day → the trips of this driver's cart, in order, each with its doors in order."""
    rows = meals.boxes_of_driver(user=user, street_id=street_id, first=first, last=last)
    if not rows:
        return {}
    facts, pack = _Facts(street_id, rows), load(Street.objects.get(pk=street_id).pack, first)
    loading = loading_times(street_id=street_id, first=first, last=last)
    days: dict[date, list[dict]] = defaultdict(list)
    for _trip, boxes in groupby(sorted(rows, key=_by_trip(rows)), key=lambda r: (r.day, r.meal, r.cart_id, r.trip)):
        boxes = list(boxes)
        days[boxes[0].day].append(_trip_of(boxes, facts, pack, loading))
    return days


def _by_trip(rows: list[Delivery]) -> Callable[[Delivery], tuple]:
    """Trips in the order in which they leave, boxes in the order of the trip: a moment changed by hand does not tear a trip apart."""
    leaves: dict[tuple, datetime] = {}
    for row in rows:
        key = (row.day, row.meal, row.cart_id, row.trip)
        leaves[key] = min(filter(None, [leaves.get(key), row.planned_at]), default=datetime.max.replace(tzinfo=UTC))
    return lambda r: (r.day, leaves[r.day, r.meal, r.cart_id, r.trip], r.meal, r.cart_id, r.trip, r.position, r.pk)


def _trip_of(boxes: list[Delivery], facts: _Facts, pack: Pack, loading: dict[tuple, datetime]) -> dict:
    first = boxes[0]
    meal: MealTime | None = pack.meal_times.get(first.meal)
    # Neighbours behind one entrance are one stop of the round: they follow each other and share the moment.
    doors = [list(group) for _key, group in groupby(boxes, key=lambda r: (r.order.person.place_id or -r.pk, r.planned_at))]
    return {
        "meal": {"zh": meal.zh, "en": meal.en} if meal else first.meal,
        "cart": first.cart.name,
        "trip": first.trip,
        "load": _iso(loading.get((first.day, first.meal, first.cart_id, first.trip))),
        "boxes": sum(row.order.portions for row in boxes if not meals.struck_out(row.order)),
        "hot": meal.hot_celsius * 10 if meal else 0,
        "doors": [_door(door, facts, pack, asks_temperature(n, len(doors))) for n, door in enumerate(doors, 1)],
    }


def _door(rows: list[Delivery], facts: _Facts, pack: Pack, asks: bool) -> dict:
    place = rows[0].order.person.place
    return {
        "id": rows[0].order_id,
        "address": (place.name if place else "") + shared_door([row.order.person.door for row in rows]),
        "at": _iso(rows[0].planned_at),
        "asks": asks,
        "boxes": [facts.box(row, pack) for row in rows],
    }


class _Facts:
    """What several boxes need, fetched once, however many doors there are."""

    def __init__(self, street_id: int, rows: list[Delivery]):
        people = sorted({row.order.person_id for row in rows})
        self.contacts, self.phones = queries.contacts(people), queries.phones(people)
        self.empty = meals.boxes_at_home(street_id=street_id, person_ids=people, without=[row.pk for row in rows])
        self.notes = meals.notes_at_doors([row.pk for row in rows])
        self.back = meals.said_to_be_back([row.pk for row in rows])
        self.plates = {day: plates(street_id, day, people) for day in {row.day for row in rows}}

    def box(self, row: Delivery, pack: Pack) -> dict:
        order, person = row.order, row.order.person
        file = getattr(person, "file", None)
        return {
            "order": order.pk,
            "person": person.pk,
            "name": person.name,
            "door": person.door,
            "floor": file.access_note if file else "",
            "boxes": order.portions,
            "diet": [_words(key, pack) for key in self.plates[row.day][person.pk].marks],
            "state": "cancelled" if row.state == Delivery.State.PLANNED and meals.struck_out(order) else row.state,
            "at": _iso(row.ended_at),
            "note": self.notes.get(row.pk, ""),
            "full_back": row.pk in self.back,
            "empty": self.empty.get(person.pk, 0),
            "phones": [vault.phone(p) for p in self.phones[person.pk]],
            "contacts": [{"name": c.name, "relation": c.relation, "phone": vault.phone(c)} for c in self.contacts[person.pk] if c.sealed],
        }


def _words(key: str, pack: Pack) -> dict[str, str]:
    """A diet mark in both languages: "allergy:peanut" → 过敏：花生."""
    kind, _colon, target = key.partition(":")
    known, what = pack.diets.get(kind), pack.allergens.get(target)
    zh, en = (known.zh, known.en) if known else (kind, kind)
    return {"zh": f"{zh}：{what.zh if what else target}" if target else zh, "en": f"{en}: {what.en if what else target}" if target else en}


def _iso(moment: datetime | None) -> str | None:
    """UTC with milliseconds and Z, as the phone writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
