"""What counts in the time bank, who may save and receive, who is first in line. Pure; every number is the pack's.

Amounts are whole minutes. Source of the ceiling, of what groups may do and of who is first: Nanjing's scheme of 2019 (packs/yangpu/time_bank.toml).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from qianshou.packs.shapes_hours import TimeBankLine, TimeBankRule

OWN, GROUP = "own", "group"
ACTS = ("timebank_hours", "timebank_confirm")  # what a giver's phone says: hours she gave, and the elder's card that confirms them
NOBODY_FIRST = 999  # the place of whoever fits no line


class NotCounted(ValueError):
    """Hours that the rules do not count. `code`: kind | short | future | late | day; `params` say the limit."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def minutes_between(begun: time, ended: time) -> int:
    """Whole minutes from one time of a day to a later one; 0 or less where the later is not later."""
    return (ended.hour - begun.hour) * 60 + ended.minute - begun.minute


@dataclass(frozen=True, slots=True)
class Numbers:
    """The pack's numbers by their codes, in minutes and days."""

    ceiling: int
    group_saves: bool
    may_owe: int
    services: frozenset[str]
    least_help: int
    day_most: int
    late_days: int
    confirm_days: int
    second_hand: bool
    pot_for_all: bool
    pot_month: int
    way_minutes: int

    @classmethod
    def read(cls, rules: Mapping[str, TimeBankRule]) -> "Numbers":
        """From the rows of a pack."""
        minutes = lambda code: rules[code].value * (60 if rules[code].unit == "hours" else 1)
        return cls(
            ceiling=minutes("ceiling"), group_saves=bool(rules["group_saves"].value), may_owe=minutes("may_owe"), services=frozenset(rules["counted"].services),
            least_help=minutes("least_help"), day_most=minutes("day_most"), late_days=rules["late_days"].value, confirm_days=rules["confirm_days"].value,
            second_hand=bool(rules["second_hand"].value), pot_for_all=bool(rules["pot_for_all"].value), pot_month=minutes("pot_month"),
            way_minutes=minutes("way_minutes"),
        )  # fmt: skip


def check_counts(numbers: Numbers, *, service: str, minutes: int, on: date, today: date, logged_that_day: int) -> None:
    """Whether so many minutes of this help count. `logged_that_day`: what the giver has logged for the same day. NotCounted."""
    if service not in numbers.services:
        raise NotCounted("kind")
    if minutes < numbers.least_help:
        raise NotCounted("short", least=numbers.least_help)
    if on > today:
        raise NotCounted("future")
    if (today - on).days > numbers.late_days:
        raise NotCounted("late", days=numbers.late_days)
    if logged_that_day + minutes > numbers.day_most:
        raise NotCounted("day", most=numbers.day_most, left=max(0, numbers.day_most - logged_that_day))


@dataclass(frozen=True, slots=True)
class Paid:
    """Where the minutes of a help come from: the elder's own, and the pot. `short`: what nobody has."""

    own: int
    pot: int
    short: int


def pays(numbers: Numbers, *, minutes: int, balance: int, least: int, first: bool, pot: int, pot_this_month: int) -> Paid:
    """The elder's own minutes first, down to the least balance; the rest from the pot, for those first in line (or for all), up to its month."""
    own = max(0, min(minutes, balance - least))
    allowed = max(0, numbers.pot_month - pot_this_month) if first or numbers.pot_for_all else 0
    from_pot = max(0, min(minutes - own, pot, allowed))
    return Paid(own, from_pot, minutes - own - from_pot)


def kept(numbers: Numbers, *, minutes: int, balance: int, kind: str) -> int:
    """How many of these minutes the giver may save; the others are donated: beyond the ceiling, and all that a group gives."""
    if kind == GROUP and not numbers.group_saves:
        return 0
    return max(0, min(minutes, numbers.ceiling - balance))


def may_ask(numbers: Numbers, *, minutes: int, balance: int, least: int, promised: int, first: bool) -> int:
    """By how many minutes the elder is short of what she asks for; 0 where she may. `promised`: what earlier help that is not settled will take."""
    if first or numbers.pot_for_all:
        return 0
    return max(0, minutes - (balance - least - promised))


@dataclass(frozen=True, slots=True)
class Facts:
    """What an elder's place in line rests on; `age` in full years, None where nobody knows."""

    age: int | None = None
    living: str = ""
    hardship: Collection[str] = ()
    health: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in line: number from 1 (NOBODY_FIRST: none), and the code of the pack's line, which is its reason."""

    number: int
    line: str = ""

    @property
    def first(self) -> bool:
        """Whether she is first in line."""
        return bool(self.line)


def place_of(facts: Facts, lines: Mapping[str, TimeBankLine]) -> Place:
    """The first line that fits."""
    for number, line in enumerate(lines.values(), 1):
        if _fits(line, facts):
            return Place(number, line.code)
    return Place(NOBODY_FIRST)


def _fits(line: TimeBankLine, facts: Facts) -> bool:
    if line.age_from and (facts.age is None or facts.age < line.age_from):
        return False
    if line.age_to and (facts.age is None or facts.age > line.age_to):
        return False
    words = ((line.living, (facts.living,)), (line.hardship, facts.hardship), (line.health, facts.health))
    return all(not asked or set(asked) & set(held) for asked, held in words)


@dataclass(frozen=True, slots=True)
class Left:
    """Where the minutes of somebody who leaves go; `owed`: what the pot takes over because the balance is below nothing."""

    heir: int
    pot: int
    owed: int


def on_leaving(numbers: Numbers, *, balance: int, to_heir: bool, heir_balance: int = 0) -> Left:
    """To the heir as far as the ceiling lets her, the rest to the pot; without one all to the pot."""
    if balance < 0:
        return Left(0, 0, -balance)
    heir = max(0, min(balance, numbers.ceiling - heir_balance)) if to_heir else 0
    return Left(heir, balance - heir, 0)
