"""An act from a phone is taken back after it was entered: whatever it had done is undone, by its carer or by the office."""

from datetime import datetime

from django.db import transaction

from qianshou.access.models import User
from qianshou.acts import operations as acts
from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.acts.queries import target_of
from qianshou.watch import operations as watch
from qianshou.watch.models import Concern

from ..models import Carer, ClockEvent, VisitEvent
from ..rules.visits import may_take_back
from . import attendance, visits
from .evidence import Effect

KINDS = ("arrived", "done", "nobody", "note", "clock_in", "clock_out", "concern")  # of acts that can be undone here


@transaction.atomic
def take_back(*, target: Act, said: Act, carer: Carer | None, now: datetime) -> Effect:
    """A carer takes her own applied act `target` back by the act `said`; without a carer only a concern. Returns what was undone.

    NotApplicableError: "retract_late" when she says so on another day, "concern_seen" when somebody sees to the concern already,
    "retract_other" when there is nothing of hers to undo.
    """
    if target.user_id != said.user_id:
        raise NotApplicableError("retract_other", act=str(target.pk))
    if not may_take_back(tapped_at=target.made_at, said_at=said.made_at):
        raise NotApplicableError("retract_late", act=str(target.pk))
    return _undo(target, carer_id=carer.pk if carer else None, by_id=said.user_id, made_at=said.made_at, received_at=said.received_at, now=now, said=said)


@transaction.atomic
def undo_for_office(*, said: Act, reason: str, by: User, now: datetime) -> bool:
    """The office settles a held "taken back" by really undoing what it names. False when somebody settled it before.

    ValueError without a reason; NotApplicableError as in `take_back`, except that no day is too late.
    """
    if not reason.strip():
        raise ValueError("undoing needs a reason")
    if not acts.settle(act=said, note=reason.strip()[:200], by=by, now=now):
        return False
    target = target_of(said)
    if target is None or target.state != Act.State.APPLIED:
        raise NotApplicableError("retract_other", act=str(said.payload.get("act", "")))
    _undo(target, carer_id=None, by_id=by.pk, made_at=now, received_at=now, now=now, reason=reason)
    return True


def _undo(
    target: Act, *, carer_id: int | None, by_id: int, made_at: datetime, received_at: datetime, now: datetime, reason: str = "",
    said: Act | None = None,
) -> Effect:  # fmt: skip
    source, of = f"act:{target.pk}", {"by_id": by_id, "now": now}
    when = {"made_at": made_at, "received_at": received_at, "reason": reason, "source": f"act:{said.pk}" if said else ""}
    if event := VisitEvent.objects.filter(source=source, takes_back__isnull=True).first():
        return visits.retract(event_id=event.pk, carer_id=carer_id, **when, **of)
    if tap := ClockEvent.objects.filter(source=source, takes_back__isnull=True).first():
        return {"clock": attendance.retract(event_id=tap.pk, **when, **of).pk}
    if concern := Concern.objects.filter(street_id=target.street_id, ref=source).first():
        try:
            watch.take_back_concern(concern=concern, **of)
        except watch.ConcernSeen:
            raise NotApplicableError("concern_seen", concern=concern.pk) from None
        return {"concern": concern.pk}
    raise NotApplicableError("retract_other", act=str(target.pk))
