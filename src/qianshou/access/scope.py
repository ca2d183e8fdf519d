"""What one user may see: worked out once for a request, taken by every query (DESIGN: fetching is authorising)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from .models import Committee, RoleAssignment, Street, User
from .roles import ROLES, Level


@dataclass(frozen=True, slots=True)
class Scope:
    """Streets seen whole, committees seen whole, persons by grant, and capabilities.

    `street_id` is the street whose pages are shown (None when the user belongs to no street).
    A system scope (`Scope.system`) is for jobs and commands, and sees one street or all.
    """

    user_id: int | None = None
    street_id: int | None = None
    street_ids: frozenset[int] = frozenset()
    committee_ids: frozenset[int] = frozenset()
    district_ids: frozenset[int] = frozenset()
    capabilities: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    everything: bool = field(default=False)

    @classmethod
    def system(cls, street_id: int | None = None) -> "Scope":
        """For jobs and commands: one street, or everything when none is named."""
        return cls(street_id=street_id, street_ids=frozenset({street_id} if street_id else ()), everything=street_id is None)

    def may(self, capability: str) -> bool:
        """Whether any of the user's roles has the capability (system scopes have all)."""
        return capability in self.capabilities or (self.user_id is None and (self.everything or bool(self.street_ids)))

    def rows(self, *, street: str = "street_id", committee: str | None = "committee_id") -> Q:
        """The filter for rows of a table: by street, or by committee where the table has such a column.

        A table without one (committee=None) is seen by whole-street users only. Persons seen by grant: `people.queries`.
        """
        if self.everything:
            return Q()
        allowed = Q(**{f"{street}__in": self.street_ids}) if self.street_ids else Q(pk__in=[])
        if committee and self.committee_ids:
            allowed |= Q(**{f"{committee}__in": self.committee_ids})
        return allowed


def scope_of(user: User, today: date, street_id: int | None = None) -> Scope:
    """The scope of a signed-in user on a day. `street_id` prefers one of several streets to be shown."""
    held = [
        r
        for r in RoleAssignment.objects.filter(user=user, since__lte=today).filter(Q(until__isnull=True) | Q(until__gte=today))
        if r.role in ROLES
    ]
    streets = {r.street_id for r in held if r.level == Level.STREET and r.street_id}
    committees = {r.committee_id for r in held if r.level == Level.COMMITTEE and r.committee_id}
    homes = sorted({r.street_id for r in held if r.street_id})
    if not homes and committees:
        homes = sorted(Committee.objects.filter(pk__in=committees).values_list("street_id", flat=True))
    capabilities = frozenset().union(*(ROLES[r.role].capabilities for r in held)) if held else frozenset()
    return Scope(
        user_id=user.pk,
        street_id=street_id if street_id in homes else (homes[0] if homes else None),
        street_ids=frozenset(streets),
        committee_ids=frozenset(committees),
        district_ids=frozenset(r.district_id for r in held if r.district_id),
        capabilities=capabilities,
        roles=frozenset(r.role for r in held),
    )


def street_of(scope: Scope) -> Street | None:
    """The street whose pages are shown."""
    return Street.objects.filter(pk=scope.street_id).first() if scope.street_id else None
