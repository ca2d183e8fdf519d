"""Holes in the net on a day: key elders without a first helper or a backup who is there."""

from datetime import date

from django.db.models import Q

from qianshou.access.scope import Scope
from qianshou.care.models import Absence, KeyElder, Link
from qianshou.care.rules.holes import ORDER, Held, LinkFact, hold
from qianshou.people.models import Person, Status


def holes_on(*, scope: Scope, day: date) -> list[tuple[Person, Held]]:
    """Holes of the scope, the worst first, with the elder."""
    keys = KeyElder.objects.filter(scope.rows(committee="elder__committee_id"), _holds(day), elder__merged_into__isnull=True)
    keys = keys.exclude(elder__file__status__in=[Status.DEAD, Status.MOVED])
    if scope.street_id:
        keys = keys.filter(street_id=scope.street_id)
    elders = {k.elder_id: k.elder for k in keys.select_related("elder__committee", "elder__place")}
    links = Link.objects.filter(_holds(day), elder_id__in=elders).select_related("carer")
    facts = [LinkFact(row.elder_id, row.carer_id, row.rank, row.pk) for row in links]
    away = set(Absence.objects.filter(carer__in=[f.carer_id for f in facts], first_day__lte=day, last_day__gte=day, cancelled_at__isnull=True).values_list("carer_id", flat=True))
    away |= {row.carer_id for row in links if row.carer.left_on and row.carer.left_on < day}
    held = [h for h in hold(elders, facts, frozenset(away)) if h.is_hole]
    return [(elders[h.elder_id], h) for h in sorted(held, key=lambda h: (ORDER.index(h.cover), elders[h.elder_id].name_key))]


def _holds(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
