"""Holes in the net on a day: key elders without a first helper or a backup who is there."""

from datetime import date

from django.db.models import Q

from qianshou.access.scope import Scope
from qianshou.care.models import KeyElder, Link
from qianshou.care.queries.absences import away_all_day
from qianshou.care.rules.holes import ORDER, Held, LinkFact, hold
from qianshou.people.models import Person, Status


def holes_on(*, scope: Scope, day: date) -> list[tuple[Person, Held]]:
    """Holes of the scope, the worst first, with the elder. Only the persons of holes are read: most key elders are held."""
    keys = KeyElder.objects.filter(scope.rows(committee="elder__committee_id"), _holds(day), elder__merged_into__isnull=True)
    keys = keys.exclude(elder__file__status__in=[Status.DEAD, Status.MOVED])
    if scope.street_id:
        keys = keys.filter(street_id=scope.street_id)
    elders = list(dict.fromkeys(keys.order_by("pk").values_list("elder_id", flat=True)))
    links = list(Link.objects.filter(_holds(day), elder_id__in=elders).values_list("elder_id", "carer_id", "rank", "pk", "carer__left_on"))
    facts = [LinkFact(*link[:4]) for link in links]
    away = away_all_day(day, carer_ids={f.carer_id for f in facts})
    away |= {carer_id for _, carer_id, _, _, left_on in links if left_on and left_on < day}
    held = [h for h in hold(elders, facts, away) if h.is_hole]
    persons = Person.objects.select_related("committee", "place").defer("found_as", "id_sealed", "id_blind").in_bulk([h.elder_id for h in held])
    return [(persons[h.elder_id], h) for h in sorted(held, key=lambda h: (ORDER.index(h.cover), persons[h.elder_id].name_key))]


def _holds(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
