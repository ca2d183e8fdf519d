"""Granted, refused or deferred, with a level and a reason; an appeal brings another assessment and another decision, and the old one stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from qianshou.kernel import clock
from qianshou.packs.loader import load

from ...models import IntakeAppeal, IntakeCase, IntakeDecision
from ...queries.intake_forms import forms_of, round_of
from ...rules.intake import DEFERS, GRANTED, OPEN, OUTCOMES, after, eyes, rule_number
from ...rules.levels import level_of
from ..errors import Refused
from .moves import move, open_appeal, standing_of, take


@transaction.atomic
def decide(
    *, case_id: int, version: int, batch: UUID, outcome: str, level: int | None, reason: str, now: datetime, by_id: int, until: date | None = None
) -> IntakeCase:
    """Decide a case on the assessment of this round. `until`: of a deferral, when it is looked at again.

    Refused "reason", "outcome", "level" (one that the pack does not have), "until", "forms" (no finished assessment of this round stands), "four_eyes", "other_decider".
    """
    case, again = take(case_id=case_id, act="decided", batch=batch, version=version)
    if again:
        return case
    today, pack = clock.local_date(now), load(case.street.pack)
    if outcome not in OUTCOMES:
        raise Refused("outcome")
    if not reason.strip():
        raise Refused("reason")
    if level_of(pack.levels, level) is None if outcome == GRANTED or level is not None else False:
        raise Refused("level")
    if outcome == DEFERS and (until is None or until <= today):
        raise Refused("until")
    appeal, forms = open_appeal(case), forms_of(case, round_of(case))
    stands = [form for form in forms if form.assessment.state == "done"]
    if not stands or len(stands) < len(forms):
        raise Refused("forms", missing=[form.assessment.instrument for form in forms if form not in stands])
    assessors = {pk for form in forms for pk in (form.assessor_id, form.assessment.made_by_id) if pk}
    if why := eyes(pack.intake_rules, decider=by_id, assessors=assessors, decider_before=appeal.decision.decided_by_id if appeal else None):
        raise Refused(why)
    naming = next((form.assessment for form in stands if form.assessment.level is not None), stands[0].assessment)
    decision = IntakeDecision.objects.create(
        case=case, outcome=outcome, assessment=naming, level=level, reason=reason.strip()[:500], until=until if outcome == DEFERS else None,
        decided_on=today, decided_at=now, decided_by_id=by_id, appeal=appeal,
    )  # fmt: skip
    to = after("decided", standing_of(case), outcome=outcome, level=level)
    if appeal and outcome != DEFERS:
        IntakeAppeal.objects.filter(pk=appeal.pk).update(closed_at=now)
    detail = {"outcome": outcome, "level": level, "appeal": bool(appeal)}
    move(case, "decided", to, batch=batch, now=now, by_id=by_id, note=reason, detail=detail, decision=decision)
    return case


@transaction.atomic
def appeal(
    *, case_id: int, version: int, batch: UUID, lodged_on: date, lodged_by: str, reason: str, now: datetime, by_id: int, relation: str = ""
) -> IntakeCase:
    """Somebody does not agree with the decision: another assessment is owed, by somebody else. What was decided stays and holds until then.

    Refused "reason", "lodged_by", "future", "before" (the decision), "too_late" with the last day `until`, "final" for the decision of an appeal,
    "open_case" when another case of the person is open.
    """
    case, again = take(case_id=case_id, act="appealed", batch=batch, version=version)
    if again:
        return case
    if not reason.strip():
        raise Refused("reason")
    if not lodged_by.strip():
        raise Refused("lodged_by")
    if lodged_on > clock.local_date(now):
        raise Refused("future")
    decision = case.decision
    if lodged_on < decision.decided_on:
        raise Refused("before")
    if decision.appeal_id:
        raise Refused("final")
    until = appeal_until(case)
    if lodged_on > until:
        raise Refused("too_late", until=until.isoformat())
    if case.state not in OPEN and IntakeCase.objects.filter(person_id=case.person_id, state__in=OPEN).exists():
        raise Refused("open_case")
    if IntakeAppeal.objects.filter(decision=decision).exists():
        raise Refused("final")
    standing = standing_of(case)
    IntakeAppeal.objects.create(
        case=case, decision=decision, held=case.state, lodged_on=lodged_on, lodged_by=lodged_by.strip()[:60], relation=relation.strip()[:20],
        reason=reason.strip()[:500], entered_at=now, entered_by_id=by_id,
    )  # fmt: skip
    move(
        case, "appealed", after("appealed", standing), batch=batch, now=now, by_id=by_id, on=lodged_on, note=reason, assess_since=lodged_on, visitor=None, visit_at=None
    )
    return case


@transaction.atomic
def drop_appeal(*, case_id: int, version: int, batch: UUID, reason: str, now: datetime, by_id: int) -> IntakeCase:
    """The appeal is taken back, with a reason: the case goes on where it stood. Refused "reason" without one."""
    case, again = take(case_id=case_id, act="appeal_dropped", batch=batch, version=version)
    if again:
        return case
    if not reason.strip():
        raise Refused("reason")
    held, standing = open_appeal(case), standing_of(case)
    IntakeAppeal.objects.filter(pk=held.pk).update(closed_at=now, dropped_because=reason.strip()[:200])
    move(case, "appeal_dropped", after("appeal_dropped", standing), batch=batch, now=now, by_id=by_id, note=reason, decision=held.decision)
    return case


def appeal_until(case: IntakeCase, decision: IntakeDecision | None = None) -> date:
    """The last day on which a decision (the one that holds, unless another is named) may be appealed against."""
    return (decision or case.decision).decided_on + timedelta(days=rule_number(load(case.street.pack).intake_rules, "appeal_days", 0))
