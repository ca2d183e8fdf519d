"""What a carer does at a door: arrived, done, nobody answers, a note; and taking it back. Each is evidence, kept once, in any order."""

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from qianshou.access.operations import log
from qianshou.acts.operations import NotApplicableError
from qianshou.kernel import clock
from qianshou.watch import operations as watch

from ..models import STANDING, Carer, Visit, VisitEvent
from ..queries.carers import carers_there
from ..rules.visits import CANCELLED, DESK, DONE
from .credits import credit_visit, owe_points
from .evidence import Effect, effect_of, follow, keep, meet_due, proofs_of, standing, tell_part, visit_for

LIFTS = ("arrived", "done")  # somebody was there after all: that is stronger than a cancellation


class Tap(TypedDict):
    """One tap at a door. `made_at` is the phone's time set right; `payload` may hold "act" (its id: applied once), "text" and "scan"."""

    visit_id: int
    carer_id: int
    made_at: datetime
    received_at: datetime
    now: datetime
    place: NotRequired[dict | None]
    payload: NotRequired[dict | None]


@transaction.atomic
def arrive(**tap: Unpack[Tap]) -> Effect:
    """She stands at the door. The due is heard from, not met. Returns {"visit", "event", "state"}, and "repeated" when it was known."""
    visit, event, is_new, _ = _hear("arrived", tap)
    if is_new:
        watch.note_sign(street_id=visit.street_id, key=visit.due_key, at=event.received_at)
    return effect_of(visit, event, is_new)


@transaction.atomic
def complete(**tap: Unpack[Tap]) -> Effect:
    """She has done her part. The due is met when everybody whom the visit needs has, even if the office had cancelled it: a fact beats
    an excuse. Her points are owed from now on (`credits.credit_owed`). Returns as `arrive`, with "due": its state, or "part" after the
    first of two."""
    visit, event, is_new, events = _hear("done", tap)
    if not is_new:
        return effect_of(visit, event, is_new)
    effect = effect_of(visit, event, is_new) | {"due": meet_due(visit, event, events)}
    for one in (event, *_named_by_desk(events, event.carer_id)):  # whom the office had named may have been somebody else
        owe_points(visit_id=visit.pk, carer_id=one.carer_id, day=clock.local_date(one.made_at))
    return effect


@transaction.atomic
def unanswered(**tap: Unpack[Tap]) -> Effect:
    """Nobody answers the door: an alert at once, before the deadline. None when the visit is already done or was cancelled.

    Returns as `arrive`, with "alert": its id.
    """
    visit, event, is_new, _ = _hear("nobody", tap)
    if not is_new or visit.state in (DONE, CANCELLED):
        return effect_of(visit, event, is_new)
    by_id = event.carer.person.user_id
    alert = watch.raise_alert(street_id=visit.street_id, key=visit.due_key, why="nobody", now=tap["now"], by_id=by_id)
    return effect_of(visit, event, is_new) | {"alert": alert.pk}


@transaction.atomic
def note(**tap: Unpack[Tap]) -> Effect:
    """A word about the visit, for the file and the month's form. Changes no state."""
    visit, event, is_new, _ = _hear("note", tap)
    return effect_of(visit, event, is_new)


@transaction.atomic
def complete_at_desk(*, visit_id: int, made_at: datetime, text: str, now: datetime, by_id: int, carer_ids: Sequence[int] = ()) -> Effect:
    """The office writes down that a visit was made (told by telephone, or a carer without a phone): the whole visit, also one for two.
    Needs a word on how it is known. `carer_ids`: who made it, each credited with her part; nobody is where none is named.

    NotApplicableError "desk_needs_note" without a word, "desk_carer" for more carers than the visit needs, or one who was not there on its day.
    """
    if not text.strip():
        raise NotApplicableError("desk_needs_note")
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    named = sorted(set(carer_ids))
    if len(named) > visit.carers_needed or carers_there(street_id=visit.street_id, day=visit.day).filter(pk__in=named).count() < len(named):
        raise NotApplicableError("desk_carer")
    said = {"kind": "done", "made_at": min(made_at, now), "received_at": now, "grade": DESK, "note": text.strip()[:500]}
    event, *_more = [VisitEvent.objects.create(visit=visit, carer_id=pk, **said) for pk in named or [None]]
    events = standing(visit)
    follow(visit, events, lifts=True)
    effect = effect_of(visit, event, True) | {"due": meet_due(visit, event, events, by_id)}
    for carer_id in named:
        credit_visit(visit_id=visit.pk, carer_id=carer_id, days=[clock.local_date(event.made_at)], now=now, by_id=by_id)
    return effect


