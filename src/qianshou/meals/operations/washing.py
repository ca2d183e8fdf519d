"""The washer: a batch goes in from the sink, and comes out clean, or goes back to the sink."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.care.operations.errors import Refused
from qianshou.kernel.clock import local_date

from ..models import BoxMove, WashBatch
from ..queries.boxes import box_rules, stand_of_street
from ..rules.boxes import wash_faults
from .box_acts import enough, enter, known_entry, number_of
from .locks import lock_boxes

Kind, State = BoxMove.Kind, WashBatch.State
HOTTEST, LONGEST = 200, 240  # °C and minutes that a kitchen's machine can show


@transaction.atomic
def start_wash(
    *, street_id: int, boxes: int | None, key: UUID, now: datetime, by_id: int, method: str = WashBatch.Method.HEAT, note: str = ""
) -> WashBatch:
    """Boxes from the sink into the washer. Refused without a word when there are fewer: two people may see the same dirty boxes."""
    if known := known_entry(street_id, key):
        return known.wash
    if method not in WashBatch.Method.values:
        raise Refused("method")
    enough(stand_of_street(street_id).sink, number_of(boxes), note)
    batch = WashBatch.objects.create(street_id=street_id, boxes=boxes, method=method, started_at=now, started_by_id=by_id, note=note.strip()[:200])
    enter(street_id=street_id, kind=Kind.WASHING, boxes=boxes, key=key, now=now, by_id=by_id, note=note, wash_id=batch.pk)
    return batch


@transaction.atomic
def end_wash(*, batch_id: int, celsius: int | None, minutes: int | None, key: UUID, now: datetime, by_id: int) -> WashBatch:
    """It ended well: the boxes are clean. Refused below the pack's least heat and time, and for a batch that does not run."""
    batch = _running(batch_id, key)
    if batch.state == State.DONE:
        return batch
    _shown(celsius, minutes)
    rules = box_rules(batch.street_id, local_date(batch.started_at))
    if faults := wash_faults(method=batch.method, celsius=celsius, minutes=minutes, rules=rules):
        raise Refused(faults[0][0], least=faults[0][1])
    return _end(batch, State.DONE, Kind.WASHED, key, now, by_id, celsius=celsius, minutes=minutes)


@transaction.atomic
def fail_wash(
    *, batch_id: int, note: str, key: UUID, now: datetime, by_id: int, celsius: int | None = None, minutes: int | None = None
) -> WashBatch:
    """Too cold, too short, a power cut: the boxes go back to the sink. With a word; heat and minutes as far as they are known."""
    batch = _running(batch_id, key)
    if batch.state == State.FAILED:
        return batch
    if not note.strip():
        raise Refused("word")
    _shown(celsius, minutes)
    return _end(batch, State.FAILED, Kind.WASHED_BADLY, key, now, by_id, note=note, celsius=celsius, minutes=minutes)


def _running(batch_id: int, key: UUID) -> WashBatch:
    """The batch under the street's lock. Refused unless it runs, or this very act has ended it."""
    batch = WashBatch.objects.get(pk=batch_id)
    lock_boxes(batch.street_id)
    batch.refresh_from_db()
    if batch.state != State.RUNNING:
        ended = known_entry(batch.street_id, key)
        if ended is None or ended.wash_id != batch.pk:
            raise Refused("not_running")
    return batch


def _shown(celsius: int | None, minutes: int | None) -> None:
    if celsius is not None and not 0 < celsius <= HOTTEST:
        raise Refused("celsius", most=HOTTEST)
    if minutes is not None and not 0 < minutes <= LONGEST:
        raise Refused("minutes", most=LONGEST)


def _end(batch: WashBatch, state: str, kind: str, key: UUID, now: datetime, by_id: int, note: str = "", **shown: int | None) -> WashBatch:
    changed = WashBatch.objects.filter(pk=batch.pk, state=State.RUNNING).update(
        state=state, ended_at=now, ended_by_id=by_id, note=(note.strip() or batch.note)[:200], **shown
    )
    if not changed:
        raise Refused("not_running")
    enter(street_id=batch.street_id, kind=kind, boxes=batch.boxes, key=key, now=now, by_id=by_id, note=note, wash_id=batch.pk)
    batch.refresh_from_db()
    return batch
