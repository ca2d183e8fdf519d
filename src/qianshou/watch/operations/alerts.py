"""Raising an alert before its time, taking it, handing it back, and ending it with an outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from qianshou.access.models import User
from qianshou.access.operations import log
from qianshou.watch.models import WANTS_ANSWER, Alert, AlertStep, Concern, Due
from qianshou.watch.operations import dues as due_acts
from qianshou.watch.rules import OUTCOMES
from qianshou.watch.rules.alerts import DEFAULT_TAKEN_WAIT


class AlreadyTaken(Exception):
    """Somebody else took or closed the alert first; `alert` is as it is now."""

    def __init__(self, alert: Alert) -> None:
        super().__init__(f"alert {alert.pk} is {alert.state}")
        self.alert = alert


def taken_minutes() -> int:
    """Minutes that a taken alert has before it comes back."""
    return getattr(settings, "WATCH_TAKEN_MINUTES", DEFAULT_TAKEN_WAIT)


@transaction.atomic
def raise_alert(*, street_id: int, key: str, why: str, now: datetime, by_id: int | None = None) -> Alert:
    """An alert at once, before the deadline ("nobody answers"). A due has one open alert: a second call returns the first.

    A due that is already settled raises nothing new: its last alert comes back, or a closed one is written as the record.
    """
    due = Due.objects.select_for_update().get(street_id=street_id, key=key)
    Due.objects.filter(pk=due.pk, heard_at__isnull=True).update(heard_at=now)
    if held := Alert.objects.filter(due=due).exclude(state="closed").first():
        AlertStep.objects.create(alert=held, at=now, kind="note", user_id=by_id, note=why)
        return held
    settled = due.state not in ("open", "late")
    alert = Alert.objects.create(
        street_id=due.street_id, committee_id=due.committee_id, due=due, person_id=due.person_id, why=why, raised_at=now,
        **({"state": "closed", "outcome": "met", "closed_at": now} if settled else {"climbs_at": now}),
    )  # fmt: skip
    AlertStep.objects.create(alert=alert, at=now, kind="note", user_id=by_id, note=why)
    return alert


@transaction.atomic
def take_alert(*, alert_id: int, user: User, now: datetime) -> Alert:
    """ "I see to it": the alert stops climbing. Taking twice is nothing new; AlreadyTaken when somebody else was first."""
    again = now + timedelta(minutes=taken_minutes())
    won = Alert.objects.filter(pk=alert_id, state="raised").update(state="taken", taken_by=user, taken_at=now, climbs_at=again)
    alert = Alert.objects.select_related("due", "person", "taken_by").get(pk=alert_id)
    if won:
        AlertStep.objects.create(alert=alert, at=now, kind="taken", user=user)
        if alert.due_id and alert.due.kind == "concern":
            Concern.objects.filter(pk=alert.due.ref.get("concern"), state="open").update(state="taken", taken_by=user)
    elif not (alert.state == "taken" and alert.taken_by_id == user.pk):
        raise AlreadyTaken(alert)
    return alert


@transaction.atomic
def release_alert(*, alert_id: int, user: User, note: str, now: datetime) -> None:
    """Hand it back: it climbs on at once. Only who took it may (or AlreadyTaken)."""
    freed = Alert.objects.filter(pk=alert_id, state="taken", taken_by=user).update(
        state="raised", taken_by=None, taken_at=None, climbs_at=now
    )
    if not freed:
        raise AlreadyTaken(Alert.objects.get(pk=alert_id))
    AlertStep.objects.create(alert_id=alert_id, at=now, kind="released", user=user, note=note.strip()[:300])


@transaction.atomic
def close_alert(*, alert_id: int, user: User, outcome: str, note: str, now: datetime) -> Alert:
    """End an alert with an outcome, and let the outcome settle its due: reached and well is evidence, away is an excuse.

    ValueError for an unknown outcome or a missing note; AlreadyTaken when it is closed or another person's.
    """
    ending, note = OUTCOMES.get(outcome), note.strip()[:300]
    if ending is None or (ending.needs_note and not note):
        raise ValueError("unknown outcome" if ending is None else "this outcome needs a note")
    alert = Alert.objects.get(pk=alert_id)
    due = Due.objects.select_for_update().get(pk=alert.due_id) if alert.due_id else None  # first the due, as everywhere
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.state == "closed" or (alert.state == "taken" and alert.taken_by_id != user.pk):
        raise AlreadyTaken(alert)
    alert.state, alert.outcome, alert.outcome_note, alert.climbs_at = "closed", outcome, note, None
    alert.closed_by, alert.closed_at = user, now
    if alert.taken_by_id is None:
        alert.taken_by, alert.taken_at = user, now
    alert.save(update_fields=["state", "outcome", "outcome_note", "climbs_at", "closed_by", "closed_at", "taken_by", "taken_at"])
    AlertStep.objects.create(alert=alert, at=now, kind="closed", user=user, note=note or outcome)
    if due:
        _settle(due, ending.effect, outcome, note, user, now)
    log(act="alert.closed", now=now, by_id=user.pk, street_id=alert.street_id, target="alert", target_id=alert.pk, outcome=outcome)
    return alert


def _settle(due: Due, effect: str, outcome: str, note: str, user: User, now: datetime) -> None:
    if effect == "meet":
        due_acts.meet(
            street_id=due.street_id, key=due.key, made_at=now, received_at=now, grade="desk",
            evidence={"alert_outcome": outcome, "note": note}, by_id=user.pk,
        )  # fmt: skip
    elif effect == "excuse":
        due_acts.excuse(street_id=due.street_id, due_id=due.pk, by_id=user.pk, reason=note, now=now)
    if due.kind == "concern" and effect != "none":
        Concern.objects.filter(pk=due.ref.get("concern"), state__in=WANTS_ANSWER).update(
            state="answered", answer=note or outcome, answered_by=user, answered_at=now
        )
