"""Coming and going: one tap, kept once; taken back by a row of its own."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log

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
    source: str = "",
) -> ClockEvent:
    """Write that a carer came ("in") or went ("out"). The same act again returns what was written. Refused for another direction.

    `source` instead of an act: what else it is written from, kept once ("correction:7:in").
    """
    if direction not in ("in", "out"):
        raise Refused("direction", direction=direction)
    source = f"act:{act_id}" if act_id else source
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    if source and (known := ClockEvent.objects.filter(source=source).first()):
        return known
    return ClockEvent.objects.create(
        carer=carer, street_id=carer.street_id, direction=direction, made_at=made_at, received_at=received_at, place=place, source=source
    )


@transaction.atomic
def retract(
    *, event_id: int, made_at: datetime, received_at: datetime, now: datetime, by_id: int | None, reason: str = "", source: str = ""
) -> ClockEvent:
    """Take a tap of coming or going back: it stays in the table and counts on no sheet. Returns the row that says so; the same again
    when it was taken back before."""
    carer_id = ClockEvent.objects.values_list("carer_id", flat=True).get(pk=event_id)
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    gone = ClockEvent.objects.get(pk=event_id, takes_back__isnull=True)
    if known := ClockEvent.objects.filter(takes_back=gone).first():
        return known
    row = ClockEvent.objects.create(
        carer=carer, street_id=gone.street_id, direction=gone.direction, made_at=made_at, received_at=received_at, source=source,
        takes_back=gone, reason=reason.strip()[:200],
    )  # fmt: skip
    log(act="clock.retracted", now=now, by_id=by_id, street_id=gone.street_id, target="clock", target_id=gone.pk, direction=gone.direction)
    return row
