"""The month's bills for meals: entered, and taken back."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import MealCost

MOST_FEN = 100_000_000  # a million yuan in one bill: more is a slip of the finger


@transaction.atomic
def enter_cost(*, street_id: int, month: date, kind: str, fen: int, note: str = "", now: datetime, by_id: int) -> MealCost:
    """A bill of a month. Refused "kind"; "cost" unless 1 … 100,000,000 fen."""
    if kind not in MealCost.Kind.values:
        raise Refused("kind")
    if not 0 < fen <= MOST_FEN:
        raise Refused("cost")
    made = MealCost.objects.create(
        street_id=street_id, month=month.replace(day=1), kind=kind, fen=fen, note=note.strip()[:100], entered_at=now, by_id=by_id
    )
    log(act="meals.cost", now=now, by_id=by_id, street_id=street_id, target="meal_cost", target_id=made.pk, kind=kind, fen=fen)
    return made


@transaction.atomic
def withdraw_cost(*, cost_id: int, now: datetime, by_id: int) -> bool:
    """The bill was entered by mistake: it stays in the table and counts no more. Whether anything changed."""
    gone = MealCost.objects.filter(pk=cost_id, withdrawn_at__isnull=True).update(withdrawn_at=now, withdrawn_by_id=by_id)
    if gone:
        street_id = MealCost.objects.values_list("street_id", flat=True).get(pk=cost_id)
        log(act="meals.cost_withdrawn", now=now, by_id=by_id, street_id=street_id, target="meal_cost", target_id=cost_id)
    return bool(gone)
