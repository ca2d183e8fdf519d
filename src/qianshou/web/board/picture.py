"""Where the bars of the day's picture stand, in the units of its viewBox (one unit is a pixel of a 1440 px window)."""

from dataclasses import dataclass
from datetime import datetime

from qianshou.kernel.clock import ZONE
from qianshou.reports.rules import Slot

WIDTH, HEIGHT, TOP = 1180, 70, 42  # `TOP`: room for the figures, a diamond and the word at the line of now
FLOOR = TOP + HEIGHT
MOST_BAR, NEAR_EDGE = 44, 110


@dataclass(frozen=True, slots=True)
class Bar:
    """One half hour from `left` on. Heights grow from the floor; its figures stand at `count_y`, a diamond above them if something is late."""

    slot: Slot
    left: float
    x: float
    middle: float
    due_y: float
    due_height: float
    done_y: float
    done_height: float
    count_y: float
    late_path: str
    hour: str


@dataclass(frozen=True, slots=True)
class DayPicture:
    """Bars (each `bar` wide), and the line of now: None when the day's span does not hold it."""

    bars: list[Bar]
    bar: float
    now_x: float | None
    now_right: bool
    width: int = WIDTH
    floor: int = FLOOR
    height: int = FLOOR + 26


def draw(slots: list[Slot], now: datetime) -> DayPicture:
    """The picture of a day's slots, with the time of `now` as a line."""
    most, step = max([1, *(s.due for s in slots)]), WIDTH / len(slots)
    width = min(MOST_BAR, step - 6)
    bars = [_bar(slot, n * step, step, width, most) for n, slot in enumerate(slots)]
    local = now.astimezone(ZONE)
    at = (local.hour * 60 + local.minute) / 30 - slots[0].at
    x = at * step if 0 <= at <= len(slots) else None
    return DayPicture(bars, round(width, 1), x, now_right=bool(x and x > WIDTH - NEAR_EDGE))


def _bar(slot: Slot, left: float, step: float, width: float, most: int) -> Bar:
    due, done = (round(HEIGHT * n / most, 1) for n in (slot.due, slot.done))
    middle, count_y = left + step / 2, FLOOR - due - 5
    diamond = f"M{middle:g} {count_y - 27:g}l6 6-6 6-6-6z" if slot.late else ""
    hour = slot.label if slot.at % 2 == 0 else ""
    return Bar(slot, round(left, 1), round(middle - width / 2, 1), round(middle, 1), FLOOR - due, due, FLOOR - done, done, count_y, diamond, hour)
