"""One person's meals: what stands, what is paused, the next days, the last orders."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import MealTime
from qianshou.people.models import Person
from qianshou.people.queries.files import people_seen

from ..models import Arrangement, CutOff, MealChange, Order, Pause
from ..rules import Decision, is_past, over_at
from .facts import facts_of

AHEAD = 7  # days that the telephone page shows
BACK = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """One meal of one day: what is decided, and whether it may still be changed (past: only with a reason; over: no more)."""

    day: date
    meal: str
    portions: int
    why: str  # rules.orders, or "" when nothing was ever said
    place: str
    point_id: int | None
    reason: str
    past: bool
    over: bool


@dataclass
class Meals:
    """standing: what holds or will hold. pauses: those that hold or are planned. days: rows of cells, one a meal."""

    person: Person
    meals: dict[str, MealTime]
    standing: list[Arrangement] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    days: list[tuple[date, list[Cell]]] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    changes: list[MealChange] = field(default_factory=list)


def person_of(*, scope: Scope, person_id: int, today: date) -> Person:
    """Somebody of the street that is shown, with file; Person.DoesNotExist for whoever this user may not see."""
    seen = people_seen(scope, today).filter(street_id=scope.street_id, file__isnull=False)
    return seen.select_related("file", "committee", "place", "street").defer("found_as", "id_sealed", "id_blind", "file__raw").get(pk=person_id)


def meals_of(*, person: Person, now: datetime, today: date, ahead: int = AHEAD) -> Meals:
    """Everything about a person whom a scoped query fetched."""
    meals = load(person.street.pack, today).meal_times
    last = today + timedelta(days=ahead - 1)
    facts = facts_of(street_id=person.street_id, first=today, last=last, person_ids=[person.pk])
    taken = set(CutOff.objects.filter(street_id=person.street_id, day__range=(today, last)).values_list("day", "meal"))
    orders = {(o.day, o.meal): o for o in Order.objects.filter(person=person, day__range=(today, last))}
    days = []
    for n in range(ahead):
        day = today + timedelta(days=n)
        cells = []
        for code, when in meals.items():
            decision = next(iter(facts.decisions(day, code)), None)
            cells.append(_cell(day, code, when, decision, orders.get((day, code)), (day, code) in taken, now))
        days.append((day, cells))
    held = Q(until__isnull=True) | Q(until__gte=F("since"))
    ahead_rows = Q(until__isnull=True) | Q(until__gte=today)
    return Meals(
        person=person, meals=meals, days=days,
        standing=list(Arrangement.objects.filter(held, ahead_rows, person=person).select_related("point").order_by("meal", "since", "weekdays")),
        pauses=list(Pause.objects.filter(held, ahead_rows, person=person).select_related("made_by").order_by("since")),
        orders=list(Order.objects.filter(person=person, day__gte=today - timedelta(days=BACK)).select_related("point", "changed_by").order_by("-day", "meal")),
        changes=list(MealChange.objects.filter(person=person, day__gte=today, withdrawn_at__isnull=True).select_related("made_by").order_by("day", "id")),
    )  # fmt: skip


def _cell(day: date, meal: str, when: MealTime, decision: Decision | None, order: Order | None, taken: bool, now: datetime) -> Cell:
    """What the kitchen has counts once the orders were taken; before that, what is decided."""
    more = {"day": day, "meal": meal, "past": is_past(when, day, now), "over": now >= over_at(when, day)}
    if order:
        why = order.why if order.portions else "cancelled"
        return Cell(portions=order.portions, why=why, place=order.place, point_id=order.point_id, reason=order.reason, **more)
    if decision is None:
        return Cell(portions=0, why="", place="delivered", point_id=None, reason="", **more)
    portions = 0 if taken else decision.portions
    why = "not_taken" if taken and decision.portions else decision.why
    return Cell(portions=portions, why=why, place=decision.place, point_id=decision.point_id, reason=decision.reason, **more)


def pause_of(*, scope: Scope, pause_id: int, today: date) -> Pause:
    """A pause of somebody this user may see; Pause.DoesNotExist otherwise."""
    return Pause.objects.filter(street_id=scope.street_id, person__in=people_seen(scope, today)).get(pk=pause_id)


def batch_of(*, scope: Scope, batch: object, today: date) -> MealChange:
    """The first row of what was said in a call; MealChange.DoesNotExist when this user may not see the person, or there is none."""
    row = MealChange.objects.filter(street_id=scope.street_id, batch=batch, person__in=people_seen(scope, today)).order_by("pk").first()
    if row is None:
        raise MealChange.DoesNotExist
    return row
