"""The month as small bars, one a day: fed at the bottom, not fed and not heard of on top in red, with a gap between. Numbers for the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qianshou.meals.queries.afterwards import Tally

HEIGHT, WIDTH, STEP = 96, 20, 28
LEAST = 3  # pixels of a part that is there at all: one person is seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One day. Heights in pixels; `amiss` is not fed and not heard of together."""

    day: date
    x: int
    fed: int
    amiss: int
    ahead: int
    tally: Tally
    rest: bool

    @property
    def fed_y(self) -> int:
        """Top of the fed part."""
        return HEIGHT - self.fed

    @property
    def amiss_y(self) -> int:
        """Top of the red part, which stands above the others with a line of paper between."""
        return HEIGHT - self.fed - self.ahead - self.amiss - (2 if self.amiss else 0)

    @property
    def ahead_y(self) -> int:
        """Top of what is still to come."""
        return HEIGHT - self.fed - self.ahead

    @property
    def middle(self) -> int:
        """Where the number of the day stands."""
        return self.x + WIDTH // 2

    @property
    def troubled(self) -> int:
        """How many were not fed, or not heard of."""
        return self.tally.not_fed + self.tally.unheard


def bars(days: Mapping[date, Tally], first: date, last: date) -> dict:
    """Every day of the span; empty where nothing was ordered at all."""
    most = max((tally.expected for tally in days.values()), default=0)
    if not most:
        return {}
    room = HEIGHT - 14
    drawn = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        tally = days.get(day, Tally())
        sizes = [_size(count, most, room) for count in (tally.fed, tally.not_fed + tally.unheard, tally.to_come)]
        drawn.append(Bar(day, n * STEP, *sizes, tally, day.isoweekday() > 5))
    return {"all": drawn, "width": len(drawn) * STEP, "height": HEIGHT + 26, "floor": HEIGHT, "bar": WIDTH, "text_y": HEIGHT + 18}


def _size(count: int, most: int, room: int) -> int:
    return max(LEAST, round(room * count / most)) if count else 0
