"""What a pack says of thanks: the points that a finished task earns beyond its service's own."""

from dataclasses import dataclass
from datetime import time

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule(Named):
    """An addition to the points of a task, or a limit of a day.

    kind      "adds": so many points more for each task that fits; "cap": no more than so many a day from tasks that fit
    services  codes of services it is for; empty: all        tiers  codes of tiers; empty: all
    months    of the year, 1 to 12; empty: all               days   "off": weekends and public holidays only; "any"
    window    done between these times of day; None: any time
    proof     "scan": only where the square on the wall was scanned; "": however it is known
    carers    2: only where two go together; 0: however many
    """

    kind: str
    points: int
    services: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    days: str = "any"
    window: tuple[time, time] | None = None
    proof: str = ""
    carers: int = 0