@transaction.atomic
def take_back_desk_word(*, visit_id: int, reason: str, now: datetime, by_id: int) -> int:
    """What the office wrote down of a visit was a mistake, or named the wrong carer: all of it is taken back, as `retract` says. Returns how much."""
    words = VisitEvent.objects.filter(STANDING, visit_id=visit_id, kind="done", grade=DESK).order_by("pk").values_list("pk", flat=True)
    done = list(words)
    for event_id in done:
        retract(event_id=event_id, made_at=now, received_at=now, now=now, by_id=by_id, reason=reason)
    return len(done)


@transaction.atomic
def retract(
    *, event_id: int, made_at: datetime, received_at: datetime, now: datetime, by_id: int | None, carer_id: int | None = None,
    reason: str = "", source: str = "",
) -> Effect:  # fmt: skip
    """Take a piece of evidence back: by the carer who gave it (`carer_id`), or by the office (None) with a reason.

    The evidence stays, with a "retracted" beside it. Visit and due are judged by what still stands: a due that nothing meets any more
    is owed again, and alarms at once when its moment has passed; an alarm "nobody answers" ends unless somebody has taken it.
    Repeating it changes nothing. Returns as `arrive`, with "due" and "alert": what became of them. NotApplicableError "retract_other" for
    a carer whose evidence it is not.
    """
    visit_id = VisitEvent.objects.values_list("visit_id", flat=True).get(pk=event_id)
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    gone = VisitEvent.objects.get(pk=event_id, takes_back__isnull=True)
    if carer_id is not None and gone.carer_id != carer_id:
        raise NotApplicableError("retract_other", event=event_id)
    if known := VisitEvent.objects.filter(takes_back=gone).first():
        return effect_of(visit, known, False)
    event = VisitEvent.objects.create(
        visit=visit, carer_id=carer_id, kind="retracted", made_at=made_at, received_at=received_at, grade="tap" if carer_id else DESK,
        note=reason.strip()[:500], source=source, takes_back=gone,
    )  # fmt: skip
    events = standing(visit)
    follow(visit, events, lifts=False)
    effect = effect_of(visit, event, True)
    try:
        if gone.kind == "done":
            effect["due"] = str(
                watch.reopen(street_id=visit.street_id, key=visit.due_key, standing=proofs_of(visit, events), now=now, by_id=by_id)
            )
            tell_part(visit, events)
        if gone.kind == "nobody" and not any(e.kind == "nobody" for e in events.values()):
            effect["alert"] = watch.take_back_alarm(street_id=visit.street_id, key=visit.due_key, now=now, by_id=by_id)
    except ObjectDoesNotExist:
        effect["due"] = "none"  # as in `complete`
    if gone.kind == "done" and gone.carer_id:
        for one in sorted((gone, *_named_by_desk(events, gone.carer_id)), key=lambda e: e.carer_id):
            credit_visit(visit_id=visit.pk, carer_id=one.carer_id, days=[clock.local_date(one.made_at)], now=now, by_id=by_id, reason="taken back")
    log(act="visit.retracted", now=now, by_id=by_id, street_id=visit.street_id, target="visit", target_id=visit.pk, event=gone.pk)
    return effect


def _named_by_desk(events: dict[int, VisitEvent], but: int) -> list[VisitEvent]:
    """What stands of the office's word about other carers than this one."""
    return [one for one in events.values() if one.kind == "done" and one.grade == DESK and one.carer_id not in (None, but)]


def _hear(kind: str, tap: Tap) -> tuple[Visit, VisitEvent, bool, dict[int, VisitEvent]]:
    """Keep what was said and let the visit follow. Returns the visit, the evidence, whether it is new, and all that stands."""
    carer = Carer.objects.select_related("person").get(pk=tap["carer_id"])
    visit = visit_for(tap["visit_id"], carer)
    event, is_new = keep(
        visit, carer, kind, made_at=tap["made_at"], received_at=tap["received_at"], place=tap.get("place"), payload=tap.get("payload") or {}
    )
    events = standing(visit)
    if is_new:
        follow(visit, events, lifts=kind in LIFTS)
    return visit, event, is_new, events
