"""A person who is known already (a carer, a member, a contact) gets an elder's file."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import ElderFile, Person


@transaction.atomic
def open_file(*, person: Person, opened_on: date, now: datetime, by_id: int | None = None) -> ElderFile:
    """Open the file of somebody who has none; the one that is there otherwise."""
    file, made = ElderFile.objects.get_or_create(person=person, defaults={"street_id": person.street_id, "opened_on": opened_on, "updated_at": now})
    if made:
        log(act="file.opened", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk)
    return file
