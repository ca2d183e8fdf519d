"""What a carer does at a door: arrived, done, nobody answers, a note. Each is evidence, kept once, whatever order it is heard in."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F

from qianshou.acts.operations import NotApplicableError
from qianshou.watch import operations as watch

from ..models import Carer, Visit, VisitEvent
from ..rules.visits import ARRIVED, DONE, UNANSWERED, from_states

Effect = dict[str, object]


@transaction.atomic
def arrive(
    *,
    visit_id: int,
    carer_id: int,
    made_at: datetime,
    received_at: datetime,
    now: datetime,
    place: dict | None = None,
    payload: dict | None = None,
) -> Effect:
    """She stands at the door. The due is heard from, not met. Returns {"visit", "state"}, and "repeated" when it was known."""
    visit, carer, payload = _read(visit_id, carer_id, payload)
    event, is_new = _keep(visit, carer, "arrived", made_at, received_at, place, payload)
    if is_new:
        _become(visit, ARRIVED)
        first = made_at if visit.arrived_at is None else min(visit.arrived_at, made_at)
        Visit.objects.filter(pk=visit.pk).update(arrived_at=first)
        watch.note_sign(street_id=visit.street_id, key=visit.due_key, at=received_at)
    return _effect(visit, event, is_new)


@transaction.atomic
def complete(
    *,
    visit_id: int,
    carer_id: int,
    made_at: datetime,
    received_at: datetime,
    now: datetime,
    place: dict | None = None,
    payload: dict | None = None,
) -> Effect:
    """The service was given. The due is met with this evidence, even when the office had cancelled the visit: a fact beats an excuse.

    For two carers, the first who says so meets the due; the other's word is kept beside it. Returns as `arrive`, with "due": its state.
    """
    visit, carer, payload = _read(visit_id, carer_id, payload)
    event, is_new = _keep(visit, carer, "done", made_at, received_at, place, payload)
    effect = {}
    if is_new:
        _become(visit, DONE)
        first = made_at if visit.done_at is None else min(visit.done_at, made_at)
        Visit.objects.filter(pk=visit.pk).update(done_at=first)
        effect["due"] = _meet(visit, carer, event, payload)
    return _effect(visit, event, is_new) | effect


@transaction.atomic
def unanswered(
    *,
    visit_id: int,
    carer_id: int,
    made_at: datetime,
    received_at: datetime,
    now: datetime,
    place: dict | None = None,
    payload: dict | None = None,
) -> Effect:
    """Nobody answers the door: an alert at once, before the deadline. None when the visit is already done or was cancelled.

    Returns as `arrive`, with "alert": its id.
    """
    visit, carer, payload = _read(visit_id, carer_id, payload)
    event, is_new = _keep(visit, carer, "nobody", made_at, received_at, place, payload)
    effect = {}
    if is_new and _become(visit, UNANSWERED):
        alert = watch.raise_alert(street_id=visit.street_id, key=visit.due_key, why="nobody", now=now, by_id=carer.person.user_id)
        effect["alert"] = alert.pk
    return _effect(visit, event, is_new) | effect


@transaction.atomic
def note(
    *,
    visit_id: int,
    carer_id: int,
    made_at: datetime,
    received_at: datetime,
    now: datetime,
    place: dict | None = None,
    payload: dict | None = None,
) -> Effect:
    """A word about the visit, for the file and the month's form. Changes no state."""
    visit, carer, payload = _read(visit_id, carer_id, payload)
    event, is_new = _keep(visit, carer, "note", made_at, received_at, place, payload)
    return _effect(visit, event, is_new)


@transaction.atomic
def complete_at_desk(*, visit_id: int, made_at: datetime, text: str, now: datetime, by_id: int) -> Effect:
    """The office writes down that a visit was made (told by telephone, or a carer without a phone). Needs a word on how it is known."""
    if not text.strip():
        raise NotApplicableError("desk_needs_note")
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    event = VisitEvent.objects.create(
        visit=visit, kind="done", made_at=min(made_at, now), received_at=now, grade="desk", note=text.strip()[:500]
    )
    _become(visit, DONE)
    Visit.objects.filter(pk=visit.pk, done_at__isnull=True).update(done_at=event.made_at)
    state = watch.meet(
        street_id=visit.street_id, key=visit.due_key, made_at=event.made_at, received_at=now, grade="desk",
        evidence={"visit": visit.pk, "event": event.pk, "note": event.note}, by_id=by_id,
    )  # fmt: skip
    return _effect(visit, event, True) | {"due": str(state)}


def _read(visit_id: int, carer_id: int, payload: dict | None) -> tuple[Visit, Carer, dict]:
    """The visit (locked) and the carer, who must be of its street. Who stands in for a colleague may act: the door was opened to her."""
    carer = Carer.objects.select_related("person").get(pk=carer_id)
    try:
        visit = Visit.objects.select_for_update().get(pk=visit_id, street_id=carer.street_id)
    except Visit.DoesNotExist:
        raise NotApplicableError("unknown_visit", visit=visit_id) from None
    return visit, carer, payload or {}


def _keep(
    visit: Visit, carer: Carer, kind: str, made_at: datetime, received_at: datetime, place: dict | None, payload: dict
) -> tuple[VisitEvent, bool]:
    """Write the evidence, once for one act. The visit's row is locked, so nobody writes the same at the same time."""
    source = f"act:{payload['act']}" if payload.get("act") else ""
    if source and (known := VisitEvent.objects.filter(source=source, kind=kind).first()):
        return known, False
    grade = "scan" if payload.get("scan") else "tap_place" if place else "tap"
    return VisitEvent.objects.create(
        visit=visit, carer=carer, kind=kind, made_at=made_at, received_at=received_at, grade=grade, place=place,
        note=str(payload.get("text", ""))[:500], source=source,
    ), True  # fmt: skip


def _become(visit: Visit, target: str) -> bool:
    """Change the state where the rules let it follow; whether it did. What is better proved stays (done stays done)."""
    changed = Visit.objects.filter(pk=visit.pk, state__in=_allowed(visit, target)).update(state=target, version=F("version") + 1)
    return bool(changed)


def _allowed(visit: Visit, target: str) -> list[str]:
    states = from_states(target)
    if target == ARRIVED and VisitEvent.objects.filter(visit=visit, kind="nobody").exists():
        # "Arrived" heard after "nobody answers" is usually the earlier tap of the same walk: only a later one takes the alarm back.
        last = VisitEvent.objects.filter(visit=visit, kind="nobody").latest("made_at")
        arrived = VisitEvent.objects.filter(visit=visit, kind="arrived").latest("made_at")
        if arrived.made_at <= last.made_at:
            states.remove(UNANSWERED)
    return states


def _meet(visit: Visit, carer: Carer, event: VisitEvent, payload: dict) -> str:
    try:
        state = watch.meet(
            street_id=visit.street_id, key=visit.due_key, made_at=event.made_at, received_at=event.received_at, grade=event.grade,
            evidence={"visit": visit.pk, "event": event.pk, "carer": carer.pk, "note": event.note}, by_id=carer.person.user_id,
        )  # fmt: skip
    except ObjectDoesNotExist:
        return "none"  # a visit without a due (written before the watch knew it): the evidence stands all the same
    return str(state)


def _effect(visit: Visit, event: VisitEvent, is_new: bool) -> Effect:
    state = Visit.objects.values_list("state", flat=True).get(pk=visit.pk)
    return {"visit": visit.pk, "event": event.pk, "state": state} | ({} if is_new else {"repeated": True})
