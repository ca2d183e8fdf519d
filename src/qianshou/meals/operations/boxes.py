"""Boxes go from place to place: one entry a move, applied once for its source, taken back by another entry."""

from datetime import datetime

from django.db import IntegrityError, transaction

from qianshou.kernel.clock import local_date
from qianshou.people.models import Person

from ..models import MOVE_STANDS, BoxHome, BoxMove
from ..rules.boxes import AT_HOME, home
from .locks import lock_homes


@transaction.atomic
def move_boxes(
    *, street_id: int, kind: str, boxes: int, made_at: datetime, now: datetime, by_id: int | None, person_id: int | None = None,
    cart_id: int | None = None, wash_id: int | None = None, note: str = "", source: str = "",
) -> BoxMove:  # fmt: skip
    """Write one move (`BoxMove.Kind`). A source that is known for this kind is written once: the move of the first time comes back,

    also when it was taken back since: a phone that sends an act again after it was taken back does not bring it to life.
    """
    at_home = person_id is not None and kind in AT_HOME
    if at_home:
        lock_homes(person_id)
    if known := _known(street_id, kind, source):
        return known
    try:
        with transaction.atomic():
            move = BoxMove.objects.create(
                street_id=street_id, day=local_date(made_at), kind=kind, boxes=boxes, person_id=person_id, cart_id=cart_id, wash_id=wash_id,
                made_at=made_at, entered_at=now, by_id=by_id, note=note.strip()[:200], source=source,
            )  # fmt: skip
    except IntegrityError:  # the same source at the same moment: the other one was first
        if known := _known(street_id, kind, source):
            return known
        raise
    if at_home:
        keep_homes(person_id)
    return move


def keep_homes(*person_ids: int) -> None:
    """Write down anew what is at these homes by their moves. The caller holds `lock_homes`, so that no move is overlooked."""
    for person in Person.objects.filter(pk__in=person_ids).only("street_id"):
        moves = BoxMove.objects.filter(MOVE_STANDS, person=person, kind__in=AT_HOME).only("kind", "boxes", "made_at").order_by()
        found = home(moves)
        if not found.still and not found.unexplained:
            BoxHome.objects.filter(person=person).delete()  # the moves stay; a home without boxes has no row
            continue
        layers = [[at.isoformat(), n] for at, n in found.layers]
        values = {"street_id": person.street_id, "still": found.still, "unexplained": found.unexplained, "layers": layers}
        BoxHome.objects.update_or_create(person_id=person.pk, defaults=values)


def _known(street_id: int, kind: str, source: str) -> BoxMove | None:
    rows = BoxMove.objects.filter(street_id=street_id, source=source, kind=kind, takes_back__isnull=True)
    return rows.first() if source else None


@transaction.atomic
def take_back_moves(*, street_id: int, source: str, now: datetime, by_id: int | None, note: str = "") -> int:
    """Take back every move that stands under a source; returns how many. A second call finds none."""
    rows = BoxMove.objects.select_for_update(of=("self",)).filter(takes_back__isnull=True, street_id=street_id, source=source).order_by("pk")
    undone = set(BoxMove.objects.filter(takes_back__in=[move.pk for move in rows]).values_list("takes_back_id", flat=True))
    homes = {move.person_id for move in rows if move.person_id and move.kind in AT_HOME}
    lock_homes(*homes)
    gone = [move for move in rows if move.pk not in undone]  # asked after the lock: whoever waited for it sees what the other one did
    for move in gone:
        BoxMove.objects.create(
            street_id=street_id, day=move.day, kind=move.kind, boxes=move.boxes, person_id=move.person_id, cart_id=move.cart_id, wash_id=move.wash_id,
            made_at=now, entered_at=now, by_id=by_id, note=note.strip()[:200], source=source, takes_back=move,
        )  # fmt: skip
    keep_homes(*homes)
    return len(gone)
