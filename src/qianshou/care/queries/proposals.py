"""Proposed links for the holes of the net: gathered here, weighed by the rules."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.kernel.place import Place as Point
from qianshou.packs.loader import load
from qianshou.people.models import Person, Place

from ..models import Carer, Link
from ..rules.proposals import CarerFact, ElderFact, Proposal, propose
from .net import Knot, away_on, carers_in, holding, loads_on

MOST = 3  # candidates shown for a hole: the keys 1, 2, 3


@dataclass(slots=True)
class Option:
    """One way to fill a hole: a carer for each missing rank, the first rank's reasons first."""

    picks: list[tuple[Proposal, Carer]]

    @property
    def lead(self) -> tuple[Proposal, Carer]:
        return self.picks[0]

    @property
    def second(self) -> tuple[Proposal, Carer] | None:
        return self.picks[1] if len(self.picks) > 1 else None


class Proposer:
    """Knows the carers of a street on a day, and proposes for one elder after the other."""

    def __init__(self, *, scope: Scope, street_id: int, day: date) -> None:
        pack = load(Street.objects.only("pack").get(pk=street_id).pack)
        tiers = {
            code: {r for r, may in (("primary", t.may_be_primary), ("backup", t.may_be_backup)) if may} for code, t in pack.tiers.items()
        }
        rows = carers_in(scope).filter(street_id=street_id).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
        able = [code for code, ranks in tiers.items() if ranks]
        self.carers = {c.pk: c for c in rows.filter(tier__in=able).select_related("person__place", "start_place")}
        self.day = day
        self._ranks = {pk: frozenset(tiers[c.tier]) for pk, c in self.carers.items()}
        self._loads = loads_on(carer_ids=list(self.carers), day=day)
        self._away = away_on(carer_ids=list(self.carers), day=day)

    def options(self, elder: Person, lacks: tuple[str, ...], most: int = MOST) -> list[Option]:
        """Ways to fill what an elder lacks, best first; each option for two missing ranks pairs a first helper with the best other backup."""
        if not lacks:
            return []
        linked = frozenset(Link.objects.filter(holding(self.day), elder=elder).values_list("carer_id", flat=True))
        fact = ElderFact(
            elder_id=elder.pk,
            place=_point(elder.place),
            dialects=frozenset(elder.dialects),
            talents=frozenset(elder.interests),
            linked=linked,
        )
        found = propose(fact, self._facts(lacks[0]), rank=lacks[0], most=most)
        if len(lacks) == 1:
            return [Option([(p, self.carers[p.carer_id])]) for p in found]
        backups = propose(fact, self._facts(lacks[1]), rank=lacks[1], most=most + 1)
        if not found:  # nobody can be first helper: a backup alone is better than nobody
            return [Option([(p, self.carers[p.carer_id])]) for p in backups[:most]]
        options = []
        for first in found:
            second = next((b for b in backups if b.carer_id != first.carer_id), None)
            options.append(Option([(p, self.carers[p.carer_id]) for p in (first, second) if p]))
        return options

    def _facts(self, rank: str) -> list[CarerFact]:
        return [
            CarerFact(
                carer_id=pk,
                number=carer.number,
                tier=carer.tier,
                place=_point(carer.start_place or carer.person.place),
                dialects=frozenset(carer.person.dialects),
                talents=frozenset(carer.person.interests),
                load=self._loads[pk][rank],
                limit=max(carer.link_limit, 1),
                may=self._ranks[pk] if carer.link_limit else frozenset(),
                away=pk in self._away,
            )
            for pk, carer in self.carers.items()
        ]


def propose_links(*, scope: Scope, street_id: int, knots: list[Knot], day: date) -> list[tuple[Knot, list[Option]]]:
    """The options for each hole."""
    proposer = Proposer(scope=scope, street_id=street_id, day=day)
    return [(knot, proposer.options(knot.elder, knot.held.lacks)) for knot in knots]


def _point(place: Place | None) -> Point | None:
    return Point(place.lon, place.lat) if place and place.placed else None
