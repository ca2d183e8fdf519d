"""What is to be planned: one day's visits, the carers, the ways between them. See `docs/formats.md`.

All times are whole seconds since midnight, all durations whole seconds, all costs seconds of travel
or their equivalent. Nothing here checks anything but shape; `files.validate` names what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

# What an officer may waive for a visit ("I insist"); the checker then stays silent about it.
WAIVABLE = frozenset({"tier", "skill", "refused", "sex", "window", "load", "shift", "break"})


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end`, both included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Site:
    """A place. Coordinates (WGS-84 degrees) are needed only where no matrix is given."""

    id: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of going: straight distance x `detour` / `kmh`, and `fixed` seconds from any site to another, even
    at the same spot: the next door of a lane is not reached in no time."""

    kmh: float
    detour: float = 1.3
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A pause (lunch) that starts inside `window`, at `site` or, if None, wherever the carer is just then.

    It is owed to a carer whose shift runs through the whole of it: shift.start <= window.start and
    window.end + duration <= shift.end. Shorter shifts eat before or after.
    """

    window: Window
    duration: int
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Carer:
    """Someone who goes. `shifts` are disjoint and in order; none means absent that day.

    `start` is the site where the first shift begins, `end` where the last leg leads (None: no last leg).
    `most_visits` is her load limit, `overtime` the seconds she may come home after her last shift's end.
    """

    id: str
    start: str
    shifts: tuple[Window, ...]
    tier: str = ""
    skills: frozenset[str] = frozenset()
    mode: str = "foot"
    end: str | None = None
    breaks: tuple[Break, ...] = ()
    most_visits: int | None = None
    overtime: int = 0
    dialects: frozenset[str] = frozenset()
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One carer needed at a visit: of one of these tiers (empty: any), with all of these skills."""

    tiers: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. Its start must lie in one of `windows` (in order, disjoint), or at most `late` seconds after the last.

    `needs` are one or two carers; the second starts `gap[0]` to `gap[1]` seconds after the first
    ((0, 0): both at once). `known` maps carers who know the person to what sending them costs; anybody
    else costs `stranger`. `pinned` fixes the carers (in the order of `needs`), `pinned_start` the time,
    `pinned_rank` the order among the ranked stops of the same carer. `waived` lists rules that an officer
    set aside for this visit (see `WAIVABLE`).
    """

    id: str
    site: str
    windows: tuple[Window, ...]
    duration: int
    needs: tuple[Need, ...] = (Need(),)
    gap: tuple[int, int] = (0, 0)
    late: int = 0
    must: bool = True
    priority: int = 1
    known: dict[str, int] = field(default_factory=dict)
    stranger: int = 0
    refused: frozenset[str] = frozenset()
    sex: str = ""
    dialect: str = ""
    pinned: tuple[str, ...] = ()
    pinned_start: int | None = None
    pinned_rank: int | None = None
    waived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit costs, in seconds of travel.

    `travel`, `waiting`, `late`, `overtime`: for each second. `fairness`: for each second by which the work of a carer on duty (ways and
    visits) differs from her fair share of all work, which goes by the length of her shifts. `continuity`: multiplies `known` and `stranger`.
    `dialect`: for a carer who does not speak the person's. `change`: for each carer who differs from `previous`.
    `unserved` (a visit that must be) and `left_out` (one that may) are multiplied by the visit's priority.
    """

    travel: float = 1.0
    waiting: float = 0.0
    late: float = 5.0
    overtime: float = 5.0
    continuity: float = 1.0
    dialect: float = 300.0
    change: float = 0.0
    fairness: float = 0.0
    unserved: float = 100_000.0
    left_out: float = 5_000.0


@dataclass(frozen=True, slots=True)
class Problem:
    """A day to plan. `matrix[mode][i][j]` is seconds from site i to site j in the order of `sites`.

    A mode that has no matrix is worked out from coordinates and `modes`. `previous` is the plan to stay
    close to: visit -> carers.
    """

    sites: tuple[Site, ...]
    carers: tuple[Carer, ...]
    visits: tuple[Visit, ...]
    modes: dict[str, Mode] = field(default_factory=dict)
    matrix: dict[str, list[list[int]]] = field(default_factory=dict)
    weights: Weights = Weights()
    previous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""


def owed_breaks(carer: Carer) -> list[Break]:
    """The breaks this carer must have if she goes out at all: those through which one of her shifts runs."""
    return [
        b for b in carer.breaks
        if any(s.start <= b.window.start and b.window.end + b.duration <= s.end for s in carer.shifts)
    ]


def pauses(carer: Carer) -> list[Window]:
    """The times between two shifts, when she is not at work."""
    return [Window(a.end, b.start) for a, b in pairwise(carer.shifts) if b.start > a.end]


def gap_of(visit: Visit) -> tuple[int, int]:
    """Least and most seconds from the first carer's start to the second's. Where there are several windows, the second follows at the
    least: so both are always in the same one."""
    return visit.gap if len(visit.windows) == 1 else (visit.gap[0], visit.gap[0])


def on_duty(problem: Problem) -> dict[str, float]:
    """Carers with a shift that day -> their share of all the seconds on duty (together 1)."""
    lengths = {c.id: sum(s.end - s.start for s in c.shifts) for c in problem.carers if c.shifts}
    total = sum(lengths.values())
    return {c: seconds / total for c, seconds in lengths.items()} if total else {}


FOREVER = 10_000_000  # later than any time of a day


def starts(visit: Visit) -> tuple[tuple[Window, ...], int]:
    """When the visit's first carer may start: windows, and how many seconds after the last of them at most.

    A pinned start leaves one moment; a waived window leaves the whole day. The second of two carers must keep the window too, so
    the first has the less of it; windows shorter than the gap are left out (if all are: see `too_narrow`).
    """
    if visit.pinned_start is not None:
        return (Window(visit.pinned_start, visit.pinned_start),), FOREVER if "window" in visit.waived else 0
    if "window" in visit.waived:
        return (Window(0, FOREVER),), 0
    lag = visit.gap[0] if len(visit.needs) > 1 else 0
    if not lag or too_narrow(visit):
        return visit.windows, visit.late
    *before, last = visit.windows
    found = [Window(w.start, w.end - lag) for w in before if w.end - lag >= w.start]
    limit = last.end + visit.late - lag
    if limit >= last.start:
        found.append(Window(last.start, max(last.start, last.end - lag)))
    return tuple(found), max(0, limit - found[-1].end) if limit >= last.start else 0


def too_narrow(visit: Visit) -> bool:
    """Is no window long enough for two carers with the gap that is asked for? Then nobody can serve the visit."""
    if len(visit.needs) < 2 or visit.pinned_start is not None or "window" in visit.waived:
        return False
    *before, last = visit.windows
    return all(w.end - w.start < visit.gap[0] for w in before) and last.end + visit.late - last.start < visit.gap[0]
