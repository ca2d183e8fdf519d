"""What a desk enters about boxes: bought, broken, lost, found, counted. Doors write their moves themselves, and nobody refuses them.

Every act has a `key` from its form: sent twice it is entered once, and by it the entry is taken back.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.people.models import Person

from ..models import MOVE_STANDS, BoxMove, WashBatch
from ..queries.boxes import DESK, stand_of_street
from ..queries.boxes_out import account_of
from ..rules.boxes import MOST, Home
from .boxes import move_boxes, take_back_moves
from .locks import lock_boxes

Kind = BoxMove.Kind
BEFORE = timedelta(seconds=1)  # a box that nobody wrote out went out before it was taken back


def source_of(key: UUID) -> str:
    """Under which source the moves of an act at a desk stand."""
    return f"{DESK}{key}"


def known_entry(street_id: int, key: UUID) -> BoxMove | None:
    """Wait for the street's lock; what this act has entered already, if it was sent before."""
    lock_boxes(street_id)
    return BoxMove.objects.filter(street_id=street_id, source=source_of(key), takes_back__isnull=True).first()


def number_of(boxes: int | None, *, least: int = 1) -> int:
    """A number of boxes as a form may have it. Refused for anything else."""
    if boxes is None or not least <= boxes <= MOST:
        raise Refused("number", most=MOST)
    return boxes


def enough(there: int, boxes: int, note: str) -> None:
    """More than the entries say there are is taken only with a word: the entries may be behind, and then somebody should look."""
    if boxes > max(0, there) and not note.strip():
        raise Refused("more_than_there", there=max(0, there), boxes=boxes)


def enter(
    *, street_id: int, kind: str, boxes: int, key: UUID, now: datetime, by_id: int, note: str = "", made_at: datetime | None = None,
    person_id: int | None = None, cart_id: int | None = None, wash_id: int | None = None,
) -> BoxMove:  # fmt: skip
    """Write the move of an act and log it, in the caller's transaction."""
    move = move_boxes(
        street_id=street_id, kind=kind, boxes=boxes, made_at=made_at or now, now=now, by_id=by_id, person_id=person_id, cart_id=cart_id,
        wash_id=wash_id, note=note, source=source_of(key),
    )  # fmt: skip
    log(
        act=f"boxes.{kind}", now=now, by_id=by_id, street_id=street_id, target="box_move", target_id=move.pk, boxes=boxes, person=person_id, wash=wash_id,
    )  # fmt: skip
    return move


@transaction.atomic
def buy_boxes(*, street_id: int, boxes: int | None, key: UUID, now: datetime, by_id: int, note: str = "") -> BoxMove:
    """New boxes onto the shelf."""
    if known := known_entry(street_id, key):
        return known
    return enter(street_id=street_id, kind=Kind.BOUGHT, boxes=number_of(boxes), key=key, now=now, by_id=by_id, note=note)


@transaction.atomic
def discard_boxes(*, street_id: int, boxes: int | None, key: UUID, now: datetime, by_id: int, note: str = "") -> BoxMove:
    """Broken ones out of the sink, for good. Refused without a word when there are fewer than that."""
    if known := known_entry(street_id, key):
        return known
    enough(stand_of_street(street_id).sink, number_of(boxes), note)
    return enter(street_id=street_id, kind=Kind.DISCARDED, boxes=boxes, key=key, now=now, by_id=by_id, note=note)


@transaction.atomic
def lose_boxes(*, street_id: int, boxes: int | None, note: str, key: UUID, now: datetime, by_id: int, cart_id: int | None = None) -> BoxMove:
    """Boxes that a driver took back and that never came to the sink; `cart_id` where it is known. Refused without a word."""
    if known := known_entry(street_id, key):
        return known
    number_of(boxes)
    _word(note)
    return enter(street_id=street_id, kind=Kind.LOST, boxes=boxes, key=key, now=now, by_id=by_id, note=note, cart_id=cart_id)


@transaction.atomic
def lose_at_home(*, person_id: int, boxes: int | None, note: str, key: UUID, now: datetime, by_id: int) -> BoxMove:
    """Boxes that are lost at a home, with a word. Refused for more than this home has."""
    person = _person(person_id)
    if known := known_entry(person.street_id, key):
        return known
    number_of(boxes)
    _word(note)
    if boxes > (still := account_of(person).still):
        raise Refused("not_at_home", there=still, boxes=boxes)
    return enter(street_id=person.street_id, kind=Kind.LOST, boxes=boxes, key=key, now=now, by_id=by_id, note=note, person_id=person.pk)


