"""Hands each stored act to the one operation of the area that it is about. Once, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from qianshou.acts import operations as acts
from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.acts.queries import is_taken_back, target_of, waiting_ids
from qianshou.assessment.rules.filled import FORM_KINDS
from qianshou.care.models import Carer
from qianshou.care.operations import attendance, visits
from qianshou.care.operations.credits import credit_all_owed
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.objections import object_to_points
from qianshou.care.operations.taking_back import take_back
from qianshou.meals.operations import doors
from qianshou.meals.operations.taking_back import take_back as take_box_back
from qianshou.merit.operations.corrections import ask_correction
from qianshou.watch.operations import report_concern

from . import timebank_acts
from .queries import carer_of
from .rules import BANK_KINDS, MEAL_KINDS, NEEDS_CARER, BadPayloadError, Payload, read_payload
from .table import signing
from .table import visits as home
from .table.taking import read_filled, take_form


def apply_all(ids: list[UUID], *, now: datetime) -> dict[UUID, Act]:
    """Apply these acts in their order; returns those that were taken up, as they stand now. The points that they earn are worked out together."""
    found, carers = {}, _Carers()
    for act_id in ids:
        act = acts.apply(act_id=act_id, work=lambda act: _work(act, carers, now), now=now)
        if act is not None:
            found[act_id] = act
    credit_all_owed(now=now, carer_ids=[carer.pk for carer in carers.values() if carer])
    return found


def apply_waiting(*, now: datetime) -> int:
    """Take up acts that were stored and not applied, and points that are still owed. Returns how many acts left the queue."""
    done = apply_all(waiting_ids(), now=now)
    credit_all_owed(now=now)
    return sum(act.state != Act.State.STORED for act in done.values())


class _Carers(dict):
    """User id → carer, fetched once in a batch."""

    def of(self, act: Act) -> Carer | None:
        """The carer who made this act."""
        if act.user_id not in self:
            self[act.user_id] = carer_of(act.user)
        return self[act.user_id]


def _work(act: Act, carers: _Carers, now: datetime) -> dict:
    """Do what the act says; returns its effect. Raises NotApplicableError with a code that office and carer understand."""
    if act.kind not in _HANDLERS:
        raise NotApplicableError("unknown_kind", kind=act.kind)
    try:
        said = _READERS.get(act.kind, read_payload)(act.kind, act.payload)
    except BadPayloadError as problem:
        raise NotApplicableError("payload", member=problem.member) from problem
    carer = carers.of(act)
    if carer is None and act.kind in NEEDS_CARER:
        raise NotApplicableError("no_person")
    if act.kind != "retract" and is_taken_back(act):
        return {"taken_back": True}
    try:
        return _HANDLERS[act.kind](act, said, carer, now)
    except Refused as refusal:  # the area says no, and why; its words are codes of `acts.words.REASONS`
        raise NotApplicableError(refusal.code, **refusal.params) from refusal


def _door(operation: Callable) -> Callable:
    """An act at a door, for `care.operations.visits`, which sees that the visit is of the carer's own street."""

    def handle(act: Act, said: Payload, carer: Carer, now: datetime) -> dict:
        return operation(
            visit_id=said.visit,
            carer_id=carer.pk,
            made_at=act.made_at,
            received_at=act.received_at,
            place=act.place,
            payload={"act": str(act.pk), "text": said.text, "scan": said.scan},
            now=now,
        )

    return handle


def _meal(act: Act, said: Payload, carer: Carer | None, now: datetime) -> dict:
    """What became of one box, for `meals.operations.doors`, which sees that the order is of the phone's own street."""
    return doors.say(
        act.kind.removeprefix("meal_"), order_id=said.order, street_id=act.street_id, by_id=act.user_id, made_at=act.made_at, received_at=act.received_at,
        now=now, source=f"act:{act.pk}", place=act.place, scan=said.scan, tenths=said.tenths, boxes_back=said.boxes_back, text=said.text,
    )  # fmt: skip


