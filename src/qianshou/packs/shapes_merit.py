"""What a pack says of thanks: the points that a finished task earns beyond its service's own."""

from dataclasses import dataclass
from datetime import time

from .named import Named

# What earns points, as the program tells it apart. A visit has a service, which says what it earns, and a place; the others have neither.
VISIT, OUTING, COMPANY_VISIT, CALL, REVIEW = "visit", "outing", "company_visit", "call", "review"
POINT_TASKS = (VISIT, OUTING, COMPANY_VISIT, CALL, REVIEW)
TIMED = (VISIT, REVIEW)  # known by the minute; of the others only the day is written down


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule(Named):
    """What a task other than a visit earns, an addition to the points of a task, or a limit of a day.

    kind      "earns": what a task that is no visit earns by itself (a visit earns the points of its service); without such a rule it earns nothing;
              "adds": so many points more for each task that fits and earns; "cap": no more than so many a day from tasks that fit
    tasks     codes of POINT_TASKS it is for; empty: all
    services  codes of services it is for; empty: all        tiers  codes of tiers; empty: all
    months    of the year, 1 to 12; empty: all               days   "off": weekends and public holidays only; "any"
    window    done between these times of day; None: any time
    proof     "scan": only where the square on the wall was scanned; "": however it is known
    carers    2: only where two go together; 0: however many
    """

    kind: str
    points: int
    tasks: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    days: str = "any"
    window: tuple[time, time] | None = None
    proof: str = ""
    carers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionEntry(Named):
    """One line of the announcement of the yearly ten best.

    kind     "category": who is chosen together; "check": a rule a nominee must meet; "voters": a group of the roll; "number": a setting
    number   category: places; check: the least number (months, points, visits, hours); number: the setting's value
    choices  category: how many a voter may choose; 0: as many as there are places
    tiers    category: codes of the tiers whose carers stand in it
    rule     check: what it looks at (merit.rules.election_checks.KINDS)
    """

    kind: str
    number: int = 0
    choices: int = 0
    tiers: tuple[str, ...] = ()
    rule: str = ""
