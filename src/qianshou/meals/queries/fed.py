"""The meals of a day or of a person one by one: what became of each, how one knows, what was done about those that did not come."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.people.models import Person
from qianshou.watch.models import Alert

from ..models import EVENT_STANDS, Delivery, DeliveryEvent, MealCheck, MealPoint, Order
from ..rules.afterwards import CLASSES, FED, NOT_FED, OFF, SERVED, UNHEARD, group_of
from .afterwards import ALL, FACTS, Filters, Judge, orders_between, with_facts


@dataclass
class Meal:
    """One order and what became of it. event: what stands of what was said at the door. alert: the last one about it."""

    order: Order
    kind: str
    delivery: Delivery | None = None
    check: MealCheck | None = None
    event: DeliveryEvent | None = None
    alert: Alert | None = None

    @property
    def group(self) -> str:
        """fed | not_fed | unheard | to_come | off"""
        return group_of(self.kind)

    @property
    def at(self) -> datetime | None:
        """When it was known: at the door, or when somebody looked into it."""
        return (self.delivery.ended_at if self.delivery else None) or (self.check.at if self.check else None)


def meals_on(*, scope: Scope, day: date, now: datetime, filters: Filters = ALL, kinds: Container[str] = CLASSES) -> list[Meal]:
    """Every order of a day that the scope sees and that became one of `kinds`, by meal, then in pinyin order."""
    street = Street.objects.filter(pk=scope.street_id).first()
    if street is None:
        return []
    rows = orders_between(scope, day, day, filters).order_by("meal", "person__name_key", "pk")
    return _told(_meals(rows, street, now, kinds))


def meal_of(*, scope: Scope, order_id: int, now: datetime) -> Meal:
    """One order; Order.DoesNotExist for one that this user may not see."""
    row = with_facts(Order.objects.filter(scope.rows(), street_id=scope.street_id)).filter(pk=order_id)
    found = _told(_meals(row, Street.objects.get(pk=scope.street_id), now)) if scope.street_id else []
    if not found:
        raise Order.DoesNotExist
    return found[0]


def meals_by_id(street: Street, order_ids: Iterable[int], now: datetime) -> dict[int, Meal]:
    """Order id → its meal, with what was said about it; whoever asks has been let in already."""
    rows = with_facts(Order.objects.filter(street=street, pk__in=list(order_ids)))
    return {meal.order.pk: meal for meal in _told(_meals(rows, street, now))}


def point_list(*, scope: Scope, day: date, meal: str, point_id: int, now: datetime) -> tuple[MealPoint, list[Meal]]:
    """Who was to eat at a meal point, in pinyin order, for whoever keeps its list. MealPoint.DoesNotExist outside the scope."""
    point = MealPoint.objects.select_related("street").get(pk=point_id, street_id=scope.street_id)
    mine = Order.objects.filter(street_id=scope.street_id) if scope.may("meals.kitchen") else Order.objects.filter(scope.rows(), street_id=scope.street_id)
    rows = with_facts(mine.filter(day=day, meal=meal, point=point, state=Order.State.ORDERED)).order_by("person__name_key", "pk")
    return point, _meals(rows, point.street, now)


def _meals(rows, street: Street, now: datetime, kinds: Container[str] = CLASSES) -> list[Meal]:
    """Orders with FACTS as meals: one read for orders, one for the checks of those that have one."""
    judge = Judge(street.pack, now)
    facts = [(row, kind) for row in rows.values("pk", *FACTS) if (kind := judge.kind(row)) in kinds]
    orders = Order.objects.select_related("person__place", "committee", "point", "changed_by", "delivery__cart", "delivery__driver").in_bulk([f["pk"] for f, _ in facts])
    checked = [f["pk"] for f, _ in facts if f["standing__came"] is not None]
    checks = {c.order_id: c for c in MealCheck.objects.filter(order__in=checked, withdrawn_at__isnull=True).select_related("by")} if checked else {}
    return [Meal(order=orders[f["pk"]], kind=kind, delivery=getattr(orders[f["pk"]], "delivery", None), check=checks.get(f["pk"])) for f, kind in facts]


def _told(meals: list[Meal]) -> list[Meal]:
    """With what was said at the door and the last alert, for meals that somebody will ask about."""
    asked = {meal.order.pk: meal for meal in meals if meal.kind in NOT_FED or meal.kind == UNHEARD or meal.kind == "neighbour"}
    if not asked:
        return meals
    events = DeliveryEvent.objects.filter(EVENT_STANDS, delivery__order__in=asked).select_related("by", "delivery").order_by("made_at", "pk")
    for event in events:
        asked[event.delivery.order_id].event = event
    keys = {f"meal:{pk}": meal for pk, meal in asked.items()}
    street_id = next(iter(asked.values())).order.street_id
    alerts = Alert.objects.filter(due__street_id=street_id, due__key__in=keys).select_related("due", "taken_by", "closed_by").order_by("raised_at", "pk")
    for alert in alerts:
        keys[alert.due.key].alert = alert
    return meals


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """A person's meals of some days, the earliest first. `fed` of `expected`; `last`: the latest that came."""

    meals: Sequence[Meal]

    @property
    def fed(self) -> int:
        """How many came."""
        return sum(meal.kind in FED for meal in self.meals)

    @property
    def expected(self) -> int:
        """How many were expected until now."""
        return sum(meal.kind in FED or meal.kind in NOT_FED or meal.kind == UNHEARD for meal in self.meals)

    @property
    def last(self) -> Meal | None:
        """The latest meal that came."""
        return next((meal for meal in reversed(self.meals) if meal.kind in FED), None)

    @property
    def amiss(self) -> list[Meal]:
        """Those that did not come, or of which nothing was heard, the latest first."""
        return [meal for meal in reversed(self.meals) if meal.kind in NOT_FED or meal.kind == UNHEARD]


