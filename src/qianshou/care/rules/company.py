"""How well a volunteer and an elder would suit each other, in points with their reasons. Pure.

Lower is better: the cost of a pair is what separates them less what they share. The weights are ours, to be read and argued about; nothing of it
was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

import numpy as np

from qianshou.planner.assignment import IMPOSSIBLE, assign

# What each thing is worth, in points.
INTEREST, MOST_INTERESTS = 40, 3  # an interest that both have; the fourth adds nothing
DIALECT = 30
DAY = 8  # a weekday on which both are free
MOST_DAYS = 3
MINUTE = 2  # one minute on foot
ALREADY = 15  # each person whom the volunteer goes to already: fair shares
ALONE = 120  # staying without company costs this, and more the lonelier somebody is
LONELY = 6  # for each point of LSNS-6 below the line of risk (12)
AT_RISK = 12
MOST_MINUTES = 45  # nobody is asked to walk longer
SPEED = 75  # metres a minute, with a detour in it


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `wishes_sex` "" for no wish; `days` ISO weekdays, empty when nothing is known; `at` (lon, lat) or None."""

    id: int
    sex: str = ""
    wishes_sex: str = ""
    interests: frozenset[str] = frozenset()
    dialects: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    at: tuple[float, float] | None = None
    takes: int = 0  # a volunteer: how many more she would go to
    has: int = 0  # a volunteer: to how many she goes already
    lsns: int | None = None  # an elder's newest LSNS-6


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: code interest | dialect | days | minutes | load | sex | far | lonely, its words or number, and the points (below 0 speaks for the pair)."""

    code: str
    what: object
    points: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """`possible`: no wish and no distance forbids it. `cost` in points."""

    possible: bool
    cost: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One proposal."""

    elder: int
    volunteer: int
    weighed: Weighed


def minutes_between(a: tuple[float, float] | None, b: tuple[float, float] | None) -> int | None:
    """Minutes on foot as the crow flies, with a detour in the speed; None where one of them is not on the map."""
    if a is None or b is None:
        return None
    (lon1, lat1), (lon2, lat2) = [(radians(p[0]), radians(p[1])) for p in (a, b)]
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * 6_371_000 * asin(sqrt(half)) / SPEED)


def weigh(elder: Side, volunteer: Side) -> Weighed:
    """What speaks for the pair and what against it."""
    reasons = []
    if shared := sorted(elder.interests & volunteer.interests):
        reasons.append(Reason("interest", shared, -INTEREST * min(len(shared), MOST_INTERESTS)))
    if shared := sorted(elder.dialects & volunteer.dialects):
        reasons.append(Reason("dialect", shared, -DIALECT))
    if shared := sorted(elder.days & volunteer.days):
        reasons.append(Reason("days", shared, -DAY * min(len(shared), MOST_DAYS)))
    minutes = minutes_between(elder.at, volunteer.at)
    if minutes:
        reasons.append(Reason("minutes", minutes, MINUTE * minutes))
    if volunteer.has:
        reasons.append(Reason("load", volunteer.has, ALREADY * volunteer.has))
    no = []
    if (elder.wishes_sex and elder.wishes_sex != volunteer.sex) or (volunteer.wishes_sex and volunteer.wishes_sex != elder.sex):
        no.append(Reason("sex", "", 0))
    if minutes is not None and minutes > MOST_MINUTES:
        no.append(Reason("far", minutes, 0))
    if elder.days and volunteer.days and not elder.days & volunteer.days:
        no.append(Reason("no_day", "", 0))
    return Weighed(not no, sum(r.points for r in reasons), tuple(no or reasons))


def cost_alone(elder: Side) -> int:
    """What it costs that somebody stays without company: the lonelier, the more."""
    return ALONE + (LONELY * max(0, AT_RISK - elder.lsns) if elder.lsns is not None else 0)


