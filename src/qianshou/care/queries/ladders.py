"""Who is told when something due to an elder does not come, day by day: worked out for many elders with a handful of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from qianshou.access.models import RoleAssignment
from qianshou.kernel import clock

from ..models import Absence, Carer, Link
from ..rules.absences import BOTH, half_at
from ..rules.ladder import build_ladder
from .absences import absences_in


@dataclass
class Ladders:
    """What is needed to name the ladder of any of these elders on any day of a stretch."""

    links: dict[int, list[Link]] = field(default_factory=dict)
    roles: list[RoleAssignment] = field(default_factory=list)
    away: dict[int, list[Absence]] = field(default_factory=dict)  # by user
    _known: dict[tuple, list[int]] = field(default_factory=dict)

    def of(self, elder_id: int, on: date, at: datetime | None = None) -> list[int]:
        """User ids: first helper, backup, street officers, duty desk; who is absent that day is left out, with `at` who is absent in its half."""
        half = frozenset({half_at(at.astimezone(clock.ZONE).time())}) if at else BOTH
        key = (elder_id if elder_id in self.links else None, on, half)
        if key not in self._known:
            self._known[key] = self._build(elder_id, on, half)
        return self._known[key]

    def _build(self, elder_id: int, on: date, half: frozenset[str]) -> list[int]:
        linked = {
            link.rank: link.carer.person.user_id for link in self.links.get(elder_id, ()) if _holds(link, on) and _there(link.carer, on)
        }
        officers, desk = ([r.user_id for r in self.roles if r.role == role and _holds(r, on)] for role in ("street_officer", "duty_desk"))
        away = [user for user, rows in self.away.items() if half <= frozenset().union(*(row.halves_on(on) for row in rows))]
        return build_ladder(primary=linked.get("primary"), backup=linked.get("backup"), officers=officers, duty_desk=desk, away=away)


def _there(carer: Carer, on: date) -> bool:
    # Who has left answers for nobody, even while the office has not ended the link yet.
    return carer.left_on is None or carer.left_on >= on


def _holds(row: Link | RoleAssignment, on: date) -> bool:
    return row.since <= on and (row.until is None or row.until >= on)


def ladders_of(*, street_id: int, elder_ids: Collection[int] | None, first: date, last: date) -> Ladders:
    """The ladders of some elders (None: all of the street) from `first` to `last`. Four queries, however many elders."""
    links = Link.objects.filter(street_id=street_id, since__lte=last).filter(Q(until__isnull=True) | Q(until__gte=first))
    if elder_ids is not None:
        links = links.filter(elder_id__in=elder_ids)
    by_elder: dict[int, list[Link]] = defaultdict(list)
    for link in links.select_related("carer__person").order_by("id"):
        by_elder[link.elder_id].append(link)
    roles = RoleAssignment.objects.filter(
        street_id=street_id, role__in=("street_officer", "duty_desk"), since__lte=last, user__is_active=True
    ).filter(Q(until__isnull=True) | Q(until__gte=first))
    away: dict[int, list[Absence]] = defaultdict(list)
    for absence in absences_in(first, last, street_id=street_id).select_related("carer__person"):
        if absence.carer.person.user_id:
            away[absence.carer.person.user_id].append(absence)
    return Ladders(dict(by_elder), list(roles.order_by("user_id")), dict(away))


def ladder_for(*, street_id: int, elder_id: int, on: date) -> list[int]:
    """The ladder of one elder on one day: who answers for her, were it only for half of it."""
    return ladders_of(street_id=street_id, elder_ids=[elder_id], first=on, last=on).of(elder_id, on)


def officer_of(*, street_id: int, on: date) -> int | None:
    """Who signs for the street where nobody sits at a desk (an import, the command line): its officer, who answers for the register."""
    held = RoleAssignment.objects.filter(street_id=street_id, role="street_officer", since__lte=on, user__is_active=True)
    return held.filter(Q(until__isnull=True) | Q(until__gte=on)).order_by("user_id").values_list("user_id", flat=True).first()