def person_meals(*, person: Person, first: date, last: date, now: datetime) -> PersonMonth:
    """A person's meals, for somebody whom a scoped query let see the person."""
    rows = with_facts(Order.objects.filter(person=person, day__range=(first, last))).order_by("day", "meal", "pk")
    return PersonMonth(_told(_meals(rows, person.street, now)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One order of a month as the monthly form asks for it. note: what was said at the door."""

    order_id: int
    day: date
    meal: str
    kind: str
    note: str


def outcomes_of(*, street: Street, person_ids: Iterable[int], first: date, last: date, now: datetime) -> dict[int, list[Outcome]]:
    """Person id → what became of each meal, by day; two reads for any number.

    Left out: cancelled meals, and those of which nobody was asked to say anything (a street that brings them without published rounds).
    """
    judge = Judge(street.pack, now)
    found: dict[int, list[Outcome]] = {}
    rows = with_facts(Order.objects.filter(street=street, person__in=list(person_ids), day__range=(first, last))).order_by("day", "meal", "pk")
    facts = [(row, judge.kind(row)) for row in rows.values("pk", "person_id", *FACTS)]
    asked = [row["pk"] for row, kind in facts if kind in NOT_FED]
    events = DeliveryEvent.objects.filter(EVENT_STANDS, delivery__order__in=asked).order_by("made_at", "pk") if asked else DeliveryEvent.objects.none()
    notes = dict(events.values_list("delivery__order_id", "note"))
    for row, kind in facts:
        if kind not in OFF and (kind != UNHEARD or row["delivery__state"]):
            found.setdefault(row["person_id"], []).append(Outcome(row["pk"], row["day"], row["meal"], kind, notes.get(row["pk"], "")))
    return found


def points_served(meals: Iterable[Meal]) -> list[tuple[str, MealPoint, int, int, int]]:
    """(meal, point, orders, came or not marked, marked either way) for each meal point of these meals."""
    found: dict[tuple[str, int], list] = {}
    for meal in meals:
        if meal.order.point_id and meal.group != "off":
            row = found.setdefault((meal.order.meal, meal.order.point_id), [meal.order.point, 0, 0, 0])
            row[1] += 1
            row[2] += meal.kind == SERVED
            row[3] += meal.check is not None
    return [(meal, *row) for (meal, _), row in sorted(found.items())]