def _concern(act: Act, said: Payload, carer: Carer | None, now: datetime) -> dict:
    try:
        concern = report_concern(
            street_id=act.street_id,
            person_id=said.person,
            by_id=act.user_id,
            text=said.text or said.category,
            severity=said.severity,
            category=said.category,
            made_at=act.made_at,
            received_at=act.received_at,
            ref=f"act:{act.pk}",
            now=now,
        )
    except ObjectDoesNotExist:
        raise NotApplicableError("unknown_person", person=said.person) from None
    return {"concern": concern.pk}


def _clock(direction: str) -> Callable:
    def handle(act: Act, said: Payload, carer: Carer, now: datetime) -> dict:
        event = attendance.clock(
            carer_id=carer.pk, direction=direction, made_at=act.made_at, received_at=act.received_at, place=act.place, act_id=act.pk, now=now
        )
        return {"clock": event.pk}

    return handle


def _objection(act: Act, said: Payload, carer: Carer, now: datetime) -> dict:
    """She says that the points of a day are not right."""
    made = object_to_points(carer_id=carer.pk, day=said.day, text=said.text, made_at=act.made_at, now=now, by_id=act.user_id, source=f"act:{act.pk}")
    return {"objection": made.pk}


def _correction(act: Act, said: Payload, carer: Carer, now: datetime) -> dict:
    """She says that the times of a day are others than she tapped."""
    made = ask_correction(
        carer_id=carer.pk, day=said.day, came=said.came, went=said.went, text=said.text, made_at=act.made_at, now=now, by_id=act.user_id, source=f"act:{act.pk}"
    )
    return {"correction": made.pk}


def _retract(act: Act, said: Payload, carer: Carer | None, now: datetime) -> dict:
    """Take back an own act. One that was not applied yet never will be (see `is_taken_back`); one that was is undone.

    Its row is locked first: another process that is just applying it must have ended, or must not have begun.
    """
    target = target_of(act, lock=True)
    gone = {"taken_back": str(said.target)}
    if target is not None and target.kind == "retract":  # nothing that was unsaid is said again: she taps anew
        raise NotApplicableError("retract_other", act=str(said.target))
    if target is None or target.state == Act.State.STORED or target.effect.get("taken_back"):
        return gone
    if target.state == Act.State.HELD:  # it was waiting for the office: nothing is left to ask
        acts.settle(act=target, note="", by=act.user, now=now)
        return gone
    if target.state == Act.State.SETTLED:
        raise NotApplicableError("retract_settled", act=str(said.target))
    if target.kind in _READERS:  # a form that counts is corrected or taken back at the desk, with a reason
        raise NotApplicableError("retract_form", act=str(said.target))
    if target.kind in MEAL_KINDS:
        return gone | take_box_back(target=target, said=act, now=now)
    if target.kind in BANK_KINDS:
        return gone | timebank_acts.take_back(target, now)
    if carer is None and target.kind in NEEDS_CARER:
        raise NotApplicableError("no_person")
    return gone | take_back(target=target, said=act, carer=carer, now=now)


_HANDLERS = {
    "arrived": _door(visits.arrive),
    "done": _door(visits.complete),
    "nobody": _door(visits.unanswered),
    "note": _door(visits.note),
    "points_objection": _objection,
    "clock_correction": _correction,
    **dict.fromkeys(MEAL_KINDS, _meal),
    **dict.fromkeys(FORM_KINDS, take_form),
    signing.KIND: signing.take_signature,
    home.KIND: home.take_visit,
    "concern": _concern,
    "clock_in": _clock("in"),
    "clock_out": _clock("out"),
    "timebank_hours": timebank_acts.write_down,
    "timebank_confirm": timebank_acts.confirm,
    "retract": _retract,
}
_READERS = {**dict.fromkeys(FORM_KINDS, read_filled), signing.KIND: signing.read_signature, home.KIND: home.read_visit}  # of acts from the kitchen table; the others: `rules`
