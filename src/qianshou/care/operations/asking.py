"""One visit more than the plan holds: somebody rang and asked."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from qianshou.access.operations import log
from qianshou.packs.loader import load
from qianshou.people.models import Person

from ..models import Visit
from ..rules.visits import moments
from .errors import Refused
from .locks import lock_street
from .making import owe_visits


def draft_visit(*, elder: Person, service: str, day: date, start: time, end: time, minutes: int | None, carers: int | None, now: datetime) -> Visit:
    """The visit as it would be, not written yet. `end` is its latest start; minutes and carers are the service's if none are given.

    Refused for a service that the street's catalogue does not have ("unknown_service"), hours the wrong way round ("window") or over
    ("past"), minutes outside 5 to 480 ("minutes").
    """
    known = load(elder.street.pack, day).services.get(service)
    if known is None:
        raise Refused("unknown_service", service=service)
    if end < start:
        raise Refused("window")
    when = moments(day, start, end, minutes or known.minutes)
    if when.latest_start <= now:
        raise Refused("past")
    if not 5 <= (minutes or known.minutes) <= 480:
        raise Refused("minutes")
    return Visit(
        street_id=elder.street_id, committee_id=elder.committee_id, elder=elder, service=service, day=day, window_start=when.starts,
        window_end=when.latest_start, minutes=minutes or known.minutes, carers_needed=carers or known.carers, made_at=now,
    )  # fmt: skip


@transaction.atomic
def add_visit(
    *, elder_id: int, service: str, day: date, start: time, end: time, minutes: int | None = None, carers: int | None = None, now: datetime,
    by_id: int | None,
) -> Visit:  # fmt: skip
    """A visit that no care plan holds, with its due. Refused as in `draft_visit`."""
    elder = Person.objects.select_related("street").get(pk=elder_id)
    lock_street(elder.street_id)
    visit = draft_visit(elder=elder, service=service, day=day, start=start, end=end, minutes=minutes, carers=carers, now=now)
    visit.save()
    owe_visits(street_id=visit.street_id, visits=[visit], now=now)
    log(act="visit.added", now=now, by_id=by_id, street_id=visit.street_id, target="visit", target_id=visit.pk, service=service)
    return visit
