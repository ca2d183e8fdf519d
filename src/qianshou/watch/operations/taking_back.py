"""A carer takes back what alarmed others: nobody's alarm is switched off under the hands of whoever sees to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.notify import operations as notify
from qianshou.watch.models import Alert, AlertStep, Concern, Due
from qianshou.watch.operations.concerns import due_key, lock_watch_of
from qianshou.watch.operations.dues import excuse

TAKEN_BACK = "taken_back"  # outcome of an alert, note of a step, code of a notice
TAKEN_BACK_BY_REPORTER = gettext_noop("taken back by whoever reported it")  # the excuse as it is stored; translated when shown


class ConcernSeen(Exception):
    """Somebody sees to the concern already, or has answered it: it cannot be unsaid any more."""


@transaction.atomic
def take_back_alarm(*, street_id: int, key: str, now: datetime, by_id: int | None = None) -> str:
    """ "Nobody answers" was a mistake. Ends the alert that it raised; returns what became of that: "ended", "kept", "told" or "none".

    kept: the due's moment has passed, so the alert goes on for that reason, where it stands on the ladder. told: somebody has
    taken it; the decision stays with that person, who gets a note. Due.DoesNotExist as in `meet`.
    """
    due = Due.objects.select_for_update().get(street_id=street_id, key=key)
    alert = Alert.objects.select_for_update().filter(due=due).exclude(state="closed").first()
    if alert is None:
        return "none"
    late = due.state == "late" or (due.state == "open" and due.late_at <= now)
    if alert.state == "raised" and alert.why == "nobody" and not late:
        Alert.objects.filter(pk=alert.pk).update(state="closed", outcome=TAKEN_BACK, closed_by_id=by_id, closed_at=now, climbs_at=None)
        AlertStep.objects.create(alert=alert, at=now, kind="closed", user_id=by_id, note=TAKEN_BACK)
        return "ended"
    if alert.why == "nobody" and late:
        Alert.objects.filter(pk=alert.pk).update(why="late")
    AlertStep.objects.create(alert=alert, at=now, kind="note", user_id=by_id, note=TAKEN_BACK)
    if alert.state != "taken":
        return "kept"
    notify.tell(
        street_id=street_id, code=TAKEN_BACK, loud=True, now=now, ref=f"alert:{alert.pk}", told={alert.taken_by_id: {"alerts": [alert.pk]}}
    )
    return "told"


@transaction.atomic
def take_back_concern(*, concern: Concern, by_id: int, now: datetime) -> bool:
    """A concern reported by mistake, while nobody has taken it: its answer is not owed any more, its alert ends.

    Whether anything changed (not when it was taken back before). ConcernSeen when somebody has taken or answered it.
    """
    due = Due.objects.select_for_update().get(street_id=concern.street_id, key=due_key(concern.pk))  # first the due, then the alert
    lock_watch_of(concern)
    won = Concern.objects.filter(pk=concern.pk, state="open").update(state=TAKEN_BACK)
    if not won:
        if Concern.objects.filter(pk=concern.pk, state=TAKEN_BACK).exists():
            return False
        raise ConcernSeen
    excuse(street_id=concern.street_id, due_id=due.pk, by_id=by_id, reason=TAKEN_BACK_BY_REPORTER, now=now)
    log(act="concern.taken_back", now=now, by_id=by_id, street_id=concern.street_id, target="concern", target_id=concern.pk)
    return True
