"""Orders that changed after the plan was made: the new ones on, the cancelled ones off."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from ...rules import Outcome
from .fleet import place_loose
from .store import changeable, finish, locked, remember


@transaction.atomic
def bring_up_to_date(*, street_id: int, day: date, meal: str, version: int, by_id: int | None, now: datetime) -> Outcome:
    """Every order without a cart goes to its best place, as far as that breaks nothing; every stop whose order is cancelled goes. The rest stays."""
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    changeable(row)
    remember(row, change={"code": "brought_up_to_date", "params": {}}, by_id=by_id, now=now)
    place_loose(row, now)
    finish(row)
    return Outcome(True, row.version)
