"""What a pack says of the places that the street runs: sorts of rooms with their usual hours, sorts of equipment with their checks. Pure."""

from dataclasses import dataclass
from datetime import time

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSort(Named):
    """A sort of activity room.

    weekdays          ISO 1–7 on which it is usually open
    windows           (start, end) of each stretch of such a day
    open_on_holidays  whether it usually is on public holidays
    capacity          people at once, a first value for a new room
    """

    weekdays: tuple[int, ...]
    windows: tuple[tuple[time, time], ...]
    open_on_holidays: bool = False
    capacity: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentSort(Named):
    """A sort of equipment: checked every so many months (0: not regularly), repaired within so many days."""

    check_months: int = 0
    repair_days: int = 14
