"""What is to be planned for a week: visit patterns, carers with their hours, the ways between. See `docs/formats.md`.

Days are ISO weekdays, 1 (Monday) to 7. All else as in `planner.problem`: whole seconds, costs in seconds of travel.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..plan import Plan
from ..problem import Carer, Mode, Site, Visit, Weights, Window

WEEK = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class WeekCarer:
    """Someone who goes. `carer` is she without hours; `shifts[d - 1]` are her hours on weekday d.

    `most` is the time at work in the week at most (her contract), None for no limit: visits and ways, without lunch, pauses
    and waiting. `areas` are those she serves, empty: all.
    """

    carer: Carer
    shifts: tuple[tuple[Window, ...], ...]
    most: int | None = None
    areas: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """Her name in the files."""
        return self.carer.id


@dataclass(frozen=True, slots=True)
class Pattern:
    """A visit that is owed `times` a week to a person. `visit` is what it is on each of its days; its id is the pattern's.

    `days` are those it may fall on; on those of `fixed` it falls in any case (all of them given: a visit on set weekdays, or
    one part of which has been made already). `spacing` is the least number of days from one to the next, round the seam of
    Sunday and Monday too; None: as `spacing.least` says. It does not hold between two fixed days. `usual` are the days the person is used to.
    """

    visit: Visit
    person: str
    times: int = 1
    days: tuple[int, ...] = WEEK
    fixed: tuple[int, ...] = ()
    spacing: int | None = None
    area: str = ""
    usual: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Its name in the files."""
        return self.visit.id


@dataclass(frozen=True, slots=True)
class WeekWeights:
    """What one unit costs, in seconds of travel.

    `third`: for the third and each further carer of a person in the week. `second`: for each visit by the other of the two.
    `fairness`: hours that differ from those of others, as a share of the contract. `evenness`: days that have more to do than
    others for the hours at hand. `regular`: days of one pattern that lie unevenly. `near`: neighbours on different days or with
    different carers (1: a straight guess of the way). `usual`: a day that is not among those the person is used to. `day`: the weights of each single day.
    """

    third: float = 5400.0
    second: float = 300.0
    fairness: float = 0.7
    evenness: float = 1.0
    regular: float = 600.0
    near: float = 2.0
    usual: float = 900.0
    day: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class WeekProblem:
    """A week to plan. Only the days of `days` are planned; the others are past, or left as they are."""

    sites: tuple[Site, ...]
    carers: tuple[WeekCarer, ...]
    patterns: tuple[Pattern, ...]
    modes: dict[str, Mode] = field(default_factory=dict)
    matrix: dict[str, list[list[int]]] = field(default_factory=dict)
    weights: WeekWeights = WeekWeights()
    days: tuple[int, ...] = WEEK
    name: str = ""


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The week as planned: the days of each pattern, the one or two carers meant for each person, and each day's plan.

    Visits in a day's plan are called as their pattern. `made` says how it came about.
    """

    days: dict[str, tuple[int, ...]]
    carers: dict[str, tuple[str, ...]]
    plans: dict[int, Plan]
    made: dict[str, float | int | str] = field(default_factory=dict)
