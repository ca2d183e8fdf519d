"""The net on a day: key elders, how each is held, by whom, and the carers' loads."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from qianshou.access.models import Committee
from qianshou.access.scope import Scope
from qianshou.people.models import Person, Status
from qianshou.people.rules import age_on
from qianshou.watch.models import Due

from ..models import Carer, KeyElder, Link
from ..rules.holes import ORDER, Cover, Held, LinkFact, hold
from .absences import away_all_day


@dataclass(slots=True)
class Knot:
    """One key elder in the net. `late`: something due to her is late now."""

    elder: Person
    age: int | None
    held: Held
    primary: Link | None = None
    backup: Link | None = None
    late: bool = False

    @property
    def is_hole(self) -> bool:
        return self.held.is_hole


@dataclass(slots=True)
class Warp:
    """One carer who may be a first helper: load as primary and as backup, against her limit; whether she is away."""

    carer: Carer
    primary: int = 0
    backup: int = 0
    away: bool = False


@dataclass(slots=True)
class Net:
    """The net on a day. `knots` in the order of committees and names; `holes` the worst first."""

    day: date
    warps: list[Warp] = field(default_factory=list)
    committees: list[Committee | None] = field(default_factory=list)
    knots: list[Knot] = field(default_factory=list)

    @property
    def holes(self) -> list[Knot]:
        found = [knot for knot in self.knots if knot.is_hole]
        return sorted(found, key=lambda k: (ORDER.index(k.held.cover), not k.late, -(k.age or 0), k.elder.name_key))

    def count(self, cover: Cover) -> int:
        return sum(knot.held.cover == cover for knot in self.knots)


def holding(day: date) -> Q:
    """Rows with `since` and `until` that hold on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def key_elders(*, scope: Scope, day: date) -> QuerySet[KeyElder]:
    """Key elders of the scope on a day; who died or moved away needs no holding any more."""
    keys = KeyElder.objects.filter(scope.rows(committee="elder__committee_id"), holding(day), elder__merged_into__isnull=True)
    if scope.street_id:
        keys = keys.filter(street_id=scope.street_id)
    keys = keys.exclude(elder__file__status__in=[Status.DEAD, Status.MOVED]).select_related("elder")
    # Hundreds of elders live in a few lanes: those are read once each, and what nobody looks at stays where it is.
    return keys.prefetch_related("elder__committee", "elder__place").defer("elder__found_as", "elder__id_sealed", "elder__id_blind")


def away_on(*, carer_ids: list[int], day: date) -> frozenset[int]:
    """Those of the carers who are absent all of a day or have left before it."""
    gone = Carer.objects.filter(pk__in=carer_ids, left_on__lt=day)
    return away_all_day(day, carer_ids=carer_ids) | frozenset(gone.values_list("pk", flat=True))


def net_on(*, scope: Scope, day: date) -> Net:
    """The whole net of the scope on a day: a handful of reads, however large."""
    keys = list(key_elders(scope=scope, day=day))
    ids = [key.elder_id for key in keys]
    links = list(Link.objects.filter(holding(day), elder__in=ids))
    carers = Carer.objects.select_related("person").defer("raw", "person__found_as").in_bulk({link.carer_id for link in links})
    for link in links:  # one carer holds many: each is read once
        link.carer = carers[link.carer_id]
    by_elder: dict[int, dict[str, Link]] = defaultdict(dict)
    for link in links:
        by_elder[link.elder_id][link.rank] = link
    away = away_on(carer_ids=[link.carer_id for link in links], day=day)
    held = hold(ids, [LinkFact(link.elder_id, link.carer_id, link.rank, link.pk) for link in links], away)
    late = set(Due.objects.filter(state="late", person__in=ids).values_list("person_id", flat=True))
    knots = [
        Knot(
            key.elder,
            age_on(key.elder.birth_date, day),
            one,
            by_elder[key.elder_id].get("primary"),
            by_elder[key.elder_id].get("backup"),
            key.elder_id in late,
        )
        for key, one in zip(keys, held, strict=True)
    ]
    knots.sort(key=lambda k: (k.elder.committee.position if k.elder.committee else 10**6, k.elder.committee_id or 0, k.elder.name_key))
    committees = list(dict.fromkeys(knot.elder.committee for knot in knots))
    return Net(day, warps_on(scope=scope, day=day), committees, knots)


def warps_on(*, scope: Scope, day: date) -> list[Warp]:
    """The full-time carers of the scope with their loads, by employee number."""
    rows = carers_in(scope).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
    linked = Q(links__since__lte=day) & (Q(links__until__isnull=True) | Q(links__until__gte=day))
    rows = list(rows.filter(Q(tier="full_time") | linked & Q(links__rank="primary")).select_related("person").distinct().order_by("number"))
    loads = loads_on(carer_ids=[carer.pk for carer in rows], day=day)
    away = away_on(carer_ids=[carer.pk for carer in rows], day=day)
    return [Warp(carer, loads[carer.pk]["primary"], loads[carer.pk]["backup"], carer.pk in away) for carer in rows]


def loads_on(*, carer_ids: list[int], day: date) -> dict[int, dict[str, int]]:
    """How many elders each carer holds on a day, by rank."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: {"primary": 0, "backup": 0})
    for carer_id, rank in Link.objects.filter(holding(day), carer__in=carer_ids).values_list("carer_id", "rank"):
        found[carer_id][rank] += 1
    return found


def carers_in(scope: Scope) -> QuerySet[Carer]:
    """Carers that the scope may see: a street's; for a committee worker, those of her street, who may be asked to come."""
    if scope.everything:
        return Carer.objects.all()
    seen = set(scope.street_ids)
    if scope.committee_ids and scope.street_id:
        seen.add(scope.street_id)
    rows = Carer.objects.filter(street_id__in=seen)
    return rows.filter(street_id=scope.street_id) if scope.street_id else rows
