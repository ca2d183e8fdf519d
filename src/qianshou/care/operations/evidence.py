"""Evidence of a visit: kept once, and what follows from all of it for the visit and for its due."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F

from qianshou.acts.operations import NotApplicableError
from qianshou.people.queries.consents import has_said_no
from qianshou.people.queries.wall_codes import at_the_door
from qianshou.watch import operations as watch
from qianshou.watch.operations import Proof
from qianshou.watch.rules import GRADES

from ..models import STANDING, Carer, Visit, VisitEvent
from ..rules.visits import CANCELLED, DESK, HALF, Heard, carers_done, proofs, proved_at, state_of

Effect = dict[str, object]


def visit_for(visit_id: int, carer: Carer) -> Visit:
    """The visit, locked. Who stands in for a colleague may act: the door was opened to her. It must be of the carer's street."""
    try:
        return Visit.objects.select_for_update().get(pk=visit_id, street_id=carer.street_id)
    except Visit.DoesNotExist:
        raise NotApplicableError("unknown_visit", visit=visit_id) from None


def keep(
    visit: Visit, carer: Carer, kind: str, *, made_at: datetime, received_at: datetime, place: dict | None, payload: dict
) -> tuple[VisitEvent, bool]:
    """Write the evidence, once for one act. The visit's row is locked, so nobody writes the same at the same time."""
    source = f"act:{payload['act']}" if payload.get("act") else ""
    if source and (known := VisitEvent.objects.filter(source=source, kind=kind).first()):
        return known, False
    if place and has_said_no(visit.elder_id, "place"):
        place = None  # where the phone was is nobody's business then: the tap alone counts
    scanned = at_the_door(scanned=payload.get("scan") or "", person_id=visit.elder_id)  # the card of another door proves nothing here
    grade = "scan" if scanned else "tap_place" if place else "tap"
    return VisitEvent.objects.create(
        visit=visit, carer=carer, kind=kind, made_at=made_at, received_at=received_at, grade=grade, place=place,
        note=str(payload.get("text", ""))[:500], source=source,
    ), True  # fmt: skip


def standing(visit: Visit) -> dict[int, VisitEvent]:
    """The visit's evidence that was not taken back, by id, in the order in which it happened."""
    found = VisitEvent.objects.filter(STANDING, visit=visit).select_related("carer__person").order_by("made_at", "pk")
    return {event.pk: event for event in found}


def heard_of(events: dict[int, VisitEvent]) -> list[Heard]:
    """The same for the rules."""
    return [Heard(e.pk, e.kind, e.carer_id, e.made_at, e.grade == DESK) for e in events.values()]


def follow(visit: Visit, events: dict[int, VisitEvent], *, lifts: bool) -> str:
    """Let the visit's state and times follow from its evidence; returns the state. Unless the news `lifts` it, a cancellation stays."""
    heard, state = heard_of(events), visit.state
    if state != CANCELLED or lifts:
        state = state_of(heard, visit.carers_needed, was_cancelled=bool(visit.reason))
    times = {
        "arrived_at": min((h.made_at for h in heard if h.kind == "arrived"), default=None),
        "done_at": proved_at(heard, visit.carers_needed),
    }
    Visit.objects.filter(pk=visit.pk).update(state=state, version=F("version") + 1, **times)
    visit.state = state
    return state


def proofs_of(visit: Visit, events: dict[int, VisitEvent]) -> list[Proof]:
    """Every way in which the visit is proved, as the watch is told of it: the last moment of those who came, the weakest grade."""
    found = []
    for proof in proofs(heard_of(events), visit.carers_needed):
        parts = sorted((events[h.event_id] for h in proof), key=lambda e: (e.made_at, e.pk))
        last = parts[-1]
        evidence = {"visit": visit.pk, "event": last.pk, "carer": last.carer_id, "note": "；".join(e.note for e in parts if e.note)}
        if len(parts) > 1:
            evidence |= {"events": [e.pk for e in parts], "carers": [e.carer_id for e in parts]}
        found.append(
            Proof(
                made_at=last.made_at, received_at=max(e.received_at for e in parts), grade=min((_grade(e, events) for e in parts), key=GRADES.index),
                evidence=evidence, by_id=last.carer.person.user_id if last.carer and last.grade != DESK else None,
            )
        )  # fmt: skip
    return found


def _grade(part: VisitEvent, events: dict[int, VisitEvent]) -> str:
    """How well her part is proved: by "done" itself, or better by how she said that she had come (the card is scanned at the door)."""
    came = [e.grade for e in events.values() if e.kind == "arrived" and e.carer_id == part.carer_id and e.made_at <= part.made_at and part.carer_id]
    return max([part.grade, *came], key=GRADES.index)


def meet_due(visit: Visit, event: VisitEvent, events: dict[int, VisitEvent], by_id: int | None = None) -> str:
    """Tell the watch of every proof that `event` completes; or that one of two came. Returns the due's state, "none" without a due."""
    state = "part"
    try:
        for proof in proofs_of(visit, events):
            if event.pk in proof.evidence.get("events", [proof.evidence["event"]]):
                state = watch.meet(
                    street_id=visit.street_id, key=visit.due_key, made_at=proof.made_at, received_at=proof.received_at,
                    grade=proof.grade, evidence=proof.evidence, by_id=proof.by_id or by_id,
                )  # fmt: skip
    except ObjectDoesNotExist:
        return "none"  # a visit without a due (written before the watch knew it): the evidence stands all the same
    if state == "part":
        watch.note_sign(street_id=visit.street_id, key=visit.due_key, at=event.received_at)
        tell_part(visit, events)
    return str(state)


def tell_part(visit: Visit, events: dict[int, VisitEvent]) -> None:
    """How many of two have come, for the alert that may follow."""
    came = carers_done(heard_of(events)) if visit.state == HALF else 0
    watch.note_part(street_id=visit.street_id, key=visit.due_key, came=came, of=visit.carers_needed)


def effect_of(visit: Visit, event: VisitEvent, is_new: bool) -> Effect:
    """What an act did, as the phone's act keeps it."""
    return {"visit": visit.pk, "event": event.pk, "state": visit.state} | ({} if is_new else {"repeated": True})
