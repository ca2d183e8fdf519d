"""Evidence was taken back: what it had met is judged anew by what still stands, and owed again where nothing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.watch.models import Alert, Due
from qianshou.watch.operations.sweep import raise_late
from qianshou.watch.rules import MET_STATES, OUTCOMES, DueState, Evidence, judge, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence that still stands, with what `meet` is told of it."""

    made_at: datetime
    received_at: datetime
    grade: str
    evidence: Mapping = field(default_factory=dict)
    by_id: int | None = None


@transaction.atomic
def reopen(*, street_id: int, key: str, standing: Sequence[Proof], now: datetime, by_id: int | None = None) -> DueState:
    """Judge a due anew after evidence was taken back; returns its state then. Due.DoesNotExist as in `meet`.

    `standing` is everything that the area still knows to be done; a person whom the desk reached when it answered an alert
    counts too. With nothing left it is excused (if somebody had excused it), open, or, when its moment has passed, late:
    with an alert that climbs the ladder from its foot, in this transaction. Repeating it changes nothing.
    """
    due = Due.objects.select_for_update().get(street_id=street_id, key=key)
    held = DueState(due.state)
    if held not in MET_STATES:
        return held
    proofs = [*standing, *_reached_by_desk(due)]
    evidence = [Evidence(p.made_at, p.received_at, p.grade) for p in proofs]
    state = settle(deadline_at=due.late_at, evidence=evidence, excused=due.excused_by_id is not None, now=now)
    best = min(proofs, key=lambda p: MET_STATES.index(_earned(due, p))) if proofs else None
    if best and state == held and _plain(due.evidence) == dict(best.evidence):
        return held
    taken_back = {"state": held, "made_at": due.met_made_at.isoformat(), "grade": due.grade, **_plain(due.evidence)}
    Due.objects.filter(pk=due.pk).update(
        **_fields(state, best, now), evidence={**(best.evidence if best else {}), "taken_back": taken_back}
    )
    if state == DueState.LATE:
        raise_late(now=now, limit=1, due_id=due.pk)
    log(act="due.reopened", now=now, by_id=by_id, street_id=street_id, target="due", target_id=due.pk, before=held, after=state)
    return state


@transaction.atomic
def owe_again(*, street_id: int, key: str, now: datetime) -> DueState:
    """What excused a due is no longer so (an order that was cancelled stands again): it is owed as before. Returns its state then.

    Late with an alert at once when its moment has passed. A due that is not excused stays as it is. Due.DoesNotExist as in `meet`.
    """
    due = Due.objects.select_for_update().get(street_id=street_id, key=key)
    if due.state != DueState.EXCUSED:
        return DueState(due.state)
    was = {"excused_before": {"by": due.excused_by_id, "excuse": due.excuse, "at": due.closed_at and due.closed_at.isoformat()}}
    Due.objects.filter(pk=due.pk).update(state=DueState.OPEN, excused_by=None, excuse="", closed_at=None, evidence={**due.evidence, **was})
    raise_late(now=now, limit=1, due_id=due.pk)
    due.refresh_from_db(fields=["state"])
    log(act="due.owed_again", now=now, street_id=street_id, target="due", target_id=due.pk)
    return DueState(due.state)


def _fields(state: DueState, best: Proof | None, now: datetime) -> dict:
    if best:
        return {
            "state": state,
            "met_made_at": best.made_at,
            "met_received_at": best.received_at,
            "met_by_id": best.by_id,
            "grade": best.grade,
        }
    # Late is written by the statement that raises the alert, so that the one never stands without the other.
    shown = DueState.EXCUSED if state == DueState.EXCUSED else DueState.OPEN
    closed_at = now if state == DueState.EXCUSED else None
    return {"state": shown, "met_made_at": None, "met_received_at": None, "met_by_id": None, "grade": "", "closed_at": closed_at}


def _earned(due: Due, proof: Proof) -> DueState:
    return judge(deadline_at=due.late_at, made_at=proof.made_at, received_at=proof.received_at)


def _reached_by_desk(due: Due) -> list[Proof]:
    """Alerts of this due that a person ended with an outcome that is evidence ("reached, is well")."""
    meeting = [code for code, outcome in OUTCOMES.items() if outcome.effect == "meet"]
    return [
        Proof(
            made_at=alert.closed_at, received_at=alert.closed_at, grade="desk", by_id=alert.closed_by_id,
            evidence={"alert_outcome": alert.outcome, "note": alert.outcome_note},
        )
        for alert in Alert.objects.filter(due=due, state="closed", outcome__in=meeting).order_by("closed_at", "pk")
    ]  # fmt: skip


def _plain(evidence: Mapping) -> dict:
    return {key: value for key, value in evidence.items() if key not in ("before", "taken_back")}
