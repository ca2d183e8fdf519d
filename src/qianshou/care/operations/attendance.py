"""Coming and going: one tap, kept once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ..models import Carer, ClockEvent
from .errors import Refused


@transaction.atomic
def clock(
    *,
    carer_id: int,
    direction: str,
    made_at: datetime,
    received_at: datetime,
    now: datetime,
    place: dict | None = None,
    act_id: UUID | str | None = None,
) -> ClockEvent:
    """Write that a carer came ("in") or went ("out"). The same act again returns what was written. Refused for another direction."""
    if direction not in ("in", "out"):
        raise Refused("direction", direction=direction)
    source = f"act:{act_id}" if act_id else ""
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    if source and (known := ClockEvent.objects.filter(source=source).first()):
        return known
    return ClockEvent.objects.create(
        carer=carer, street_id=carer.street_id, direction=direction, made_at=made_at, received_at=received_at, place=place, source=source
    )
