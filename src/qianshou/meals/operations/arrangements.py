"""The standing arrangement: what a person gets from week to week."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel.clock import local_date
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Person

from ..models import Arrangement, Eats, MealPoint
from ..rules import first_open_day
from ..rules.orders import ABSENT
from .locks import lock_meals


@dataclass(frozen=True, slots=True)
class Wish:
    """So many portions at a place; a meal point where the place is one."""

    portions: int = 1
    place: str = Eats.DELIVERED
    point_id: int | None = None


@transaction.atomic
def set_standing(
    *, person_id: int, meal: str, week: Mapping[int, Wish], since: date, now: datetime, by_id: int | None = None, until: date | None = None
) -> list[Arrangement]:
    """From `since` on (until its last day) the person gets this meal on these ISO weekdays, and on no others. An empty week: no more.

    What was arranged ends the day before. Refused before the first day that is still open (the kitchen has its orders for the days
    before), for a span or weekday that makes no sense, and as `check_wish` says.
    """
    person = Person.objects.select_related("street").get(pk=person_id, merged_into__isnull=True, file__isnull=False)
    lock_meals(person.street_id)
    opens = first_open_day(known_meal(person.street, meal, since), now)
    if since < opens:
        raise Refused("too_early", day=opens.isoformat())
    if not set(week) <= set(range(1, 8)) or (until and until < since):
        raise Refused("span")
    for wish in week.values():
        check_wish(wish, street_id=person.street_id, on=since)
    _end(person_id=person_id, meal=meal, since=since)
    days: dict[Wish, list[int]] = defaultdict(list)
    for weekday, wish in sorted(week.items()):
        days[wish].append(weekday)
    made = Arrangement.objects.bulk_create(
        Arrangement(street_id=person.street_id, person=person, meal=meal, weekdays=weekdays, portions=wish.portions, place=wish.place,
                    point_id=wish.point_id, since=since, until=until, made_by_id=by_id, made_at=now)
        for wish, weekdays in days.items()
    )  # fmt: skip
    log(act="meals.arranged", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person_id, meal=meal,
        since=str(since), weekdays=sorted(week))  # fmt: skip
    return made


@transaction.atomic
def arrange_from_register(*, street_id: int, meal: str, now: datetime, by_id: int | None = None) -> int:
    """Whoever has meal days in the register and no arrangement for the meal yet (not even an ended one) gets one, brought home.

    From the first open day on. Returns how many were made; doing it again makes none.
    """
    street = Street.objects.get(pk=street_id)
    lock_meals(street_id)
    since = first_open_day(known_meal(street, meal, local_date(now)), now)
    asked = ElderFile.objects.filter(street_id=street_id, person__merged_into__isnull=True).exclude(meal_days=[])
    asked = asked.exclude(status__in=ABSENT).exclude(Exists(Arrangement.objects.filter(person=OuterRef("pk"), meal=meal)))
    made = Arrangement.objects.bulk_create(
        Arrangement(street_id=street_id, person_id=pk, meal=meal, weekdays=sorted(set(days) & set(range(1, 8))), since=since, made_by_id=by_id, made_at=now)
        for pk, days in asked.values_list("pk", "meal_days").order_by("pk")
        if set(days) & set(range(1, 8))
    )  # fmt: skip
    if made:
        log(act="meals.from_register", now=now, by_id=by_id, street_id=street_id, target="arrangements", target_id=len(made), meal=meal)
    return len(made)


def known_meal(street: Street, meal: str, on: date):
    """The meal as the street's pack has it on a day. Refused for a code that it does not have."""
    found = load(street.pack, on).meal_times.get(meal)
    if found is None:
        raise Refused("meal", meal=meal)
    return found


def check_wish(wish: Wish, *, street_id: int, on: date) -> None:
    """Refused for a number of portions that no box holds, and for a meal point that is closed, of another street, or missing."""
    if not 1 <= wish.portions <= 9:
        raise Refused("portions")
    if wish.place not in Eats.values or (wish.place == Eats.DINE_IN) != (wish.point_id is not None):
        raise Refused("point")
    if wish.point_id is not None:
        there = MealPoint.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), pk=wish.point_id, street_id=street_id)
        if not there.exists():
            raise Refused("point")


def _end(*, person_id: int, meal: str, since: date) -> None:
    running = Arrangement.objects.filter(person_id=person_id, meal=meal).filter(Q(until__isnull=True) | Q(until__gte=since))
    begun, ahead = running.filter(since__lt=since), running.filter(since__gte=since)
    ahead.filter(Q(until__isnull=True) | Q(until__gte=F("since"))).update(until=F("since") - timedelta(days=1))  # holds on no day at all
    begun.update(until=since - timedelta(days=1))
