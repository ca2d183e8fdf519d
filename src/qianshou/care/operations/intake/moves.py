"""How every act on a case goes: once for its batch, only where it is allowed, on the version that was seen; what was owed is met, what comes next is owed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.watch import operations as watch
from qianshou.watch.rules import NewDue

from ...models import IntakeAppeal, IntakeCase, IntakeEntry
from ...queries.intake_ladder import ladder_of_case
from ...rules.intake import OPEN, STEP_ACT, Standing, why_not
from ..errors import Refused
from ..locks import lock_street

KIND = "intake"
USUAL_DAYS = 7  # for a step that the pack does not name
FORWARD = {*STEP_ACT.values(), "not_eligible"}  # acts that do what was owed; any other one makes it void, for a reason as stored: translated when shown
VOID = {
    "withdrawn": gettext_noop("the application was withdrawn"), "appealed": gettext_noop("an appeal was lodged"),
    "appeal_dropped": gettext_noop("the appeal was taken back"), "merged": gettext_noop("two files merged"),
}  # fmt: skip


def take(*, case_id: int, act: str, batch: UUID, version: int | None) -> tuple[IntakeCase, bool]:
    """The case, locked, and whether this very act was done before (then there is nothing to do).

    Refused "stale" when somebody changed it since `version` (None: does not matter), "state", "appeal_open", "no_appeal" where the act is
    not allowed.
    """
    lock_street(IntakeCase.objects.values_list("street_id", flat=True).get(pk=case_id))
    case = IntakeCase.objects.select_for_update(of=("self",)).select_related("person", "street", "decision").get(pk=case_id)
    if IntakeEntry.objects.filter(batch=batch, case=case).exists():
        return case, True
    if version is not None and case.version != version:
        raise Refused("stale")
    if why := why_not(act, standing_of(case)):
        raise Refused(why, state=case.state)
    return case, False


def open_appeal(case: IntakeCase) -> IntakeAppeal | None:
    """The appeal that is not decided yet."""
    return IntakeAppeal.objects.filter(case=case, closed_at__isnull=True).select_related("decision").first()


def standing_of(case: IntakeCase) -> Standing:
    """Where a case stands, as the rules take it."""
    appeal = open_appeal(case)
    decision = appeal.decision if appeal else case.decision
    return Standing(
        state=case.state, held=case.held, appeal_held=appeal.held if appeal else "",
        outcome=decision.outcome if decision else "", level=decision.level if decision else None,
    )  # fmt: skip


def move(
    case: IntakeCase, act: str, to: Standing, *, batch: UUID, now: datetime, by_id: int, on: date | None = None, note: str = "", detail: dict | None = None,
    made_at: datetime | None = None, grade: str = "desk", **fields: object,
) -> IntakeEntry:  # fmt: skip
    """Write down an act and what follows from it; `fields` are columns of the case that it changes. Runs in the caller's transaction."""
    before, moved = case.state, case.state != to.state
    entry = IntakeEntry.objects.create(
        case=case, act=act, state=to.state, on=on or clock.local_date(now), at=now, by_id=by_id, note=note.strip()[:500], detail=detail or {}, batch=batch
    )
    fields |= {"state": to.state, "held": to.held}
    if moved:
        fields |= {"state_since": now, "closed_at": None if to.state in OPEN else now}
    for name, value in fields.items():
        setattr(case, name, value)
    if moved:
        _settle(case, act, now=now, by_id=by_id, made_at=made_at or now, grade=grade)
        fields["due_key"] = case.due_key = owe_step(case, entry.pk, now)
    IntakeCase.objects.filter(pk=case.pk).update(**fields, version=F("version") + 1)
    case.version += 1
    log(act=f"intake.{act}", now=now, by_id=by_id, street_id=case.street_id, target="intake", target_id=case.pk, before=before, after=to.state)
    return entry


def _settle(case: IntakeCase, act: str, *, now: datetime, by_id: int, made_at: datetime, grade: str) -> None:
    """What was owed is met by the step's own act, and void by any other."""
    if not case.due_key:
        return
    if act in FORWARD:
        watch.meet(
            street_id=case.street_id, key=case.due_key, made_at=made_at, received_at=now, grade=grade, evidence={"intake": case.pk, "act": act}, by_id=by_id
        )
    else:
        watch.cancel(street_id=case.street_id, keys=[case.due_key], by_id=by_id, reason=VOID[act], now=now)


def owe_step(case: IntakeCase, entry_id: int, now: datetime) -> str:
    """Owe the step that is waited for now; its key, or "" when nothing is waited for. Runs in the caller's transaction."""
    if case.state not in OPEN:
        return ""
    step = load(case.street.pack).intake_steps.get(case.state)
    today = clock.local_date(now)
    last = today + timedelta(days=step.days if step else USUAL_DAYS)
    if case.state == "deferred":
        last = max(case.decision.until, today)
    key = f"intake:{case.pk}:{case.state}:{entry_id}"
    due = NewDue(
        street_id=case.street_id, key=key, kind=KIND, person_id=case.person_id, title={"code": f"intake_{case.state}"}, opens_at=now,
        by_at=clock.day_bounds(last)[1] - timedelta(minutes=1), ladder=ladder_of_case(case, on=today), ref={"intake": case.pk, "step": case.state},
    )  # fmt: skip
    watch.owe_many(dues=[due], now=now)
    return key


def refresh_ladder(case: IntakeCase, now: datetime) -> None:
    """Whoever answers for the case now is told first."""
    if case.due_key:
        watch.set_ladders(street_id=case.street_id, ladders={case.due_key: ladder_of_case(case, on=clock.local_date(now))}, now=now)
