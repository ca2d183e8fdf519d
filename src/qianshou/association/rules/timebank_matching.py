"""Who goes to whom: the asks in their order, and for each the giver who suits best, with reasons. Pure.

Points are minutes on foot and what stands for them, as in care.rules.company: below 0 speaks for the two.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qianshou.care.rules.company import Reason, minutes_between

from .timebank import Place

KNOWS, NAMED, INTEREST, DIALECT, LOAD = 15, 5, 10, 10, 4  # KNOWS: she was there before; LOAD: for each hour of the last 30 days
PARTS = ("morning", "afternoon", "evening")


@dataclass(frozen=True, slots=True)
class Asked:
    """An open ask. `part`: of the day, "" for any. `refused`: givers who said no to it."""

    id: int
    elder: int
    service: str
    on: date
    minutes: int
    place: Place
    part: str = ""
    asked: int = 0  # in which order they were asked
    at: tuple[float, float] | None = None
    interests: frozenset[str] = frozenset()
    dialects: frozenset[str] = frozenset()
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Giver:
    """A member who gives. Empty services, days and parts: any. `busy`: (day, part) already promised. `lately`: minutes given in 30 days."""

    id: int
    person: int
    services: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    week_most: int = 0
    week_taken: Mapping[tuple[int, int], int] = field(default_factory=dict)  # (ISO year, week) → minutes promised or logged
    busy: frozenset[tuple[date, str]] = frozenset()
    lately: int = 0
    at: tuple[float, float] | None = None
    interests: frozenset[str] = frozenset()
    dialects: frozenset[str] = frozenset()
    knows: frozenset[int] = frozenset()  # elders whom she helped before


@dataclass(frozen=True, slots=True)
class Match:
    """A giver for an ask, what speaks for the two and what against."""

    ask: int
    giver: int
    cost: int
    reasons: tuple[Reason, ...]


def in_line(asks: Iterable[Asked]) -> list[Asked]:
    """The order in which asks are served: the place in line, then the day that is asked for, then who asked first."""
    return sorted(asks, key=lambda one: (one.place.number, one.on, one.asked, one.id))


def may_go(ask: Asked, giver: Giver, *, farthest: int) -> bool:
    """Whether nothing forbids it: kind, day, time, her week, an earlier no, the way."""
    if giver.person == ask.elder or giver.id in ask.refused:
        return False
    if (giver.services and ask.service not in giver.services) or (giver.days and ask.on.isoweekday() not in giver.days):
        return False
    if ask.part and giver.parts and ask.part not in giver.parts:
        return False
    if any(day == ask.on and (not part or not ask.part or part == ask.part) for day, part in giver.busy):
        return False
    if giver.week_most and giver.week_taken.get(ask.on.isocalendar()[:2], 0) + ask.minutes > giver.week_most:
        return False
    minutes = minutes_between(ask.at, giver.at)
    return minutes is None or minutes <= farthest


def weigh(ask: Asked, giver: Giver) -> Match:
    """What speaks for the two and what against."""
    reasons = []
    if ask.elder in giver.knows:
        reasons.append(Reason("before", "", -KNOWS))
    if ask.service in giver.services:
        reasons.append(Reason("named", "", -NAMED))
    if shared := sorted(ask.interests & giver.interests):
        reasons.append(Reason("interest", shared, -INTEREST))
    if shared := sorted(ask.dialects & giver.dialects):
        reasons.append(Reason("dialect", shared, -DIALECT))
    if minutes := minutes_between(ask.at, giver.at):
        reasons.append(Reason("minutes", minutes, minutes))
    if hours := giver.lately // 60:
        reasons.append(Reason("lately", hours, LOAD * hours))
    return Match(ask.id, giver.id, sum(one.points for one in reasons), tuple(reasons))


def suiting(ask: Asked, givers: Iterable[Giver], *, farthest: int) -> list[Match]:
    """Everybody who could go, the best first."""
    return sorted((weigh(ask, one) for one in givers if may_go(ask, one, farthest=farthest)), key=lambda one: (one.cost, one.giver))


def propose(asks: Sequence[Asked], givers: Collection[Giver], *, farthest: int) -> list[Match]:
    """For each ask in its order the best giver who is still free then; asks for whom nobody is free stay without one."""
    free = {one.id: one for one in givers}
    found = []
    for ask in in_line(asks):
        best = next(iter(suiting(ask, free.values(), farthest=farthest)), None)
        if best is not None:
            found.append(best)
            free[best.giver] = promised(free[best.giver], ask)
    return found


def promised(giver: Giver, ask: Asked) -> Giver:
    """The same giver after she has promised to go there."""
    week = ask.on.isocalendar()[:2]
    return Giver(
        id=giver.id, person=giver.person, services=giver.services, days=giver.days, parts=giver.parts, week_most=giver.week_most,
        week_taken={**giver.week_taken, week: giver.week_taken.get(week, 0) + ask.minutes}, busy=giver.busy | {(ask.on, ask.part)},
        lately=giver.lately + ask.minutes, at=giver.at, interests=giver.interests, dialects=giver.dialects, knows=giver.knows,
    )  # fmt: skip
