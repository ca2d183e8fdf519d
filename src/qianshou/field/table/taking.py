"""An act that brings a form back goes to the assessments. Who may: a carer for whom she answers, a visiting assessor for whoever was handed out."""

from __future__ import annotations

from datetime import date, datetime

from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.assessment import operations
from qianshou.assessment.operations import Filled, Heard, Refused
from qianshou.assessment.queries.table import was_handed_out
from qianshou.care.models import Carer
from qianshou.care.queries.reviews import REVIEW, may_review
from qianshou.kernel import clock

from .payloads import Sent, read_form


def take_form(act: Act, said: Sent, carer: Carer | None, now: datetime) -> dict:
    """Take the form in. Returns {"assessment", "state"}; NotApplicableError with a code of `acts.words.REASONS`."""
    on = clock.local_date(act.made_at)
    _see_that_it_may(act, said, carer, on)
    try:
        row = operations.take_in(
            street_id=act.street_id, person_id=said.person, filled=filled_of(said), heard=Heard(act.made_at, act.received_at, "tap"),
            source=f"act:{act.pk}", now=now, by_id=act.user_id,
        )  # fmt: skip
    except Refused as refusal:
        raise NotApplicableError(refusal.code, **refusal.params) from refusal
    return {"assessment": row.pk, "state": row.state}


def filled_of(said: Sent) -> Filled:
    """What the assessments take in."""
    return Filled(
        instrument=said.instrument, version=said.version, answers=said.answers, changes=said.changes, month=said.month, why=said.why, second=said.second,
        note=said.note, finish=said.finish, base=said.base,
    )  # fmt: skip


def _see_that_it_may(act: Act, said: Sent, carer: Carer | None, on: date) -> None:
    if act.kind == "review":
        if said.instrument != REVIEW:
            raise NotApplicableError("payload", member="instrument")
        if said.month > on.replace(day=1):
            raise NotApplicableError("payload", member="month")
        if carer is None or carer.street_id != act.street_id or not may_review(carer=carer, person_id=said.person, on=on):
            raise NotApplicableError("not_linked", person=said.person)
    elif not was_handed_out(user_id=act.user_id, street_id=act.street_id, person_id=said.person, on=on):
        raise NotApplicableError("not_handed_out", person=said.person)


def enter_as_correction(*, act: Act, by_id: int, now: datetime) -> int:
    """The office has looked at a form that came too late and lays it over the finished one, as a correction that is begun; its number.

    Refused as `take_in_as_correction`.
    """
    said = read_form(act.kind, act.payload)
    on = clock.local_date(act.made_at)
    return operations.take_in_as_correction(street_id=act.street_id, person_id=said.person, filled=filled_of(said), made_on=on, now=now, by_id=by_id).pk
