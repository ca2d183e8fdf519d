"""A person's key is made when it is first needed, and destroyed once: by an erasure."""

import os
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qianshou.access.keys import seal
from qianshou.access.operations import log
from qianshou.kernel.sealing import Sealer, SealingError

from .. import vault
from ..models import Person, PersonKey


@transaction.atomic
def key_of(*, person_id: int, now: datetime) -> PersonKey:
    """The person's key, made if there is none. SealingError for one that was destroyed."""
    row, _ = PersonKey.objects.get_or_create(person_id=person_id, defaults={"sealed": seal(os.urandom(32).hex()), "made_at": now})
    if row.destroyed_at:
        raise SealingError("the key of this person was destroyed")
    return row


@transaction.atomic
def sealers_of(*, person_ids: Sequence[int], now: datetime) -> dict[int, Sealer]:
    """What seals for each of many persons; keys are made where there are none. Persons whose key was destroyed are left out."""
    wanted = set(person_ids)
    there = set(PersonKey.objects.filter(person__in=wanted).values_list("person_id", flat=True))
    made = [PersonKey(person_id=pk, sealed=seal(os.urandom(32).hex()), made_at=now) for pk in sorted(wanted - there)]
    PersonKey.objects.bulk_create(made, batch_size=5000, ignore_conflicts=True)  # another worker may have made one meanwhile: its key holds
    return {key.person_id: vault.sealer_of(key) for key in PersonKey.objects.filter(person__in=wanted, destroyed_at=None)}


@transaction.atomic
def destroy_key(*, person: Person, now: datetime, by_id: int | None) -> None:
    """Nothing that was sealed with the person's key can be read from now on. Twice is once; one who had none never gets one."""
    row, made = PersonKey.objects.get_or_create(person=person, defaults={"sealed": b"", "made_at": now, "destroyed_at": now})
    if not made and not PersonKey.objects.filter(pk=row.pk, destroyed_at=None).update(sealed=b"", destroyed_at=now):
        return
    log(act="key.destroyed", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk)
