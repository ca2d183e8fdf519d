"""Reads of accounts and roles, within what the asking user may manage."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from .models import Committee, District, RoleAssignment, Street, User
from .roles import ROLES, Level
from .scope import Scope


def holding(on: date) -> Q:
    """The filter for role assignments that hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def ladder_of_roles(*, street_id: int, roles: Sequence[str], on: date) -> list[int]:
    """User ids of those who hold these roles of a street on a day, role after role: who is told first, and who then."""
    held = RoleAssignment.objects.filter(holding(on), street_id=street_id, role__in=roles, user__is_active=True)
    return [user for _, user in sorted(held.values_list("role", "user_id"), key=lambda row: (roles.index(row[0]), row[1]))]


def manages_everything(scope: Scope) -> bool:
    """An administrator, or a job of the system, manages every account."""
    return scope.everything or "administrator" in scope.roles


def _near(scope: Scope) -> QuerySet[RoleAssignment]:
    """Assignments in places this user manages."""
    rows = RoleAssignment.objects.select_related("street", "committee", "district").order_by("since", "pk")
    return rows if manages_everything(scope) else rows.filter(street_id__in=scope.street_ids)


def users_of(*, scope: Scope, text: str = "", role: str = "", closed: bool = False, on: date) -> QuerySet[User]:
    """Accounts with a role in a place this user manages, each with `.near`: those of its roles that he may see.

    `closed` lists closed accounts instead of open ones.
    """
    rows = User.objects.filter(is_active=not closed)
    if not manages_everything(scope):
        rows = rows.filter(pk__in=_near(scope).values("user_id"))
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    if role:
        rows = rows.filter(pk__in=_near(scope).filter(holding(on), role=role).values("user_id"))
    return rows.prefetch_related(Prefetch("roles", queryset=_near(scope), to_attr="near")).order_by("username")


def user_of(*, scope: Scope, user_id: int) -> User:
    """One account; User.DoesNotExist when this user does not manage it."""
    rows = User.objects.prefetch_related(Prefetch("roles", queryset=_near(scope), to_attr="near"))
    if not manages_everything(scope):
        rows = rows.filter(pk__in=_near(scope).values("user_id"))
    return rows.get(pk=user_id)


def role_of(*, scope: Scope, assignment_id: int) -> RoleAssignment:
    """One assignment; RoleAssignment.DoesNotExist outside this user's places."""
    return _near(scope).select_related("user").get(pk=assignment_id)


def may_close(*, scope: Scope, user: User, on: date) -> bool:
    """May this user close the account or set its password? Not his own, and only when none of its roles is elsewhere."""
    if user.pk == scope.user_id:
        return False
    if manages_everything(scope):
        return True
    held = RoleAssignment.objects.filter(holding(on), user=user)
    return not held.exclude(street_id__in=scope.street_ids).exists()


def assignable(scope: Scope) -> list[str]:
    """Codes of the roles this user may give: a street gives no role of the district or the installation."""
    if manages_everything(scope):
        return list(ROLES)
    return [code for code, role in ROLES.items() if role.level not in (Level.SYSTEM, Level.DISTRICT)]


def places(scope: Scope) -> tuple[QuerySet[Street], QuerySet[Committee], QuerySet[District]]:
    """Streets, committees and districts in which this user may give roles."""
    streets = Street.objects.order_by("code")
    committees = Committee.objects.select_related("street").order_by("street__code", "position")
    if manages_everything(scope):
        return streets, committees, District.objects.order_by("code")
    here = scope.street_ids
    return streets.filter(pk__in=here), committees.filter(street_id__in=here), District.objects.none()
