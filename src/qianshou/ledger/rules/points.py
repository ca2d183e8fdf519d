"""What finished tasks earn: the points of the service, additions by rule, limits of a day; each with its reason. Pure.

A carer's day is worked out as a whole and from nothing but its tasks and the rules, so it may be worked out again at any time: what comes late,
is taken back or is judged by a changed rule gives the same as if it had been so from the start.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from qianshou.packs.shapes import Service
from qianshou.packs.shapes_merit import VISIT, PointRule

BASE = "service"  # the reason that is no rule: what the service itself earns


def kind_of(key: str) -> str:
    """The kind in a task's key: "visit:12" → "visit"."""
    return key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Task:
    """A carer's finished part of one task. `key`: its kind (packs: POINT_TASKS), a colon, a number. `service`: of a visit, else "". `made_at`: local
    time; `timed`: it is known by the minute. `off`: it was a weekend or a public holiday. `scanned`: by the square on the wall. `carers`: how many
    the task needs."""

    key: str
    service: str
    tier: str
    made_at: datetime
    timed: bool = True
    off: bool = False
    scanned: bool = False
    carers: int = 1

    @property
    def kind(self) -> str:
        """What it was: a code of POINT_TASKS."""
        return kind_of(self.key)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many: the code of a rule, or "service". A limit takes away: its points are below zero."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What one task earned, and why."""

    task: Task
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """In all; never below zero."""
        return sum(reason.points for reason in self.reasons)


def fits(rule: PointRule, task: Task) -> bool:
    """Whether a rule is for this task."""
    return (
        (not rule.tasks or task.kind in rule.tasks)
        and (not rule.services or task.service in rule.services)
        and (not rule.tiers or task.tier in rule.tiers)
        and (not rule.months or task.made_at.month in rule.months)
        and (rule.days == "any" or task.off)
        and (rule.window is None or (task.timed and rule.window[0] <= task.made_at.time().replace(second=0, microsecond=0) <= rule.window[1]))
        and (not rule.proof or task.scanned)
        and (not rule.carers or task.carers == rule.carers)
    )


def work_out(tasks: Iterable[Task], *, services: Mapping[str, Service], rules: Collection[PointRule]) -> list[Earned]:
    """What the tasks of one carer's day earn, in the order in which they were done.

    Limits are taken in the order of the rules, from the later tasks: what was done first keeps its points. A service that the pack does not have (any
    more) earns only what rules add; what is no visit, and no rule lets earn, earns nothing.
    """
    used: dict[str, int] = {}
    found = []
    for task in sorted(tasks, key=lambda t: (t.made_at, len(t.key), t.key)):
        fitting = [rule for rule in rules if fits(rule, task)]
        reasons = _own(task, services, fitting)
        if reasons or task.kind == VISIT:
            reasons += [Reason(rule.code, rule.points) for rule in fitting if rule.kind == "adds"]
        caps = [rule for rule in fitting if rule.kind == "cap"]
        for cap in caps:
            here = sum(reason.points for reason in reasons)
            over = min(here, max(0, used.get(cap.code, 0) + here - cap.points))
            if over:
                reasons.append(Reason(cap.code, -over))
        points = sum(reason.points for reason in reasons)
        for cap in caps:
            used[cap.code] = used.get(cap.code, 0) + points
        found.append(Earned(task, tuple(reasons)))
    return found


def _own(task: Task, services: Mapping[str, Service], fitting: Collection[PointRule]) -> list[Reason]:
    """What a task earns before anything is added: a visit by its service, anything else by the rules for its kind."""
    if task.kind != VISIT:
        return [Reason(rule.code, rule.points) for rule in fitting if rule.kind == "earns"]
    service = services.get(task.service)
    return [Reason(BASE, service.points)] if service and service.points else []
