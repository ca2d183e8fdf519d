"""What a pack says of the time bank: its numbers, and who is first in line."""

from dataclasses import dataclass

from .named import Named

UNITS = ("hours", "minutes", "days", "yes_no", "services")
# The numbers that the program asks for (association.rules.timebank); a pack has each of them.
CODES = (
    "ceiling", "group_saves", "may_owe", "counted", "least_help", "day_most", "late_days", "confirm_days", "second_hand", "pot_for_all", "pot_month", "way_minutes",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBankRule(Named):
    """One number of the time bank with its unit; yes_no: 1 or 0. `services`: the kinds of help that count, of the rule "counted"."""

    value: int
    unit: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBankLine(Named):
    """Who is first in line: full years (age_to 0: no end) and words of the file; each condition that is not empty must hold."""

    age_from: int = 0
    age_to: int = 0
    living: tuple[str, ...] = ()
    hardship: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
