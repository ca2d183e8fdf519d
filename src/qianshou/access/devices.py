"""Cards and phones: what a card's code and a PIN may be, and finding the phone or card that somebody shows."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from .models import Device, QrCard, RoleAssignment, User
from .roles import capabilities_of
from .scope import Scope

CARD_DAYS = 14
TOKEN_DAYS = 30  # without a right PIN for longer, what the phone sends is held for the office
PIN_TRIES = 5
FIELD_ONLY = frozenset({"field.use", "field.assess"})
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: the code may have to be read aloud
CODE_LENGTH = 10
_EASY = ("01234567890", "09876543210")


class CardRefusedError(Exception):
    """This card binds no phone. `code`: unknown, used, expired, revoked."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def normal_code(typed: str) -> str:
    """A code as typed by hand, in its one writing: capitals, no blanks or dashes."""
    return re.sub(r"[\s\-—–]", "", typed).upper()


def shown_code(code: str) -> str:
    """A code as printed: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def digest(secret: str) -> str:
    """What is stored in place of a code or token (they are random and long: no salt needed)."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def pin_fault(pin: str) -> str | None:
    """Why this PIN may not be chosen ("pin.six", "pin.easy"), or None. The phone asks the same before sending."""
    if not re.fullmatch(r"[0-9]{6}", pin):
        return "pin.six"
    if len(set(pin)) == 1 or any(pin in row for row in _EASY):
        return "pin.easy"
    return None


def device_code(device: Device) -> str:
    """The public name of a phone in its acts. Not the row's number: after a restore that may be given again."""
    return device.token_hash[:16]


def belongs_to(*, code: str, user_id: int) -> bool:
    """Whether a phone of this public name is bound to this user."""
    return len(code) == 16 and Device.objects.filter(user_id=user_id, token_hash__startswith=code).exists()


def is_stale(device: Device, now: datetime) -> bool:
    """Whether nobody has opened this phone with a PIN (or bound it) for 30 days."""
    last = max(filter(None, [device.bound_at, device.user.last_login]))
    return now - last > timedelta(days=TOKEN_DAYS)


def device_by_token(token: str) -> Device | None:
    """The phone that holds this token, revoked ones too."""
    return Device.objects.select_related("user", "street").filter(token_hash=digest(token)).first() if token else None


def card_by_code(*, typed: str, now: datetime) -> QrCard:
    """The card with this code, if it can still bind a phone; else CardRefusedError."""
    card = QrCard.objects.select_related("user", "street").filter(code_hash=digest(normal_code(typed))).first()
    if card is None or not card.user.is_active:
        raise CardRefusedError("unknown")
    if card.used_at:
        raise CardRefusedError("used")
    if card.revoked_at:
        raise CardRefusedError("revoked")
    if card.expires_at <= now:
        raise CardRefusedError("expired")
    return card


def field_street(user: User, on: date) -> int | None:
    """The street where this user may use the phone, if that is all the user may do; else None.

    A PIN of six digits must not open an officer's desk: who has other rights gets a second account for the phone.
    """
    held = RoleAssignment.objects.filter(user=user, since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))
    roles = list(held)
    may = frozenset().union(*(capabilities_of(r.role) for r in roles)) if roles else frozenset()
    return next((r.street_id for r in roles if r.street_id), None) if "field.use" in may and may <= FIELD_ONLY else None


def field_users(*, scope: Scope, on: date) -> QuerySet[User]:
    """Users of the scope's street who work with a phone, by name, with their cards and phones."""
    current = Q(roles__since__lte=on) & (Q(roles__until__isnull=True) | Q(roles__until__gte=on))
    kinds = ("carer", "volunteer", "driver", "visiting_assessor")
    rows = User.objects.filter(current, roles__street_id=scope.street_id, roles__role__in=kinds, is_active=True)
    if scope.street_id not in scope.street_ids:
        return User.objects.none()
    return rows.distinct().order_by("display_name", "pk").prefetch_related("devices", "cards")


def one_field_user(*, scope: Scope, user_id: int, on: date) -> User:
    """One of them. Raises User.DoesNotExist."""
    return field_users(scope=scope, on=on).get(pk=user_id)


def one_device(*, scope: Scope, device_id: int) -> Device:
    """A phone of the scope's streets. Raises Device.DoesNotExist."""
    return Device.objects.select_related("user").filter(scope.rows(committee=None)).get(pk=device_id)


def one_card(*, scope: Scope, card_id: int) -> QrCard:
    """A card of the scope's streets. Raises QrCard.DoesNotExist."""
    return QrCard.objects.select_related("user").filter(scope.rows(committee=None)).get(pk=card_id)
