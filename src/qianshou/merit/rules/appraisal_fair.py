"""Like compared with like: an allowance for hard doors, and the carers whom one is compared with. Pure.

The allowance is indirect standardisation in plain words: of doors like hers, how many do *the others* of the street make on time, and how much
less is that than of all doors? By so much her own share is lifted, never lowered, and by no more than the pack allows. Her own month has no part
in it, so that doing better never costs her anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from statistics import median

TRUST = 20  # so many doors of the street's average are added to each kind of door: few doors say little
LEAST_OTHERS = 20  # with fewer doors of others there is nothing to compare with
LEAST_PEERS = 3  # with fewer of tier and load the whole tier is looked at, then the whole street
BANDS = ("light", "usual", "heavy")


@dataclass(frozen=True, slots=True)
class Tally:
    """Doors of one sort: the sum of what they are worth (percent each), and how many."""

    worth: int = 0
    count: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.worth + other.worth, self.count + other.count)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.worth - other.worth, self.count - other.count)


@dataclass(frozen=True, slots=True)
class Expected:
    """In tenths of a percent: what the others reach at doors like hers, what they reach at all doors, and the allowance. None, None, 0: nothing to compare with."""

    like_hers: int | None
    everywhere: int | None
    allowance: int


def expected(own: Mapping[int, Tally], others: Mapping[int, Tally], most: int) -> Expected:
    """The allowance for one carer. Both by the number of things that make a door heavy; `most` in whole percent."""
    all_others = sum(others.values(), Tally())
    mine = sum(tally.count for tally in own.values())
    if all_others.count < LEAST_OTHERS or not mine:
        return Expected(None, None, 0)
    everywhere = Fraction(all_others.worth, all_others.count)
    rate = {sort: (of.worth + TRUST * everywhere) / (of.count + TRUST) for sort, of in others.items()}
    like_hers = sum(tally.count * rate.get(sort, everywhere) for sort, tally in own.items()) / mine
    lift = min(max(everywhere - like_hers, Fraction(0)), Fraction(most))
    return Expected(floor(like_hers * 10), floor(everywhere * 10), floor(lift * 10))


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a carer is compared with: `width` is "band" (her tier, a load like hers), "tier" or "street"; ids of all in it, hers too."""

    width: str
    band: str
    ids: tuple[int, ...]


def band_of(load: int, middle: float, light: int, heavy: int) -> str:
    """Light, usual or heavy beside the middle of the tier; `light` and `heavy` in percent of it."""
    if middle and load * 100 < middle * light:
        return BANDS[0]
    return BANDS[2] if middle and load * 100 > middle * heavy else BANDS[1]


def groups(carers: Mapping[int, tuple[str, int]], light: int, heavy: int) -> dict[int, Group]:
    """For each carer (id → tier, load) the narrowest group with at least three others of it."""
    middle = {tier: median(load for t, load in carers.values() if t == tier) for tier in {tier for tier, _ in carers.values()}}
    bands = {pk: band_of(load, middle[tier], light, heavy) for pk, (tier, load) in carers.items()}
    by_tier: dict[str, list[int]] = {}
    by_band: dict[tuple[str, str], list[int]] = {}
    for pk, (tier, _) in sorted(carers.items()):
        by_tier.setdefault(tier, []).append(pk)
        by_band.setdefault((tier, bands[pk]), []).append(pk)
    found = {}
    for pk, (tier, _) in carers.items():
        wide = [("band", by_band[tier, bands[pk]]), ("tier", by_tier[tier])]
        width, ids = next(((name, ids) for name, ids in wide if len(ids) > LEAST_PEERS), ("street", sorted(carers)))
        found[pk] = Group(width, bands[pk], tuple(ids))
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """How a score stands among its group: the middle of all scores in tenths, her place from 1, of how many that have a score. None without one."""

    middle: int | None
    place: int | None
    count: int


def standing(tenths: int | None, others: list[int]) -> Standing:
    """`others` are the scores of the group without hers; equal scores share the better place."""
    scores = others if tenths is None else [*others, tenths]
    if not scores:
        return Standing(None, None, 0)
    return Standing(floor(median(scores)), None if tenths is None else 1 + sum(one > tenths for one in others), len(scores))
