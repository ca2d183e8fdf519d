"""A file goes to another street: meals to come end, what must not be eaten goes along. What was ordered, brought and paid stays in the books."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from qianshou.kernel.clock import local_date
from qianshou.people.models import Person
from qianshou.watch.operations.moving import MOVED

from ..models import Arrangement, BoxHome, Diet, DietAnswer, MealChange, Pause
from .locks import lock_meals
from .orders import settle_taken


@dataclass(frozen=True, slots=True)
class EndedMeals:
    """Arrangements that ended, orders that were taken away, and boxes that are still at the old home."""

    arrangements: int
    orders: int
    boxes: int


@transaction.atomic
def end_meals(*, person: Person, now: datetime, by_id: int) -> EndedMeals:
    """No meal from today on: arrangements and pauses end with yesterday, single changes are withdrawn, orders that are not over go."""
    lock_meals(person.street_id)
    today = local_date(now)
    yesterday, running = today - timedelta(days=1), Q(until__isnull=True) | Q(until__gte=today)
    # One that would begin later holds on no day at all: its end lies the day before its beginning.
    last = Greatest(F("since") - timedelta(days=1), yesterday)
    ended = Arrangement.objects.filter(running, person=person).update(until=last)
    Pause.objects.filter(running, person=person).update(until=last)
    MealChange.objects.filter(person=person, day__gte=today, withdrawn_at__isnull=True).update(withdrawn_at=now)
    orders = settle_taken(person=person, reason=MOVED, now=now, by_id=by_id, may_add=False)
    home = BoxHome.objects.filter(pk=person.pk).first()
    return EndedMeals(ended, len(orders), home.still if home else 0)


@transaction.atomic
def move_diets(*, person_id: int, to_street_id: int) -> int:
    """What must not be eaten, and what was answered about it, is the new street's to keep. Returns how many."""
    return sum(table.objects.filter(person_id=person_id).update(street_id=to_street_id) for table in (Diet, DietAnswer))
