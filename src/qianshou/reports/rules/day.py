"""The day as a picture: what is due, done and late in each half hour."""

from collections.abc import Iterable
from dataclasses import dataclass

HALF_HOUR = 30  # minutes
EARLIEST, LATEST = 16, 36  # slots always shown: 8:00 to 18:00

DONE = frozenset({"met", "met_heard_late", "met_late"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One half hour: `at` counts from midnight (16 = 8:00). due: all that falls into it; done, late: of those."""

    at: int
    due: int = 0
    done: int = 0
    late: int = 0

    @property
    def label(self) -> str:
        """8:00, 8:30 …"""
        return f"{self.at // 2}:{self.at % 2 * 30:02d}"


def slots_of(counted: Iterable[tuple[int, str, int]]) -> list[Slot]:
    """Slots from the first that holds anything (8:00 at the latest) to the last (18:00 at the earliest). Excused ones are left out.

    `counted` are (half hour of the day in which they are due, state, how many) of one day; the same pair may come twice.
    """
    found: dict[int, list[int]] = {}
    for at, state, count in counted:
        if state == "excused":
            continue
        counts = found.setdefault(at, [0, 0, 0])
        counts[0] += count
        counts[1] += count * (state in DONE)
        counts[2] += count * (state == "late")
    first, last = min([EARLIEST, *found]), max([LATEST - 1, *found])
    return [Slot(at, *found.get(at, (0, 0, 0))) for at in range(first, last + 1)]
