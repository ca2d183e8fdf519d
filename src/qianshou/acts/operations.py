"""What happens to an act: stored, applied once or held, settled by a person. This area does not know what an act means."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from qianshou.access.devices import belongs_to, device_code, is_stale
from qianshou.access.models import Device, User
from qianshou.access.operations import log

from .models import Act, ActConflict, Epoch, UnreadableAct
from .rules import BROKEN, CONFLICT, REPEATED, STORED, BrokenAct, SentAct, claimed_id, read, true_made_at, verdict

LARGEST_BATCH = 500
MOST_TRIES = 5
_UNREADABLE_LENGTH = 20_000
_logger = logging.getLogger(__name__)


class NotApplicableError(Exception):
    """This act cannot be applied, and trying again would not help. `code` and `params` say why to a person."""

    def __init__(self, code: str, **params: object):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Answer:
    """What the phone is told about one item: its id as it was sent, the word, and the act kept under that id."""

    id: str
    answer: str
    act: Act | None = None
    reason: dict = field(default_factory=dict)


def store(*, device: Device, batch: list[object], received_at: datetime) -> list[Answer]:
    """Keep a batch, each item by itself: stored, repeated, conflict or broken. At most 500; what is beyond gets no answer.

    A phone that was signed off, or that nobody has unlocked for long, is still heard: its acts are held for the office.
    """
    return [_keep(device, raw, received_at) for raw in batch[:LARGEST_BATCH]]


def _keep(device: Device, raw: object, received_at: datetime) -> Answer:
    try:
        sent = read(raw)
    except BrokenAct as problem:
        return _keep_unreadable(device, raw, problem.code, received_at)
    kept = Act.objects.filter(pk=sent.id).first()
    if kept is None:
        try:
            with transaction.atomic():
                return Answer(str(sent.id), STORED, Act.objects.create(**_columns(device, sent, raw, received_at)))
        except IntegrityError:  # another request brought the same act a moment ago
            kept = Act.objects.get(pk=sent.id)
    if verdict([kept.content_hash], sent.hash) == REPEATED:
        return Answer(str(sent.id), REPEATED, kept)
    return _keep_conflict(kept, device, sent, raw, received_at)


def _columns(device: Device, sent: SentAct, raw: object, received_at: datetime) -> dict:
    why = _why_held(device, sent, received_at)
    place = sent.place and {"lon": sent.place["lng_e6"] / 1e6, "lat": sent.place["lat_e6"] / 1e6, "accuracy_m": sent.place["acc_m"]}
    return {
        "id": sent.id,
        "device": device,
        "user_id": device.user_id,
        "street_id": device.street_id,
        "seq": sent.seq,
        "kind": sent.kind,
        "made_at": true_made_at(made_at=sent.made_at, offset_ms=sent.offset_ms, received_at=received_at),
        "offset_ms": sent.offset_ms or 0,
        "received_at": received_at,
        "place": place,
        "payload": sent.payload,
        "body": raw,
        "content_hash": sent.hash,
        "state": Act.State.HELD if why else Act.State.STORED,
        "reason": {"code": why, "params": {}} if why else {},
    }


def _why_held(device: Device, sent: SentAct, received_at: datetime) -> str | None:
    """Why an act must wait for a person although it is sound."""
    if sent.device != device_code(device) and not belongs_to(code=sent.device, user_id=device.user_id):
        return "other_device"
    if device.revoked_at:
        return "device_revoked"
    return "device_stale" if is_stale(device, received_at) else None


def _keep_conflict(kept: Act, device: Device, sent: SentAct, raw: object, received_at: datetime) -> Answer:
    row = ActConflict(act=kept, device=device, received_at=received_at, body=raw, content_hash=sent.hash)
    ActConflict.objects.bulk_create([row], ignore_conflicts=True)
    return Answer(str(sent.id), CONFLICT, kept, {"code": "other_content", "params": {}})


def _keep_unreadable(device: Device, raw: object, code: str, received_at: datetime) -> Answer:
    body = json.dumps(raw, default=str)[:_UNREADABLE_LENGTH]
    digest = hashlib.sha256(body.encode()).hexdigest()
    row = UnreadableAct(device=device, street_id=device.street_id, received_at=received_at, code=code, body=body, body_hash=digest)
    UnreadableAct.objects.bulk_create([row], ignore_conflicts=True)
    return Answer(claimed_id(raw), BROKEN, None, {"code": "unreadable", "params": {"why": code}})


def apply(*, act_id: UUID, work: Callable[[Act], dict], now: datetime) -> Act | None:
    """Do once what a stored act says. `work` makes the area's one change and returns its effect (plain JSON).

    Change and state are one transaction. NotApplicableError from `work` holds the act; any other error leaves it stored,
    to be tried again, and holds it after five tries. Returns the act, or None when there is nothing (left) to do or another
    process has it in hand.
    """
    with transaction.atomic():
        act = Act.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=act_id, state=Act.State.STORED).first()
        if act is None:
            return None
        try:
            with transaction.atomic():
                effect = work(act)
        except NotApplicableError as problem:
            return _mark(act, state=Act.State.HELD, reason={"code": problem.code, "params": problem.params})
        except Exception:  # a fault of ours must not cost a tap: kept, tried again, then shown
            _logger.exception("act %s could not be applied", act_id)
            return _failed(act)
        return _mark(act, state=Act.State.APPLIED, effect=effect or {}, reason={}, applied_at=now)


def _failed(act: Act) -> Act:
    tries = int(act.reason.get("params", {}).get("tries", 0)) + 1
    state = Act.State.HELD if tries >= MOST_TRIES else Act.State.STORED
    return _mark(act, state=state, reason={"code": "error", "params": {"tries": tries}})


def _mark(act: Act, **changes: object) -> Act:
    Act.objects.filter(pk=act.pk).update(**changes)
    for name, value in changes.items():
        setattr(act, name, value)
    return act


@transaction.atomic
def settle(*, act: Act, note: str, by: User, now: datetime) -> bool:
    """A person has dealt with a held act by hand. False when somebody else had done so already."""
    changed = Act.objects.filter(pk=act.pk, state=Act.State.HELD).update(
        state=Act.State.SETTLED, settled_by=by, settled_at=now, settled_note=note
    )
    if changed:
        log(act="act.settled", now=now, by_id=by.pk, street_id=act.street_id, target="act", target_id=act.pk, kind=act.kind)
    return bool(changed)


@transaction.atomic
def release(*, act: Act, by: User, now: datetime) -> bool:
    """Try a held act again: the next round of the inbox takes it (within a minute)."""
    changed = Act.objects.filter(pk=act.pk, state=Act.State.HELD).update(state=Act.State.STORED, reason={})
    if changed:
        log(act="act.released", now=now, by_id=by.pk, street_id=act.street_id, target="act", target_id=act.pk, kind=act.kind)
    return bool(changed)


@transaction.atomic
def settle_conflict(*, conflict: ActConflict, choice: str, by: User, now: datetime) -> bool:
    """A person says which of two contents under one id holds: "first" (as applied) or "second" (the office enters it by hand)."""
    if choice not in ("first", "second"):
        raise ValueError(choice)
    changed = ActConflict.objects.filter(pk=conflict.pk, settled_at=None).update(settled_by=by, settled_at=now, choice=choice)
    if changed:
        log(act="act.chosen", now=now, by_id=by.pk, street_id=conflict.act.street_id, target="act", target_id=conflict.act_id, choice=choice)
    return bool(changed)


@transaction.atomic
def settle_unreadable(*, item: UnreadableAct, by: User, now: datetime) -> bool:
    """A person has looked at a damaged item and dealt with it."""
    changed = UnreadableAct.objects.filter(pk=item.pk, settled_at=None).update(settled_by=by, settled_at=now)
    if changed:
        log(act="act.unreadable_settled", now=now, by_id=by.pk, street_id=item.street_id, target="unreadable", target_id=item.pk)
    return bool(changed)


@transaction.atomic
def new_epoch(*, now: datetime) -> Epoch:
    """After a restore: phones that see another epoch send again what they kept."""
    epoch = Epoch.objects.create(since=now)
    log(act="epoch.new", now=now, target="epoch", target_id=epoch.pk)
    return epoch
