"""What happened under a cover, and each step of the claim that follows: who, when, what."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock

from ..models import Safeguard, SafeguardIncident, SafeguardStep
from ..rules.safeguards import may_follow
from .errors import Refused


@transaction.atomic
def note_incident(*, safeguard_id: int, happened_on: date, text: str, reported_by: str, batch: UUID, now: datetime, by_id: int) -> SafeguardIncident:
    """Something happened that a cover may pay for. `batch` names the entry: sent twice it is one.

    Refused "text" without words, "future", "outside" for a day that the cover does not hold, "ended" for a cover that was taken back.
    """
    if known := SafeguardIncident.objects.filter(batch=batch, safeguard_id=safeguard_id).first():
        return known
    if not text.strip():
        raise Refused("text")
    if happened_on > clock.local_date(now):
        raise Refused("future")
    cover = Safeguard.objects.get(pk=safeguard_id)
    if cover.taken_back_at:
        raise Refused("ended")
    if not cover.since <= happened_on <= cover.last:
        raise Refused("outside", since=cover.since, until=cover.last)
    made = SafeguardIncident.objects.create(
        safeguard=cover,
        street_id=cover.street_id,
        happened_on=happened_on,
        text=text.strip()[:500],
        reported_by=reported_by.strip()[:60],
        batch=batch,
        made_at=now,
        made_by_id=by_id,
    )
    log(act="safeguard.incident", now=now, by_id=by_id, street_id=cover.street_id, target="person", target_id=cover.person_id, incident=made.pk)
    return made


@transaction.atomic
def step_claim(
    *, incident_id: int, state: str, on: date, note: str, batch: UUID, now: datetime, by_id: int, paid_fen: int | None = None
) -> SafeguardStep:
    """The claim goes one step on. Sent twice it is one step.

    Refused "step" when that cannot follow (`from`), "future", "reason" for a refusal without one, "paid" for a payment without a sum.
    """
    incident = SafeguardIncident.objects.select_for_update().get(pk=incident_id)
    if known := SafeguardStep.objects.filter(batch=batch, incident=incident).first():
        return known
    if incident.taken_back_at or not may_follow(incident.state, state):
        raise Refused("step")
    if on > clock.local_date(now):
        raise Refused("future")
    if state == SafeguardIncident.State.REFUSED and not note.strip():
        raise Refused("reason")
    if state == SafeguardIncident.State.PAID and (paid_fen is None or paid_fen < 0):
        raise Refused("paid")
    paid = paid_fen if state == SafeguardIncident.State.PAID else None
    step = SafeguardStep.objects.create(
        incident=incident, state=state, on=on, paid_fen=paid, note=note.strip()[:300], batch=batch, made_at=now, made_by_id=by_id
    )
    SafeguardIncident.objects.filter(pk=incident.pk).update(state=state)
    log(act="safeguard.claim", now=now, by_id=by_id, street_id=incident.street_id, target="incident", target_id=incident.pk, state=state)
    return step


@transaction.atomic
def take_back_step(*, step_id: int, now: datetime, by_id: int) -> bool:
    """A step was a mistake: it stays readable, and the claim stands where it stood before. Only the newest; False for any other."""
    step = SafeguardStep.objects.select_related("incident").get(pk=step_id)
    incident = SafeguardIncident.objects.select_for_update().get(pk=step.incident_id)
    standing = list(incident.steps.filter(taken_back_at__isnull=True).order_by("-made_at", "-pk")[:2])
    if not standing or standing[0].pk != step.pk:
        return False
    SafeguardStep.objects.filter(pk=step.pk).update(taken_back_at=now)
    before = standing[1].state if len(standing) > 1 else SafeguardIncident.State.NOTED
    SafeguardIncident.objects.filter(pk=incident.pk).update(state=before)
    log(act="safeguard.step_back", now=now, by_id=by_id, street_id=incident.street_id, target="incident", target_id=incident.pk, state=step.state)
    return True


@transaction.atomic
def take_back_incident(*, incident_id: int, now: datetime, by_id: int) -> bool:
    """It was written down by mistake. False when it was taken back before or a claim has begun: then its steps are taken back first."""
    incident = SafeguardIncident.objects.select_for_update().get(pk=incident_id)
    if incident.taken_back_at or incident.state != SafeguardIncident.State.NOTED:
        return False
    SafeguardIncident.objects.filter(pk=incident.pk).update(taken_back_at=now)
    log(act="safeguard.incident_back", now=now, by_id=by_id, street_id=incident.street_id, target="incident", target_id=incident.pk)
    return True