@transaction.atomic
def find_boxes(*, street_id: int, boxes: int | None, key: UUID, now: datetime, by_id: int, note: str = "", person_id: int | None = None) -> BoxMove:
    """Lost ones are here again, and go to the sink. `person_id`: whose they were. Refused without a word when fewer are lost."""
    if known := known_entry(street_id, key):
        return known
    number_of(boxes)
    if person_id is None:
        enough(stand_of_street(street_id).lost, boxes, note)
    else:
        enough(lost_of(_person(person_id)), boxes, note)
    return enter(street_id=street_id, kind=Kind.FOUND, boxes=boxes, key=key, now=now, by_id=by_id, note=note, person_id=person_id)


def lost_of(person: Person) -> int:
    """Boxes that were lost at this home and not found again."""
    rows = BoxMove.objects.filter(MOVE_STANDS, person=person, kind__in=(Kind.LOST, Kind.FOUND))
    return sum(boxes if kind == Kind.LOST else -boxes for kind, boxes in rows.values_list("kind", "boxes"))


@transaction.atomic
def count_shelf(*, street_id: int, counted: int | None, key: UUID, now: datetime, by_id: int, note: str = "") -> BoxMove | None:
    """Somebody counted the clean boxes: a difference is an entry, with a reason. None when the entries were right; that is logged too."""
    if known := known_entry(street_id, key):
        return known
    shelf = stand_of_street(street_id).shelf
    if not (difference := number_of(counted, least=0) - shelf):
        log(act="boxes.counted", now=now, by_id=by_id, street_id=street_id, target="boxes", boxes=counted)
        return None
    if not note.strip():
        raise Refused("difference", shelf=shelf, counted=counted)
    kind = Kind.SURPLUS if difference > 0 else Kind.SHORT
    return enter(street_id=street_id, kind=kind, boxes=abs(difference), key=key, now=now, by_id=by_id, note=note)


@transaction.atomic
def explain_boxes(*, person_id: int, note: str, key: UUID, now: datetime, by_id: int) -> BoxMove:
    """Boxes were taken back that nobody had written out: they went out before that, and nobody wrote it down. With a word.

    The entry is dated before the first of them, so that the account is never below nothing. Refused when there is no difference.
    """
    person = _person(person_id)
    if known := known_entry(person.street_id, key):
        return known
    _word(note)
    account: Home = account_of(person)
    if not account.unexplained:
        raise Refused("no_difference")
    return enter(
        street_id=person.street_id, kind=Kind.OUT, boxes=account.unexplained, key=key, now=now, by_id=by_id, note=note, person_id=person.pk,
        made_at=account.first_unexplained - BEFORE,
    )  # fmt: skip


@transaction.atomic
def take_back_boxes(*, street_id: int, key: UUID, now: datetime, by_id: int) -> int:
    """An entry was a mistake: it counts for nothing. Returns how many moves that was; a second time it is none.

    The start of a wash batch is taken back as long as the batch runs; the end of one makes it run again. Refused with "wash_ended" otherwise.
    """
    lock_boxes(street_id)
    moves = list(BoxMove.objects.filter(MOVE_STANDS, street_id=street_id, source=source_of(key)))
    for move in moves:
        if move.wash_id:
            _undo_wash(move, now, by_id)
    done = take_back_moves(street_id=street_id, source=source_of(key), now=now, by_id=by_id)
    if done:
        kinds = [move.kind for move in moves]
        log(act="boxes.taken_back", now=now, by_id=by_id, street_id=street_id, target="box_move", target_id=moves[0].pk, kinds=kinds)
    return done


def _undo_wash(move: BoxMove, now: datetime, by_id: int) -> None:
    """The batch goes back to what it was before this move."""
    batch, state = WashBatch.objects.filter(pk=move.wash_id), WashBatch.State
    if move.kind == Kind.WASHING:
        if not batch.filter(state=state.RUNNING).update(state=state.UNDONE, ended_at=now, ended_by_id=by_id):
            raise Refused("wash_ended")
    else:
        batch.exclude(state=state.RUNNING).update(state=state.RUNNING, ended_at=None, ended_by_id=None, celsius=None, minutes=None)


def _word(note: str) -> None:
    if not note.strip():
        raise Refused("word")


def _person(person_id: int) -> Person:
    return Person.objects.get(pk=person_id)
