"""Accounts and roles."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from ..models import RoleAssignment, User
from ..roles import ROLES, Level
from .log import log


@transaction.atomic
def add_user(
    *,
    username: str,
    display_name: str,
    password: str | None,
    now: datetime,
    language: str = "zh-hans",
    email: str = "",
    by_id: int | None = None,
) -> User:
    """Make an account; without a password it can only be used by a bound phone."""
    user = User.objects.create(
        username=username, display_name=display_name, password=make_password(password), language=language, email=email, created_at=now
    )
    log(act="user.added", now=now, by_id=by_id, target="user", target_id=user.pk, username=username)
    return user


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: str,
    since: date,
    now: datetime,
    street_id: int | None = None,
    committee_id: int | None = None,
    district_id: int | None = None,
    until: date | None = None,
    by_id: int | None = None,
) -> RoleAssignment:
    """Give a role at a place. ValueError for an unknown role or a place that does not fit its reach."""
    level = ROLES[role].level if role in ROLES else None
    fits = {
        Level.SYSTEM: True,
        Level.DISTRICT: district_id is not None,
        Level.STREET: street_id is not None,
        Level.COMMITTEE: committee_id is not None and street_id is not None,
        Level.GRANTS: street_id is not None,
    }
    if level is None or not fits[level]:
        raise ValueError(f"role {role!r} does not fit this place")
    held, made = RoleAssignment.objects.get_or_create(
        user=user,
        role=role,
        street_id=street_id,
        committee_id=committee_id,
        district_id=district_id,
        until=until,
        defaults={"since": since},
    )
    if made:
        log(act="role.assigned", now=now, by_id=by_id, street_id=street_id, target="user", target_id=user.pk, role=role)
    return held


@transaction.atomic
def end_role(*, assignment: RoleAssignment, on: date, now: datetime, by_id: int | None = None) -> None:
    """The role holds until this day and no longer."""
    RoleAssignment.objects.filter(pk=assignment.pk).update(until=max(on, assignment.since))
    log(
        act="role.ended",
        now=now,
        by_id=by_id,
        street_id=assignment.street_id,
        target="user",
        target_id=assignment.user_id,
        role=assignment.role,
    )


@transaction.atomic
def set_password(*, user: User, password: str, now: datetime, by_id: int | None = None) -> None:
    """A new password (checked by the form before)."""
    User.objects.filter(pk=user.pk).update(password=make_password(password))
    log(act="user.password", now=now, by_id=by_id, target="user", target_id=user.pk)


@transaction.atomic
def set_active(*, user: User, active: bool, now: datetime, by_id: int | None = None) -> None:
    """Close or reopen an account."""
    User.objects.filter(pk=user.pk).update(is_active=active)
    log(act="user.opened" if active else "user.closed", now=now, by_id=by_id, target="user", target_id=user.pk)


def set_language(*, user: User, language: str) -> None:
    """The language of the user's pages."""
    User.objects.filter(pk=user.pk).update(language=language)
