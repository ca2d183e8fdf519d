"""One gathering: whose month, in which language, as known at which moment."""

from dataclasses import dataclass
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.kernel import clock

from ..rules import first_of, next_month


@dataclass(frozen=True, slots=True)
class Reader:
    """What every read of a gathering needs. `ids`: the persons it is about; `language`: zh or en."""

    street: Street
    month: date
    language: str
    now: datetime
    ids: tuple[int, ...] = ()

    @property
    def span(self) -> dict:
        """The filter of days of the month."""
        return {"day__gte": first_of(self.month), "day__lt": next_month(self.month)}

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The month as moments [start, end)."""
        return clock.day_bounds(first_of(self.month))[0], clock.day_bounds(next_month(self.month))[0]
