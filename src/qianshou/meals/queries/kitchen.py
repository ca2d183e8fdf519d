"""The kitchen's day: how many of what, for where; what is put away and measured, and what is missing.

A kitchen knows nothing of files: it sees the orders of its own street, and of each person only what stands on the box.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from qianshou.access.scope import Scope
from qianshou.packs.shapes_meals import MealTime
from qianshou.watch.models import Due

from ..models import CoreTemperature, CutOff, Dish, FoodSample, MealPoint, Order
from ..rules.orders import ABSENT
from ..rules.plates import Plate
from ..rules.samples import COOKED, SAMPLE, TEMPERATURE, due_key
from .loads import Load, loads_of
from .orders import meal_times
from .plates import plates

PENDING = ("open", "late")


@dataclass
class DishDay:
    """A dish of the day: portions as on the menu, and of what is given instead: (dish, texture), ("", "") where it is left out.

    States of its two dues: none | open | late | met | excused.
    """

    name: str
    category: str
    normal: int = 0
    instead: Counter = field(default_factory=Counter)
    samples: list[FoodSample] = field(default_factory=list)
    temperatures: list[CoreTemperature] = field(default_factory=list)
    sample_state: str = "none"
    temperature_state: str = "none"

    @property
    def cold(self) -> bool:
        """The last measurement off the stove was not hot enough."""
        cooked = [t for t in self.temperatures if t.stage == COOKED]
        return bool(cooked) and not cooked[-1].hot_enough


@dataclass
class KitchenDay:
    """places: (place, point, people, portions). special, held: (order, what is packed) of plates that are not the normal one, and of those that
    must not be labelled yet. changed: orders changed after the cut-off. loads: by cart and trip, [] until a round is published."""

    day: date
    meal: str
    when: MealTime
    taken: CutOff | None
    orders: list[Order] = field(default_factory=list)
    dishes: list[DishDay] = field(default_factory=list)
    places: list[tuple[str, MealPoint | None, int, int]] = field(default_factory=list)
    special: list[tuple[Order, Plate]] = field(default_factory=list)
    held: list[tuple[Order, Plate]] = field(default_factory=list)
    changed: list[Order] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)

    @property
    def portions(self) -> int:
        """All portions."""
        return sum(o.portions for o in self.orders)

    @property
    def missing(self) -> list[tuple[str, str]]:
        """(kind, dish) of what is late."""
        kinds = ((SAMPLE, "sample_state"), (TEMPERATURE, "temperature_state"))
        return [(kind, d.name) for d in self.dishes for kind, state in kinds if getattr(d, state) == "late"]


def plates_of(orders: Sequence[Order]) -> dict[int, Plate]:
    """Order id → what goes into the box; the orders are of one street and day."""
    if not orders:
        return {}
    found = plates(orders[0].street_id, orders[0].day, [order.person_id for order in orders])
    return {order.pk: found[order.person_id] for order in orders}


def kitchen_orders(*, scope: Scope, day: date, meal: str) -> list[Order]:
    """The boxes to pack in the order of places and doors, with what stands on them. Nobody who is not at home gets one."""
    if not scope.may("meals.kitchen"):
        return []
    rows = Order.objects.filter(street_id=scope.street_id, day=day, meal=meal, state=Order.State.ORDERED).exclude(person__file__status__in=ABSENT)
    return list(
        rows.select_related("person__file", "person__place", "committee", "point").order_by("place", "point__name", "committee__position", "person__place__name", "person__door", "pk")
        .only(*(f.attname for f in Order._meta.concrete_fields), "person__name", "person__door", "person__place__name", "person__file__diet",
              "person__file__diet_unclear", "person__file__access_note", "committee__name", "point__name")
    )  # fmt: skip


def kitchen_day(*, scope: Scope, day: date, meal: str, now: datetime) -> KitchenDay:
    """One meal as the kitchen needs it. KeyError for no such meal."""
    when = meal_times(scope, day)[meal]
    here = Q(street_id=scope.street_id, day=day, meal=meal)
    found = KitchenDay(day=day, meal=meal, when=when, taken=CutOff.objects.filter(here).first())
    found.orders = kitchen_orders(scope=scope, day=day, meal=meal)
    packed = plates_of(found.orders)
    found.special = [(o, packed[o.pk]) for o in found.orders if packed[o.pk].special]
    found.held = [(o, packed[o.pk]) for o in found.orders if packed[o.pk].blocked]
    found.changed = list(Order.objects.filter(here, changed_after=True).select_related("person", "point", "changed_by").order_by("changed_at", "pk"))
    found.places, found.loads = _places(found.orders), loads_of(found.orders, packed)
    found.dishes = _dishes(scope, day, meal, now)
    dishes = {dish.name: dish for dish in found.dishes}
    for order in found.orders:
        _count(dishes, packed[order.pk], order.portions)
    return found


def _count(dishes: Mapping[str, DishDay], plate: Plate, portions: int) -> None:
    """Add one box to the dishes of the day. What a diet forbids and nobody settled is in no box yet, so it is not counted."""
    for one in plate.dishes:
        dish = dishes.get(one.instead_of or one.name)
        if dish is None:
            continue
        if one.instead_of or one.texture:
            dish.instead[one.name, one.texture] += portions
        else:
            dish.normal += portions
    for name in plate.left_out:
        if name in dishes:
            dishes[name].instead["", ""] += portions

def _places(orders: Sequence[Order]) -> list[tuple[str, MealPoint | None, int, int]]:
    people, portions, points = Counter(), Counter(), {}
    for order in orders:
        key = (order.place, order.point_id)
        people[key] += 1
        portions[key] += order.portions
        points[key] = order.point
    return [(place, points[place, point], people[place, point], n) for (place, point), n in portions.items()]


def _dishes(scope: Scope, day: date, meal: str, now: datetime) -> list[DishDay]:
    """The menu's dishes with what was written down; the street's menu is its lunch."""
    rows = Dish.objects.filter(menu__street_id=scope.street_id, menu__day=day).order_by("position", "id") if meal == "lunch" else []
    found = {dish.name: DishDay(dish.name, dish.category) for dish in rows}
    here = {"street_id": scope.street_id, "day": day, "meal": meal, "withdrawn_at": None}
    for sample in FoodSample.objects.filter(**here).select_related("taken_by", "discarded_by"):
        found.setdefault(sample.dish, DishDay(sample.dish, "")).samples.append(sample)
    for row in CoreTemperature.objects.filter(**here).select_related("measured_by"):
        found.setdefault(row.dish, DishDay(row.dish, "")).temperatures.append(row)
    states = _states(scope, [due_key(kind, day, meal, name) for name in found for kind in (SAMPLE, TEMPERATURE)], now)
    for dish in found.values():
        dish.sample_state = states[due_key(SAMPLE, day, meal, dish.name)] or ("met" if dish.samples else "none")
        dish.temperature_state = states[due_key(TEMPERATURE, day, meal, dish.name)] or ("met" if any(t.hot_enough for t in dish.temperatures) else "none")
    return list(found.values())


def _states(scope: Scope, keys: list[str], now: datetime) -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for key, state, by_at in Due.objects.filter(street_id=scope.street_id, key__in=keys).values_list("key", "state", "by_at"):
        found[key] = ("late" if now >= by_at else "open") if state in PENDING else "excused" if state == "excused" else "met"
    return found


def missing_of(*, scope: Scope, day: date, now: datetime) -> Counter:
    """kind → how many samples and temperatures of the day are missing although the first box is to leave: the kitchen's line on the board."""
    rows = Due.objects.filter(street_id=scope.street_id, day=day, kind__in=(SAMPLE, TEMPERATURE), state__in=PENDING, by_at__lte=now)
    return Counter(rows.values_list("kind", flat=True))


def kept_samples(*, scope: Scope) -> list[FoodSample]:
    """Samples that are still in the refrigerator, the oldest first."""
    if not scope.may("meals.kitchen"):
        return []
    return list(FoodSample.objects.filter(street_id=scope.street_id, discarded_at__isnull=True, withdrawn_at__isnull=True).select_related("taken_by").order_by("keep_until", "pk"))


def sample_of(*, scope: Scope, sample_id: int) -> FoodSample:
    """A sample of this kitchen; FoodSample.DoesNotExist otherwise."""
    return FoodSample.objects.get(pk=sample_id, street_id=scope.street_id if scope.may("meals.kitchen") else None)


def temperature_of(*, scope: Scope, temperature_id: int) -> CoreTemperature:
    """A measurement of this kitchen; CoreTemperature.DoesNotExist otherwise."""
    return CoreTemperature.objects.get(pk=temperature_id, street_id=scope.street_id if scope.may("meals.kitchen") else None)
