"""Cards and phones: print a card, bind a phone, open it with the PIN, sign it off."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from qianshou.kernel import clock

from ..devices import ALPHABET, CARD_DAYS, CODE_LENGTH, PIN_TRIES, CardRefusedError, card_by_code, digest, field_street, pin_fault
from ..models import Device, QrCard, User
from .log import log


@dataclass(frozen=True)
class PinAnswer:
    """Whether the PIN was right, how many tries are left, and whether the phone is locked."""

    right: bool
    left: int
    locked: bool


@transaction.atomic
def issue_card(*, user: User, now: datetime, by: User) -> tuple[QrCard, str]:
    """A new card and its code, which is shown this once. Cards printed for the user before and not used are withdrawn.

    ValueError when the user may do more than use the phone (see `field_street`).
    """
    street_id = field_street(user, clock.local_date(now))
    if street_id is None:
        raise ValueError("only for users of the phone")
    QrCard.objects.filter(user=user, used_at=None, revoked_at=None).update(revoked_at=now)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    card = QrCard.objects.create(
        user=user, street_id=street_id, code_hash=digest(code), issued_by=by, issued_at=now, expires_at=now + timedelta(days=CARD_DAYS)
    )
    log(act="card.issued", now=now, by_id=by.pk, street_id=street_id, target="user", target_id=user.pk, card=card.pk)
    return card, code


@transaction.atomic
def bind_by_card(*, code: str, pin: str, label: str, now: datetime) -> tuple[Device, str]:
    """Use a card: the phone and its token, which is told this once. CardRefusedError, or ValueError for a bad PIN."""
    _check_pin_choice(pin)
    card = card_by_code(typed=code, now=now)
    if not QrCard.objects.filter(pk=card.pk, used_at=None, revoked_at=None).update(used_at=now):
        raise CardRefusedError("used")  # two phones at once: one of them
    device, token = _bind(card.user, card.street_id, pin, label, now)
    QrCard.objects.filter(pk=card.pk).update(device=device)
    return device, token


@transaction.atomic
def bind_by_password(*, user: User, pin: str, label: str, now: datetime) -> tuple[Device, str]:
    """Bind the phone on which the user signed in with a password. ValueError for a bad PIN or a user of other rooms."""
    _check_pin_choice(pin)
    street_id = field_street(user, clock.local_date(now))
    if street_id is None:
        raise ValueError("only for users of the phone")
    return _bind(user, street_id, pin, label, now)


def _check_pin_choice(pin: str) -> None:
    if fault := pin_fault(pin):
        raise ValueError(fault)


def _bind(user: User, street_id: int, pin: str, label: str, now: datetime) -> tuple[Device, str]:
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        user=user, street_id=street_id, token_hash=digest(token), label=_clean(label), pin_hash=make_password(pin), bound_at=now, last_seen_at=now
    )
    log(act="device.bound", now=now, by_id=user.pk, street_id=street_id, target="device", target_id=device.pk)
    return device, token


def _clean(label: str) -> str:
    """What a browser calls itself, without what PostgreSQL cannot keep."""
    return label.encode(errors="ignore").decode().replace("\x00", "")[:120]


def try_pin(*, device: Device, pin: str, now: datetime) -> PinAnswer:
    """Check the PIN of a phone. The fifth wrong one locks it until an officer unlocks it.

    The try is counted before the PIN is looked at, in a statement of its own: many tries at once are five all the same.
    """
    open_phone = Device.objects.filter(pk=device.pk, locked_at=None, revoked_at=None, pin_failures__lt=PIN_TRIES)
    if not open_phone.update(pin_failures=F("pin_failures") + 1):
        return PinAnswer(right=False, left=0, locked=True)
    if check_password(pin, device.pin_hash):
        Device.objects.filter(pk=device.pk).update(pin_failures=0, last_seen_at=now)
        return PinAnswer(right=True, left=PIN_TRIES, locked=False)
    tries = Device.objects.values_list("pin_failures", flat=True).get(pk=device.pk)
    if tries >= PIN_TRIES and Device.objects.filter(pk=device.pk, locked_at=None).update(locked_at=now):
        log(act="device.locked", now=now, by_id=device.user_id, street_id=device.street_id, target="device", target_id=device.pk)
    return PinAnswer(right=False, left=max(0, PIN_TRIES - tries), locked=tries >= PIN_TRIES)


@transaction.atomic
def unlock_device(*, device: Device, now: datetime, by: User) -> None:
    """The officer knows the person: five new tries."""
    Device.objects.filter(pk=device.pk).update(pin_failures=0, locked_at=None)
    log(act="device.unlocked", now=now, by_id=by.pk, street_id=device.street_id, target="device", target_id=device.pk)


@transaction.atomic
def revoke_device(*, device: Device, now: datetime, by: User) -> bool:
    """Sign a phone off (lost, returned). It reads nothing more; what it still sends is kept and held for the office."""
    changed = Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)
    if changed:
        log(act="device.revoked", now=now, by_id=by.pk, street_id=device.street_id, target="device", target_id=device.pk)
    return bool(changed)


@transaction.atomic
def revoke_card(*, card: QrCard, now: datetime, by: User) -> bool:
    """Withdraw a card that was not used (lost on the way)."""
    changed = QrCard.objects.filter(pk=card.pk, used_at=None, revoked_at=None).update(revoked_at=now)
    if changed:
        log(act="card.revoked", now=now, by_id=by.pk, street_id=card.street_id, target="user", target_id=card.user_id, card=card.pk)
    return bool(changed)


def seen(*, device: Device, now: datetime) -> None:
    """The phone spoke to us. Written at most once a minute."""
    if device.last_seen_at is None or now - device.last_seen_at > timedelta(minutes=1):
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
