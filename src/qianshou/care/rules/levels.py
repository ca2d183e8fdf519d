"""What a level means: which services are proposed, which subsidies come into question, who must answer for the person. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from qianshou.packs.shapes import Service
from qianshou.packs.shapes_intake import Level, LevelService, LevelSubsidy

ALONE = frozenset({"alone", "alone_abroad", "childless"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a person when a plan is proposed. `wishes` are service codes, `has` services that are in the plan already."""

    level: int | None
    living: str = ""
    age: int | None = None
    hardship: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One proposed service. `why` holds codes: level, alone, wish, has (in the plan already), season (not now). `ticked`: taken unless somebody unticks it."""

    service: str
    times_per_week: int
    tier: str = ""
    why: tuple[str, ...] = ()
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class SubsidyLine:
    """One subsidy that comes into question; `fen` None: the amount is not set. `unknown`: conditions that the file cannot answer."""

    code: str
    fen: int | None
    per: str
    unknown: tuple[str, ...] = field(default=())


def level_of(levels: Mapping[str, Level], level: int | None) -> Level | None:
    """The pack's row of a level."""
    return next((one for one in levels.values() if one.level == level), None)


def propose_plan(asked: Asked, lines: Collection[LevelService], services: Mapping[str, Service], on: date) -> list[Line]:
    """Services in the order of the pack, then wishes that no line names. Of several lines for one service the most frequent counts."""
    best: dict[str, Line] = {}
    for one in lines:
        why = _why(one, asked)
        if why and one.service in services and (one.service not in best or one.times_per_week > best[one.service].times_per_week):
            best[one.service] = Line(one.service, one.times_per_week, one.tier, why)
    for code in asked.wishes:
        if code in services and code not in best:
            best[code] = Line(code, 1, services[code].tiers[0], ("wish",))
    return [_weighed(line, asked, services[line.service], on) for line in best.values()]


def _why(one: LevelService, asked: Asked) -> tuple[str, ...]:
    if asked.level not in one.levels:
        return ()
    alone, wished = asked.living in ALONE, one.service in asked.wishes
    if one.when == "alone" and not alone:
        return ()
    if one.when == "wish" and not wished:
        return ()
    return ("level", *(("alone",) if one.when == "alone" else ()), *(("wish",) if wished else ()))


def _weighed(line: Line, asked: Asked, service: Service, on: date) -> Line:
    has, out_of_season = line.service in asked.has, not service.in_season(on)
    why = (*line.why, *(("has",) if has else ()), *(("season",) if out_of_season else ()))
    return Line(line.service, line.times_per_week, line.tier, why, ticked=not has)


def subsidies_for(asked: Asked, rules: Collection[LevelSubsidy]) -> list[SubsidyLine]:
    """Subsidies whose conditions a person meets, as far as the file tells; an age that nobody knows is named, not guessed."""
    found = []
    for rule in rules:
        if asked.level not in rule.levels or (rule.living and asked.living not in rule.living):
            continue
        if rule.hardship and not asked.hardship & set(rule.hardship):
            continue
        if rule.age_from and asked.age is not None and asked.age < rule.age_from:
            continue
        unknown = ("age",) if rule.age_from and asked.age is None else ()
        found.append(SubsidyLine(rule.code, rule.fen, rule.per, unknown))
    return found
