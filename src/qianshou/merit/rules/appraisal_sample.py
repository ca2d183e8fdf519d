"""Which elders are rung up about which carer: a sample that anybody can draw again with pencil, paper and any SHA-256. Pure.

Written down are the seed and, for each carer, the numbers of all elders who could be drawn. The elder's place in the order is the SHA-256 of
`seed:carer:elder` as hexadecimal digits, smallest first; who stands first is rung first, and the next in the order takes the place of somebody
who cannot be reached. Before the seed is known no elder is more likely than another of the same carer.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

METHOD = "sha256(seed:carer:elder)"


def place_of(seed: str, carer: str, elder: int) -> str:
    """The hexadecimal digits by which an elder stands in the order of a carer."""
    return hashlib.sha256(f"{seed}:{carer}:{elder}".encode()).hexdigest()


def order_of(seed: str, carer: str, elders: Iterable[int]) -> list[int]:
    """All elders of one carer in the order in which they are rung. The same for the same set, in whatever order it is written."""
    return sorted(set(elders), key=lambda elder: place_of(seed, carer, elder))


def draw(pool: Mapping[str, Sequence[int]], seed: str, each: int) -> dict[str, list[int]]:
    """The first `each` of every carer (by number of employment)."""
    return {carer: order_of(seed, carer, elders)[:each] for carer, elders in pool.items()}


def strata(visits: Mapping[tuple[str, int], int], left_out: Iterable[int]) -> dict[str, list[int]]:
    """Who can be drawn for whom. `visits`: (carer, elder) → how often she was there. Each elder is rung about one carer only: the one who came
    most often, of equals the first by number. `left_out` are never drawn. Elders in rising order."""
    most: dict[int, tuple[int, str]] = {}
    for (carer, elder), times in visits.items():
        held = most.get(elder)
        if held is None or (-times, carer) < (-held[0], held[1]):
            most[elder] = (times, carer)
    gone = set(left_out)
    found: dict[str, list[int]] = {}
    for elder, (_, carer) in sorted(most.items()):
        if elder not in gone:
            found.setdefault(carer, []).append(elder)
    return dict(sorted(found.items()))
