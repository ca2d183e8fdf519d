"""Where the bars of the day's picture stand, in the units of its viewBox."""

from dataclasses import dataclass
from datetime import datetime

from qianshou.kernel.clock import ZONE
from qianshou.reports.rules import Slot

STEP, BAR, HEIGHT, TOP = 36, 26, 96, 26
FLOOR = TOP + HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """One half hour. Heights grow from the floor; `late_y` is where its diamond stands, if any."""

    slot: Slot
    x: int
    due_y: float
    due_height: float
    done_y: float
    done_height: float
    late_path: str
    hour: str


@dataclass(frozen=True, slots=True)
class DayPicture:
    """Bars, the line of now (None when the day's span does not hold it) and the width of the picture."""

    bars: list[Bar]
    width: int
    now_x: float | None
    now_right: bool
    floor: int = FLOOR
    height: int = FLOOR + 28


def draw(slots: list[Slot], now: datetime) -> DayPicture:
    """The picture of a day's slots, with the time of `now` as a line."""
    most = max([1, *(s.due for s in slots)])
    bars = [_bar(slot, n * STEP + 6, most) for n, slot in enumerate(slots)]
    width = len(slots) * STEP + 12
    local = now.astimezone(ZONE)
    at = (local.hour * 60 + local.minute) / 30 - slots[0].at
    x = 6 + at * STEP if 0 <= at <= len(slots) else None
    return DayPicture(bars, width, x, now_right=bool(x and x > width - 90))


def _bar(slot: Slot, x: int, most: int) -> Bar:
    due, done = (round(HEIGHT * n / most, 1) for n in (slot.due, slot.done))
    middle, top = x + BAR / 2, max(9.0, FLOOR - due - 12)
    diamond = f"M{middle:g} {top - 8:g}l8 8-8 8-8-8z" if slot.late else ""
    return Bar(slot, x, FLOOR - due, due, FLOOR - done, done, diamond, slot.label if slot.at % 2 == 0 else "")
