"""Boxes go from place to place: one entry a move, applied once for its source, taken back by another entry."""

from datetime import datetime

from django.db import transaction

from qianshou.kernel.clock import local_date

from ..models import MOVE_STANDS, BoxMove


@transaction.atomic
def move_boxes(
    *, street_id: int, kind: str, boxes: int, made_at: datetime, now: datetime, by_id: int | None, person_id: int | None = None,
    cart_id: int | None = None, wash_id: int | None = None, note: str = "", source: str = "",
) -> BoxMove:  # fmt: skip
    """Write one move (`BoxMove.Kind`). A source that is known for this kind is written once: the move of the first time comes back."""
    if source and (known := BoxMove.objects.filter(MOVE_STANDS, street_id=street_id, source=source, kind=kind).first()):
        return known
    return BoxMove.objects.create(
        street_id=street_id, day=local_date(made_at), kind=kind, boxes=boxes, person_id=person_id, cart_id=cart_id, wash_id=wash_id,
        made_at=made_at, entered_at=now, by_id=by_id, note=note.strip()[:200], source=source,
    )  # fmt: skip


@transaction.atomic
def take_back_moves(*, street_id: int, source: str, now: datetime, by_id: int | None, note: str = "") -> int:
    """Take back every move that stands under a source; returns how many. A second call finds none."""
    gone = list(BoxMove.objects.select_for_update(of=("self",)).filter(takes_back__isnull=True, taken_back_by__isnull=True, street_id=street_id, source=source))
    for move in gone:
        BoxMove.objects.create(
            street_id=street_id, day=move.day, kind=move.kind, boxes=move.boxes, person_id=move.person_id, cart_id=move.cart_id, wash_id=move.wash_id,
            made_at=now, entered_at=now, by_id=by_id, note=note.strip()[:200], source=source, takes_back=move,
        )  # fmt: skip
    return len(gone)
