"""An act from a phone about a box is taken back after it was entered: by whoever made it on the same day, or by the office."""

from datetime import datetime

from django.db import transaction

from qianshou.access.models import User
from qianshou.acts import operations as acts
from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.acts.queries import target_of
from qianshou.care.rules.visits import may_take_back

from ..models import DeliveryEvent
from ..rules.deliveries import KINDS
from .door_facts import Effect
from .doors import retract


def is_about_a_box(act: Act) -> bool:
    """Whether an act says what became of a box: the phone's kinds are the words of `rules.deliveries` after "meal_"."""
    return act.kind.removeprefix("meal_") in KINDS and act.kind.startswith("meal_")


@transaction.atomic
def take_back(*, target: Act, said: Act, now: datetime) -> Effect:
    """The driver takes an own applied act `target` back by the act `said`. Returns what was undone.

    NotApplicableError: "retract_late" on another day, "retract_other" when there is nothing of one's own to undo.
    """
    if target.user_id != said.user_id:
        raise NotApplicableError("retract_other", act=str(target.pk))
    if not may_take_back(tapped_at=target.made_at, said_at=said.made_at):
        raise NotApplicableError("retract_late", act=str(target.pk))
    return retract(
        event_id=_event_of(target), street_id=target.street_id, made_at=said.made_at, received_at=said.received_at, now=now, by_id=said.user_id, own=True,
        source=f"act:{said.pk}",
    )  # fmt: skip


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
    retract(
        event_id=_event_of(target), street_id=target.street_id, made_at=now, received_at=now, now=now, by_id=by.pk, own=False, reason=reason,
    )  # fmt: skip
    return True


def _event_of(target: Act) -> int:
    event = DeliveryEvent.objects.filter(source=f"act:{target.pk}", takes_back__isnull=True).first()
    if event is None:
        raise NotApplicableError("retract_other", act=str(target.pk))
    return event.pk
