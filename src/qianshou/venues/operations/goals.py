"""What a room is to reach in a year is set; how far it is reached nobody writes."""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Goal, Venue
from ..rules.goals import MOST
from .errors import Refused

YEARS = range(2000, 2200)


@transaction.atomic
def set_goal(*, venue_id: int, year: int, what: str, target: int | None, now: datetime, by_id: int) -> Goal | None:
    """Set it, or None for no goal. Refused "what", "year", "target"."""
    venue = Venue.objects.get(pk=venue_id)
    if what not in Goal.What.values:
        raise Refused("what")
    if year not in YEARS:
        raise Refused("year")
    if target is not None and not 1 <= target <= MOST:
        raise Refused("target", most=MOST)
    log(act="goal.set", now=now, by_id=by_id, street_id=venue.street_id, target="venue", target_id=venue.pk, year=year, what=what, goal=target)
    if target is None:
        Goal.objects.filter(venue=venue, year=year, what=what).delete()
        return None
    row, _new = Goal.objects.update_or_create(venue=venue, year=year, what=what, defaults={"target": target, "made_at": now, "made_by_id": by_id})
    return row
