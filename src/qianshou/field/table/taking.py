"""An act that brings a form back goes to the assessments. Who may: a carer for whom she answers, a visiting assessor for whoever was handed out."""

from __future__ import annotations

from datetime import datetime

from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.assessment.operations import Heard, Refused
from qianshou.assessment.rules.filled import BadForm, Filled, read_form
from qianshou.care.models import Carer
from qianshou.care.operations.forms import take_form_in
from qianshou.care.queries.intake_table import was_at_the_table
from qianshou.care.queries.reviews import REVIEW, may_review
from qianshou.kernel import clock

from ..rules import BadPayloadError


def read_filled(kind: str, payload: dict) -> Filled:
    """The form in a payload. Raises BadPayloadError."""
    try:
        return read_form(kind, payload)
    except BadForm as problem:
        raise BadPayloadError(problem.member) from problem


def take_form(act: Act, said: Filled, carer: Carer | None, now: datetime) -> dict:
    """Take the form in. Returns {"assessment", "state"}; NotApplicableError with a code of `acts.words.REASONS`."""
    _see_that_it_may(act, said, carer)
    heard = Heard(act.made_at, act.received_at, "tap")
    try:
        row = take_form_in(street_id=act.street_id, filled=said, heard=heard, source=f"act:{act.pk}", now=now, by_id=act.user_id)
    except Refused as refusal:
        raise NotApplicableError(refusal.code, **refusal.params) from refusal
    return {"assessment": row.pk, "state": row.state}


def _see_that_it_may(act: Act, said: Filled, carer: Carer | None) -> None:
    on = clock.local_date(act.made_at)
    if act.kind == "assessment":
        if not was_at_the_table(user_id=act.user_id, street_id=act.street_id, person_id=said.person, on=on):
            raise NotApplicableError("not_handed_out", person=said.person)
        return
    if said.instrument != REVIEW:
        raise NotApplicableError("payload", member="instrument")
    if said.month > on:
        raise NotApplicableError("payload", member="month")
    if carer is None or carer.street_id != act.street_id or not may_review(carer=carer, person_id=said.person, on=on):
        raise NotApplicableError("not_linked", person=said.person)
