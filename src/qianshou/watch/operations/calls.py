"""The call desk: one key an outcome, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qianshou.access.models import User
from qianshou.watch.models import Call, Due
from qianshou.watch.operations.alerts import raise_alert
from qianshou.watch.operations.concerns import report_concern
from qianshou.watch.operations.dues import excuse, meet
from qianshou.watch.rules.calls import ANSWERS, DEFAULT_AGAIN_MINUTES, DEFAULT_TRIES, UNDO_MINUTES, UNREACHED, after_no_answer


@transaction.atomic
def answer_call(*, due_id: int, by: User, outcome: str, note: str = "", reason: str = "", severity: int = 2, now: datetime) -> Call:
    """Write down how one call ended and let it settle every call that this person is owed now (greeting and heat wave).

    well → met; no_answer, wrong_number → again later, and an alert after the last try; concern → met, and the concern
    reported with `note` as its text; refused, away → excused (`reason` in words, already translated). Returns the record
    for `due_id`. ValueError for an unknown outcome or a missing note.
    """
    answer = ANSWERS.get(outcome)
    if answer is None or (answer.needs_note and not note.strip()):
        raise ValueError("unknown outcome" if answer is None else "this outcome needs a note")
    asked = Due.objects.get(pk=due_id, kind="call")
    owed = Due.objects.select_for_update().filter(street_id=asked.street_id, person_id=asked.person_id, kind="call").order_by("pk")
    owed = list(owed.filter(Q(pk=due_id) | Q(state__in=("open", "late"), opens_at__lte=now)))
    calls = {}
    for due in owed:
        calls[due.pk] = Call.objects.create(
            street_id=due.street_id, person_id=due.person_id, due=due, by=by, at=now, outcome=outcome, note=note.strip()[:300]
        )
        _settle(due, calls[due.pk], answer.effect, reason or note or outcome, now)
    if answer.effect == "concern":
        report_concern(
            street_id=asked.street_id, person_id=asked.person_id, by_id=by.pk, text=note, severity=severity,
            made_at=now, received_at=now, ref=f"call:{calls[due_id].pk}", now=now,
        )  # fmt: skip
    return calls[due_id]


def _settle(due: Due, call: Call, effect: str, reason: str, now: datetime) -> None:
    """What one call does to one due."""
    if effect in ("meet", "concern"):
        meet(
            street_id=due.street_id, key=due.key, made_at=now, received_at=now, grade="call",
            evidence={"call": call.pk, "outcome": call.outcome}, by_id=call.by_id,
        )  # fmt: skip
    elif effect == "excuse":
        excuse(street_id=due.street_id, due_id=due.pk, by_id=call.by_id, reason=reason, now=now)
    elif after_no_answer(tries=unreached(due), limit=DEFAULT_TRIES, wait_minutes=DEFAULT_AGAIN_MINUTES, now=now).alert:
        raise_alert(street_id=due.street_id, key=due.key, why="no_answer", now=now, by_id=call.by_id)
    else:
        Due.objects.filter(pk=due.pk, heard_at__isnull=True).update(heard_at=now)


def unreached(due: Due) -> int:
    """How many calls for this due reached nobody."""
    return Call.objects.filter(due=due, outcome__in=UNREACHED).count()


@transaction.atomic
def take_back_call(*, call_id: int, by: User, now: datetime) -> bool:
    """Undo one's own last call within ten minutes; the record stays, marked. What it settled is open again, and watched:
    if a deadline has passed meanwhile, the next sweep finds it. False when it is too late or not one's own.
    """
    call = Call.objects.filter(pk=call_id, by=by, at__gt=now - timedelta(minutes=UNDO_MINUTES)).first()
    if call is None or call.outcome in ("taken_back", "concern"):  # a concern has reached others: answer it instead
        return False
    same = list(Call.objects.filter(by=by, person_id=call.person_id, at=call.at, outcome=call.outcome).order_by("due_id"))
    dues = Due.objects.select_for_update().filter(pk__in=[c.due_id for c in same]).in_bulk()
    Call.objects.filter(pk__in=[c.pk for c in same]).update(outcome="taken_back", note=f"{call.outcome} {call.note}".strip()[:300])
    for one in same:
        due = dues[one.due_id]
        if due.evidence.get("call") == one.pk or (due.state == "excused" and due.excused_by_id == by.pk and due.closed_at == one.at):
            Due.objects.filter(pk=due.pk).update(
                state="open", met_made_at=None, met_received_at=None, met_by=None, grade="", evidence={"taken_back": one.pk},
                excused_by=None, excuse="", closed_at=None,
            )  # fmt: skip
    return True
