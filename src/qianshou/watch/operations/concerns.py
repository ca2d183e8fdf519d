"""A concern raised at the door must reach somebody and be answered: it is owed an answer, and watched like anything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from qianshou.access.models import User
from qianshou.access.operations import log
from qianshou.people.models import Person
from qianshou.watch.models import WANTS_ANSWER, Alert, AlertStep, Concern, Due
from qianshou.watch.operations.alerts import AlreadyTaken, raise_alert
from qianshou.watch.operations.dues import meet, owe_many
from qianshou.watch.rules import NewDue

# Until when somebody must have answered, by severity: 3 at once (and an alert now), 2 within two days, 1 within a week.
ANSWER_WITHIN = {3: timedelta(hours=1), 2: timedelta(days=2), 1: timedelta(days=7)}
URGENT = 3


@transaction.atomic
def report_concern(
    *, street_id: int, person_id: int, by_id: int | None, text: str, severity: int, made_at: datetime, received_at: datetime,
    now: datetime, ref: str = "", category: str = "", said_by: str = "",
) -> Concern:  # fmt: skip
    """Write down what somebody noticed about a person, and owe it an answer; at severity 3 with an alert at once.

    Idempotent by `ref` ("act:<uuid>") within the street. `said_by` names whoever has no account. ValueError without a text or with another severity;
    Person.DoesNotExist when the street has no such person.
    """
    if severity not in ANSWER_WITHIN or not text.strip():
        raise ValueError("a concern needs a text and a severity of 1, 2 or 3")
    person = Person.objects.get(pk=person_id, street_id=street_id)
    fields = {
        "committee_id": person.committee_id, "person": person, "text": text.strip()[:500], "severity": severity, "category": category,
        "reported_by_id": by_id, "said_by": said_by[:90], "made_at": made_at, "received_at": received_at,
    }  # fmt: skip
    if ref:
        concern, made = Concern.objects.get_or_create(street_id=street_id, ref=ref[:80], defaults=fields)
        if not made:
            return concern
    else:
        concern = Concern.objects.create(street_id=street_id, **fields)
    _owe_answer(concern, now)
    log(act="concern.reported", now=now, by_id=by_id, street_id=street_id, target="concern", target_id=concern.pk, severity=severity)
    return concern


def due_key(concern_id: int, round_no: int = 0) -> str:
    """The key of the answer that a concern is owed; a follow-up is another round."""
    return f"concern:{concern_id}" + (f":{round_no}" if round_no else "")


def _owe_answer(concern: Concern, now: datetime) -> None:
    key = due_key(concern.pk)
    owe_many(dues=[_answer_due(concern, key, now, now + ANSWER_WITHIN[concern.severity])], now=now)
    if concern.severity == URGENT:
        raise_alert(street_id=concern.street_id, key=key, why="concern", now=now, by_id=concern.reported_by_id)


def _answer_due(concern: Concern, key: str, opens_at: datetime, by_at: datetime) -> NewDue:
    return NewDue(
        street_id=concern.street_id, key=key, kind="concern", person_id=concern.person_id, title={"code": "concern", "params": {}},
        opens_at=opens_at, by_at=by_at, ref={"concern": concern.pk},
    )  # fmt: skip


@transaction.atomic
def take_concern(*, concern: Concern, user: User, now: datetime) -> Concern:
    """ "I see to it." Taking twice is nothing new; AlreadyTaken when it is another person's or answered."""
    lock_watch_of(concern)
    won = Concern.objects.filter(pk=concern.pk, state="open").update(state="taken", taken_by=user)
    concern = Concern.objects.select_related("taken_by").get(pk=concern.pk)
    if not won and not (concern.state == "taken" and concern.taken_by_id == user.pk):
        raise AlreadyTaken(concern)
    for alert in Alert.objects.filter(due__street_id=concern.street_id, due__key=due_key(concern.pk), state="raised"):
        Alert.objects.filter(pk=alert.pk, state="raised").update(
            state="taken", taken_by=user, taken_at=now, climbs_at=now + ANSWER_WITHIN[concern.severity]
        )
        AlertStep.objects.create(alert=alert, at=now, kind="taken", user=user)
    return concern


@transaction.atomic
def answer_concern(*, concern: Concern, user: User, answer: str, now: datetime) -> Concern:
    """What was done about it. Ends its alert. An answer that was given stays; a follow-up may add to it."""
    if not answer.strip():
        raise ValueError("an answer needs words")
    lock_watch_of(concern)
    written = Concern.objects.filter(pk=concern.pk, state__in=WANTS_ANSWER).update(
        state="answered", answer=answer.strip()[:500], answered_by=user, answered_at=now
    )
    concern = Concern.objects.get(pk=concern.pk)
    if written:
        _meet(concern, due_key(concern.pk), user, now, {"answer": concern.answer})
        log(act="concern.answered", now=now, by_id=user.pk, street_id=concern.street_id, target="concern", target_id=concern.pk)
    return concern


def lock_watch_of(concern: Concern) -> None:
    """Lock its due, then its alerts, before the concern itself: the order in which everybody does, so that no two wait for each other."""
    list(Due.objects.select_for_update().filter(street_id=concern.street_id, key=due_key(concern.pk)))
    list(Alert.objects.select_for_update(of=("self",)).filter(due__street_id=concern.street_id, due__key=due_key(concern.pk)).order_by("pk"))


def _meet(concern: Concern, key: str, user: User, now: datetime, evidence: Mapping) -> None:
    meet(street_id=concern.street_id, key=key, made_at=now, received_at=now, grade="desk", evidence=evidence, by_id=user.pk)


@transaction.atomic
def follow_up_concern(*, concern: Concern, user: User, by_at: datetime, now: datetime) -> int:
    """Look again by a moment: another answer is owed. Returns its number (1 for the first follow-up)."""
    Concern.objects.select_for_update().get(pk=concern.pk)
    done = Due.objects.filter(street_id=concern.street_id, key__startswith=f"{due_key(concern.pk)}:").count()
    owe_many(dues=[_answer_due(concern, due_key(concern.pk, done + 1), now, by_at)], now=now)
    log(act="concern.follow_up", now=now, by_id=user.pk, street_id=concern.street_id, target="concern", target_id=concern.pk)
    return done + 1
