"""The code on the wall card: made when the first card is printed, ended when a new card is to hang there."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Person, WallCode
from ..rules.wall import ALPHABET, LENGTH


@transaction.atomic
def wall_codes(*, person_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Person → the code of her card, the same at every printing. Two who print at once print the same."""
    made = [WallCode(person_id=pk, code=_new(), made_at=now) for pk in sorted(set(person_ids) - set(_held(person_ids)))]
    WallCode.objects.bulk_create(made, batch_size=2000, ignore_conflicts=True)
    return _held(person_ids)


@transaction.atomic
def end_wall_code(*, person_id: int, why: str, now: datetime, by_id: int) -> bool:
    """The card by this door proves nothing any more (it was photographed, or got lost); the next card printed has a new code. False: there was none.

    ValueError without a reason.
    """
    if not why.strip():
        raise ValueError("ending a card needs a reason")
    ended = WallCode.objects.filter(person_id=person_id, ended_at=None).update(ended_at=now, ended_by_id=by_id, ended_why=why.strip()[:200])
    if ended:
        street_id = Person.objects.values_list("street_id", flat=True).get(pk=person_id)
        log(act="wall_card.ended", now=now, by_id=by_id, street_id=street_id, target="person", target_id=person_id)
    return bool(ended)


def _held(person_ids: Collection[int]) -> dict[int, str]:
    return dict(WallCode.objects.filter(person__in=person_ids, ended_at=None).values_list("person_id", "code"))


def _new() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