def propose(elders: Sequence[Side], volunteers: Sequence[Side], not_again: Iterable[tuple[int, int]] = ()) -> list[Pair]:
    """The pairs that together cost least, exactly; elders whom nobody suits well enough stay alone. `not_again`: (elder, volunteer) that ended or
    was refused. In the order of the elders.

    The costs of a pair are counted for all pairs at once; the words of the reasons only for those proposed.
    """
    costs = _costs(elders, volunteers)
    rows, columns = {e.id: i for i, e in enumerate(elders)}, {v.id: j for j, v in enumerate(volunteers)}
    for elder, volunteer in not_again:
        if elder in rows and volunteer in columns:
            costs[rows[elder], columns[volunteer]] = IMPOSSIBLE
    found = assign(costs, [v.takes for v in volunteers], [cost_alone(e) for e in elders])
    return [Pair(elders[i].id, volunteers[j].id, weigh(elders[i], volunteers[j])) for i, j in enumerate(found.columns) if j is not None]


def _costs(elders: Sequence[Side], volunteers: Sequence[Side]) -> np.ndarray:
    """The same as `weigh`, for every pair: (elders, volunteers) int64."""
    if not elders or not volunteers:
        return np.zeros((len(elders), len(volunteers)), dtype=np.int64)
    cost = -INTEREST * np.minimum(_shared([e.interests for e in elders], [v.interests for v in volunteers]), MOST_INTERESTS)
    cost -= DIALECT * (_shared([e.dialects for e in elders], [v.dialects for v in volunteers]) > 0)
    days = _shared([e.days for e in elders], [v.days for v in volunteers])
    cost -= DAY * np.minimum(days, MOST_DAYS)
    cost += ALREADY * np.array([v.has for v in volunteers], dtype=np.int64)[None, :]
    minutes = _minutes([e.at for e in elders], [v.at for v in volunteers])
    cost += MINUTE * np.maximum(minutes, 0)
    asks = np.array([bool(e.days) for e in elders])[:, None] & np.array([bool(v.days) for v in volunteers])[None, :]
    no = (minutes > MOST_MINUTES) | (asks & (days == 0)) | _against([e.wishes_sex for e in elders], [v.sex for v in volunteers])
    no |= _against([v.wishes_sex for v in volunteers], [e.sex for e in elders]).T
    return np.where(no, IMPOSSIBLE, cost)


def _shared(a: Sequence[frozenset], b: Sequence[frozenset]) -> np.ndarray:
    """How many things each of `a` shares with each of `b`."""
    at = {one: n for n, one in enumerate(sorted(frozenset().union(*a) & frozenset().union(*b)))}
    return _marks(a, at) @ _marks(b, at).T


def _marks(sets: Sequence[frozenset], at: dict) -> np.ndarray:
    found = np.zeros((len(sets), len(at)), dtype=np.int64)
    for n, one in enumerate(sets):
        for what in one:
            if what in at:
                found[n, at[what]] = 1
    return found


def _against(wishes: Sequence[str], sexes: Sequence[str]) -> np.ndarray:
    """Where a wish speaks against the other's sex."""
    wish, sex = np.array(wishes), np.array(sexes)
    return (wish[:, None] != "") & (wish[:, None] != sex[None, :])


def _minutes(a: Sequence[tuple[float, float] | None], b: Sequence[tuple[float, float] | None]) -> np.ndarray:
    """Minutes on foot, -1 where nobody knows."""
    one, other = (np.radians(np.array([p or (np.nan, np.nan) for p in side], dtype=float)) for side in (a, b))
    lon, lat = other[None, :, 0] - one[:, None, 0], other[None, :, 1] - one[:, None, 1]
    half = np.sin(lat / 2) ** 2 + np.cos(one[:, None, 1]) * np.cos(other[None, :, 1]) * np.sin(lon / 2) ** 2
    minutes = np.rint(2 * 6_371_000 * np.arcsin(np.sqrt(half)) / SPEED)
    return np.where(np.isnan(minutes), -1, minutes).astype(np.int64)
