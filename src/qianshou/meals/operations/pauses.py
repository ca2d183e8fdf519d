"""Pauses: days without meals, and the end of them. The arrangement stands meanwhile."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel.clock import local_date
from qianshou.people.models import Person

from ..models import Pause
from .arrangements import known_meal
from .locks import lock_meals
from .orders import settle_taken


@transaction.atomic
def pause_meals(
    *, person_id: int, since: date, until: date | None, reason: str, now: datetime, by_id: int, note: str = "", meal: str = ""
) -> Pause:
    """No meals from `since` to `until` (None: nobody knows yet). An order that the kitchen has already is taken away, and marked.

    Refused for a day that is over, a span the wrong way round, a reason nobody knows; "another reason" wants a note.
    """
    person = Person.objects.select_related("street").get(pk=person_id, merged_into__isnull=True, file__isnull=False)
    lock_meals(person.street_id)
    if since < local_date(now) or (until and until < since):
        raise Refused("span")
    if reason not in Pause.Reason.values or (reason == Pause.Reason.OTHER and not note.strip()):
        raise Refused("reason")
    if meal:
        known_meal(person.street, meal, since)
    pause = Pause.objects.create(
        street_id=person.street_id, person=person, meal=meal, since=since, until=until, reason=reason, note=note.strip()[:200], made_by_id=by_id, made_at=now
    )
    settle_taken(person=person, reason=reason, now=now, by_id=by_id, may_add=False)
    log(act="meals.paused", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person_id, since=str(since),
        until=str(until or ""), reason=reason)  # fmt: skip
    return pause


@transaction.atomic
def resume_meals(*, person_id: int, from_day: date, now: datetime, by_id: int) -> int:
    """Meals come again from this day on: every pause that holds then ends the day before. Returns how many ended.

    Pauses that are planned for later stay. Orders that the kitchen has already taken without the person are not added by this:
    that wants an order by hand. Refused for a day that is over.
    """
    person = Person.objects.get(pk=person_id, merged_into__isnull=True, file__isnull=False)
    lock_meals(person.street_id)
    if from_day < local_date(now):
        raise Refused("span")
    held = Pause.objects.filter(person=person, since__lte=from_day).filter(Q(until__isnull=True) | Q(until__gte=from_day))
    ended = held.update(until=from_day - timedelta(days=1))
    if ended:
        log(act="meals.resumed", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person_id, on=str(from_day))
    return ended


@transaction.atomic
def take_back_pause(*, pause_id: int, now: datetime, by_id: int) -> bool:
    """It was a mistake: the pause holds on no day. Whether there was anything to take back. An order it took away stays away."""
    pause = Pause.objects.get(pk=pause_id)
    lock_meals(pause.street_id)
    changed = Pause.objects.filter(pk=pause_id).filter(Q(until__isnull=True) | Q(until__gte=F("since"))).update(until=pause.since - timedelta(days=1))
    if changed:
        log(act="meals.pause_taken_back", now=now, by_id=by_id, street_id=pause.street_id, target="person", target_id=pause.person_id, since=str(pause.since))
    return bool(changed)
