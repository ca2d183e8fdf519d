"""The call desk: one key an outcome, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from qianshou.access.models import User
from qianshou.watch.models import Call, Due
from qianshou.watch.operations.alerts import raise_alert
from qianshou.watch.operations.concerns import report_concern
from qianshou.watch.operations.dues import excuse, meet
from qianshou.watch.rules.calls import ANSWERS, DEFAULT_AGAIN_MINUTES, DEFAULT_TRIES, UNDO_MINUTES, UNREACHED, after_no_answer


@transaction.atomic
def answer_call(*, due_id: int, by: User, outcome: str, note: str = "", reason: str = "", severity: int = 2, now: datetime) -> Call:
    """Write down how one call ended and let it settle the due.

    well → met; no_answer, wrong_number → again later, and an alert after the last try; concern → met, and the concern
    reported with `note` as its text; refused, away → excused (`reason` in words, already translated). ValueError for an
    unknown outcome or a missing note.
    """
    answer = ANSWERS.get(outcome)
    if answer is None or (answer.needs_note and not note.strip()):
        raise ValueError("unknown outcome" if answer is None else "this outcome needs a note")
    due = Due.objects.select_for_update().get(pk=due_id, kind="call")
    call = Call.objects.create(
        street_id=due.street_id, person_id=due.person_id, due=due, by=by, at=now, outcome=outcome, note=note.strip()[:300]
    )
    if answer.effect in ("meet", "concern"):
        meet(
            street_id=due.street_id, key=due.key, made_at=now, received_at=now, grade="call",
            evidence={"call": call.pk, "outcome": outcome}, by_id=by.pk,
        )  # fmt: skip
    if answer.effect == "concern":
        report_concern(
            street_id=due.street_id, person_id=due.person_id, by_id=by.pk, text=note, severity=severity,
            made_at=now, received_at=now, ref=f"call:{call.pk}", now=now,
        )  # fmt: skip
    elif answer.effect == "excuse":
        excuse(street_id=due.street_id, due_id=due.pk, by_id=by.pk, reason=reason or note or outcome, now=now)
    elif answer.effect == "again":
        tries = unreached(due)
        if after_no_answer(tries=tries, limit=DEFAULT_TRIES, wait_minutes=DEFAULT_AGAIN_MINUTES, now=now).alert:
            raise_alert(street_id=due.street_id, key=due.key, why="no_answer", now=now, by_id=by.pk)
        else:
            Due.objects.filter(pk=due.pk, heard_at__isnull=True).update(heard_at=now)
    return call


def unreached(due: Due) -> int:
    """How many calls for this due reached nobody."""
    return Call.objects.filter(due=due, outcome__in=UNREACHED).count()


@transaction.atomic
def take_back_call(*, call_id: int, by: User, now: datetime) -> bool:
    """Undo one's own last call within ten minutes; the record stays, marked. The due is open again, and watched:
    if its deadline has passed meanwhile, the next sweep finds it. False when it is too late or not one's own.
    """
    call = Call.objects.select_related("due").filter(pk=call_id, by=by, at__gt=now - timedelta(minutes=UNDO_MINUTES)).first()
    if call is None or call.outcome in ("taken_back", "concern"):  # a concern has reached others: answer it instead
        return False
    due = Due.objects.select_for_update().get(pk=call.due_id)
    Call.objects.filter(pk=call.pk).update(outcome="taken_back", note=f"{call.outcome} {call.note}".strip()[:300])
    if due.evidence.get("call") == call.pk or (due.state == "excused" and due.excused_by_id == by.pk):
        Due.objects.filter(pk=due.pk).update(
            state="open", met_made_at=None, met_received_at=None, met_by=None, grade="", evidence={"taken_back": call.pk},
            excused_by=None, excuse="", closed_at=None,
        )  # fmt: skip
    return True
