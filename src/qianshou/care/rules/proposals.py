"""Who should be linked to an elder: near, same dialect, shared talent, room in the load; each with reasons that a person can weigh.

The weights are ours (docs/decisions/36-proposed-links.md): they order the few candidates for one elder, and the officer decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from qianshou.kernel.place import Place, metres

from .eligibility import Reason

NEAR, DIALECT, TALENT, LOAD = 40, 20, 15, 25  # points a candidate can earn for each
FAR_M = 2000.0  # beyond this a walk to the door earns nothing
COMMON = frozenset({"普通话"})  # everybody speaks it: sharing it brings nobody closer


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerFact:
    """What is known of a candidate. `load`: key elders already held in the rank asked for."""

    carer_id: int
    number: str
    tier: str
    place: Place | None = None
    dialects: frozenset[str] = frozenset()
    talents: frozenset[str] = frozenset()
    load: int = 0
    limit: int = 4
    may: frozenset[str] = frozenset({"primary", "backup"})  # ranks that the tier may hold
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ElderFact:
    """What is known of the elder. `linked`: carers already linked, who cannot hold the other rank as well."""

    elder_id: int
    place: Place | None = None
    dialects: frozenset[str] = frozenset()
    talents: frozenset[str] = frozenset()
    linked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidate for one rank, with points (0–100) and the reasons for and against."""

    elder_id: int
    carer_id: int
    rank: str
    points: float
    reasons: list[Reason] = field(default_factory=list)


def propose(elder: ElderFact, carers: Iterable[CarerFact], *, rank: str, most: int = 3) -> list[Proposal]:
    """The best candidates for a rank, best first; carers whose tier, load or absence forbids it are not among them.

    Deterministic: equal points are ordered by load, then by employee number.
    """
    fit = [c for c in carers if rank in c.may and c.load < c.limit and not c.away and c.carer_id not in elder.linked]
    scored = [(_weigh(elder, carer, rank), carer) for carer in fit]
    scored.sort(key=lambda pair: (-pair[0].points, pair[1].load, pair[1].number, pair[1].carer_id))
    return [proposal for proposal, _carer in scored[:most]]


def _weigh(elder: ElderFact, carer: CarerFact, rank: str) -> Proposal:
    points, reasons = 0.0, []
    if elder.place and carer.place:
        distance = metres(elder.place, carer.place)
        points += NEAR * max(0.0, 1 - distance / FAR_M)
        reasons.append({"code": "same_lane"} if distance < 1 else {"code": "near", "metres": round(distance / 10) * 10})
    else:
        reasons.append({"code": "place_unknown"})
    if shared := sorted((elder.dialects & carer.dialects) - COMMON):
        points += DIALECT
        reasons.append({"code": "dialect", "dialects": shared})
    if shared := sorted(elder.talents & carer.talents):
        points += TALENT
        reasons.append({"code": "talent", "talents": shared})
    points += LOAD * (1 - carer.load / carer.limit)
    reasons.append({"code": "load", "load": carer.load, "limit": carer.limit})
    return Proposal(elder.elder_id, carer.carer_id, rank, round(points, 2), reasons)
