"""People are counted at the door. The entries themselves are the record: each says when and by whom, none is ever changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.kernel import clock
from qianshou.people.models import Person

from ..models import Arrival
from .errors import Refused
from .locks import held_venue

SEXES = ("f", "m", "")


@transaction.atomic
def count_one(*, venue_id: int, sex: str = "", batch: UUID, now: datetime, by_id: int) -> Arrival:
    """Somebody came. `batch` names the press of the button: sent twice it is one. Refused "sex", "no_more" once the room is closed for good."""
    if sex not in SEXES:
        raise Refused("sex")
    return _enter(venue_id, sex, None, batch, now, by_id)


@transaction.atomic
def count_person(*, venue_id: int, person_id: int, batch: UUID, now: datetime, by_id: int) -> Arrival:
    """This person came; once a day she counts. Refused "counted" with since when, "person" for one not of the street, "no_more"."""
    venue = held_venue(venue_id)
    person = Person.objects.filter(pk=person_id, street_id=venue.street_id, merged_into__isnull=True).first()
    if person is None:
        raise Refused("person")
    before = Arrival.objects.filter(venue=venue, person=person, day=clock.local_date(now), number=1, corrected_by__isnull=True).exclude(batch=batch).first()
    if before:
        raise Refused("counted", name=person.name, at=before.at)
    return _enter(venue_id, person.sex, person.pk, batch, now, by_id)


@transaction.atomic
def take_off(*, arrival_id: int, batch: UUID, now: datetime, by_id: int) -> Arrival | None:
    """It was a mistake: an entry against it, in its own day and hour. None when it was taken off before. Refused "correction" for what is one itself."""
    row = Arrival.objects.select_for_update(of=("self",), no_key=True).get(pk=arrival_id)
    if row.number < 0:
        raise Refused("correction")
    if Arrival.objects.filter(corrects=row).exists():
        return None
    return Arrival.objects.create(
        venue_id=row.venue_id, street_id=row.street_id, day=row.day, hour=row.hour, sex=row.sex, number=-1, person_id=row.person_id, corrects=row, at=now, by_id=by_id,
        batch=batch,
    )  # fmt: skip


def _enter(venue_id: int, sex: str, person_id: int | None, batch: UUID, now: datetime, by_id: int) -> Arrival:
    venue = held_venue(venue_id)
    if known := Arrival.objects.filter(batch=batch, venue=venue).first():
        return known
    local = now.astimezone(clock.ZONE)
    if venue.closed_on and local.date() >= venue.closed_on:
        raise Refused("no_more")
    return Arrival.objects.create(
        venue=venue, street_id=venue.street_id, day=local.date(), hour=local.hour, sex=sex, person_id=person_id, at=now, by_id=by_id, batch=batch
    )
