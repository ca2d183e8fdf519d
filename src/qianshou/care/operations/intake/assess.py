"""The home visit is done: the forms that it asked for are finished, and the case goes on to whoever decides."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from qianshou.kernel import clock
from qianshou.packs.loader import load

from ...models import IntakeCase, IntakeForm
from ...queries.intake_forms import Asked, asked_of, forms_of, round_of
from ...rules.intake import after, rule_on
from ..errors import Refused
from .moves import move, standing_of, take


@transaction.atomic
def finish_assessment(
    *, case_id: int, version: int | None, batch: UUID, on: date, assessor_id: int, now: datetime, by_id: int, note: str = "", made_at: datetime | None = None,
    grade: str = "desk",
) -> IntakeCase:  # fmt: skip
    """The visit of day `on` by this assessor is over; the decision is owed.

    Refused "forms" with the `missing` instruments, "future" for a day to come, "other_assessor" when an appeal is assessed by somebody
    who assessed before (where the pack asks for another).
    """
    case, again = take(case_id=case_id, act="assessed", batch=batch, version=version)
    if again:
        return case
    if on > clock.local_date(now):
        raise Refused("future")
    asked = asked_of(case)
    if missing := [one.instrument.code for one in asked if not one.done]:
        raise Refused("forms", missing=missing)
    _somebody_else(case, asked, assessor_id)
    number = round_of(case)
    IntakeForm.objects.bulk_create([IntakeForm(case=case, assessment=one.form, round=number, assessor_id=assessor_id) for one in asked], ignore_conflicts=True)
    detail = {"assessor": assessor_id, "forms": [one.form.pk for one in asked]}
    move(
        case, "assessed", after("assessed", standing_of(case)), batch=batch, now=now, by_id=by_id, on=on, note=note, detail=detail, made_at=made_at, grade=grade
    )
    return case


def _somebody_else(case: IntakeCase, asked: list[Asked], assessor_id: int) -> None:
    """An appeal is assessed by somebody who has not assessed in this case before."""
    if round_of(case) == 1 or not rule_on(load(case.street.pack).intake_rules, "appeal_other_assessor"):
        return
    before = {form.assessor_id for form in forms_of(case)} | {form.assessment.made_by_id for form in forms_of(case)}
    if before & ({assessor_id} | {one.form.made_by_id for one in asked if one.form.made_by_id}):
        raise Refused("other_assessor")
