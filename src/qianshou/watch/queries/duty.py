"""Who is on duty, and who stands behind the desk when nobody is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from qianshou.access.models import RoleAssignment, User
from qianshou.access.scope import Scope
from qianshou.kernel.clock import local_date
from qianshou.watch.models import DutyShift

DESK_ROLES = ("street_officer", "duty_desk")


def active_users(user_ids: Collection[int]) -> set[int]:
    """Those of the accounts that are open: a closed one cannot be told anything."""
    return set(User.objects.filter(pk__in=list(user_ids), is_active=True).values_list("pk", flat=True))


def desks_of(*, street_ids: Collection[int], at: datetime) -> dict[int, tuple[int, ...]]:
    """For each street whoever is on duty at `at`; where the roster has a hole, its officers and its duty desk."""
    found: dict[int, dict[int, None]] = {}
    shifts = DutyShift.objects.filter(street_id__in=street_ids, starts_at__lte=at, ends_at__gt=at, user__is_active=True)
    for street_id, user_id in shifts.order_by("starts_at", "pk").values_list("street_id", "user_id"):
        found.setdefault(street_id, {})[user_id] = None
    today = local_date(at)
    empty = [street_id for street_id in street_ids if street_id not in found]
    held = RoleAssignment.objects.filter(street_id__in=empty, role__in=DESK_ROLES, since__lte=today, user__is_active=True)
    held = held.filter(Q(until__isnull=True) | Q(until__gte=today))
    for street_id, user_id in held.order_by("pk").values_list("street_id", "user_id"):
        found.setdefault(street_id, {})[user_id] = None
    return {street_id: tuple(users) for street_id, users in found.items()}


def shifts(*, scope: Scope, first: datetime, last: datetime) -> QuerySet[DutyShift]:
    """Shifts of the scope's streets that touch [first, last), in order."""
    rows = DutyShift.objects.filter(scope.rows(committee=None), street_id=scope.street_id, starts_at__lt=last, ends_at__gt=first)
    return rows.select_related("user").order_by("starts_at", "pk")


def shift(*, scope: Scope, shift_id: int) -> DutyShift:
    """One shift; DoesNotExist for outsiders."""
    return DutyShift.objects.filter(scope.rows(committee=None)).select_related("user").get(pk=shift_id)


def staff(*, scope: Scope, today) -> QuerySet[User]:
    """Users who may sit at the street's duty desk: its officers, its desk, its committees' workers."""
    held = RoleAssignment.objects.filter(scope.rows(committee=None), street_id=scope.street_id, since__lte=today)
    held = held.filter(role__in=(*DESK_ROLES, "committee_worker")).filter(Q(until__isnull=True) | Q(until__gte=today))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("display_name", "pk")
