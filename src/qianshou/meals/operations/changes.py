"""One-off changes: what is said about single meals, mostly on the telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.people.models import Person

from ..models import MealChange
from ..rules import is_past, over_at
from .arrangements import Wish, check_wish, known_meal
from .locks import lock_meals
from .orders import settle

TAKEN_BACK = gettext_noop("taken back")  # why an order is as it was before, as stored; translated when shown


@dataclass(frozen=True, slots=True)
class MealWish:
    """So many portions (0: none) of one meal of one day. place "": as it is arranged."""

    day: date
    meal: str
    portions: int
    place: str = ""
    point_id: int | None = None


@transaction.atomic
def change_meals(
    *, person_id: int, wishes: Sequence[MealWish], batch: UUID, now: datetime, by_id: int, reason: str = ""
) -> list[MealChange]:
    """Write down what was said in one call. `batch` names it: the same batch again changes nothing and returns what is there.

    A meal whose cut-off has been wants a reason; its order follows at once and is marked. Refused without one, for a meal that is
    over, and as `check_wish` says.
    """
    person = Person.objects.select_related("street").get(pk=person_id, merged_into__isnull=True, file__isnull=False)
    lock_meals(person.street_id)
    if there := list(MealChange.objects.filter(batch=batch, person=person)):
        return there
    reason = reason.strip()[:200]
    rows = [_row(person, wish, reason, batch, now, by_id) for wish in wishes]
    MealChange.objects.bulk_create(rows)
    for row in rows:
        if row.after_cut_off:
            settle(person=person, day=row.day, meal=row.meal, reason=reason, now=now, by_id=by_id, may_add=True)
    if rows:
        log(act="meals.changed", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person_id,
            days=[f"{r.day} {r.meal} {r.portions}" for r in rows], reason=reason)  # fmt: skip
    return rows


def _row(person: Person, wish: MealWish, reason: str, batch: UUID, now: datetime, by_id: int) -> MealChange:
    meal = known_meal(person.street, wish.meal, wish.day)
    if now >= over_at(meal, wish.day):
        raise Refused("over", day=wish.day.isoformat())
    if not 0 <= wish.portions <= 9:
        raise Refused("portions")
    if wish.place and wish.portions:
        check_wish(Wish(wish.portions, wish.place, wish.point_id), street_id=person.street_id, on=wish.day)
    late = is_past(meal, wish.day, now)
    if late and not reason:
        raise Refused("reason_after_cut_off", day=wish.day.isoformat(), at=f"{meal.cut_off:%H:%M}")
    place, point_id = (wish.place, wish.point_id) if wish.portions else ("", None)
    return MealChange(
        street_id=person.street_id, person=person, day=wish.day, meal=wish.meal, portions=wish.portions, place=place, point_id=point_id,
        reason=reason, after_cut_off=late, batch=batch, made_by_id=by_id, made_at=now,
    )  # fmt: skip


@transaction.atomic
def withdraw_changes(*, batch: UUID, now: datetime, by_id: int) -> int:
    """What was said in a call is taken back: what held before holds again. Returns how many meals it was about; again: none.

    Meals that are over stay as they were. An order that the kitchen has already goes back too, marked.
    """
    rows = list(MealChange.objects.filter(batch=batch).select_related("person__street").order_by("pk"))
    if not rows:
        return 0
    lock_meals(rows[0].street_id)
    open_still = [r for r in rows if now < over_at(known_meal(r.person.street, r.meal, r.day), r.day)]
    undone = MealChange.objects.filter(pk__in=[r.pk for r in open_still], withdrawn_at__isnull=True).update(withdrawn_at=now)
    if not undone:
        return 0
    for row in open_still:
        settle(person=row.person, day=row.day, meal=row.meal, reason=TAKEN_BACK, now=now, by_id=by_id, may_add=True)
    log(act="meals.change_taken_back", now=now, by_id=by_id, street_id=rows[0].street_id, target="person", target_id=rows[0].person_id, meals=undone)
    return undone
