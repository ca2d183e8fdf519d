"""What a relative far away is told of a day: when somebody came, ate or was rung up, what is to come, what is late. Pure.

Nothing of why, of health or of anybody else: a visit is a visit, whatever it is for, and a carer is a surname.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from qianshou.kernel.names import name_keys
from qianshou.kernel.surnames import COMPOUND_SURNAMES

VISIT, MEAL, CALL = "visit", "meal", "call"
DONE, THERE, TO_COME, LATE, REACHED, OFF = "done", "there", "to_come", "late", "reached", "off"
# What the office does about something late.
TOLD, SEEN_TO = "told", "seen_to"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a day.

    state  done | there (somebody is there now) | to_come | late | reached (late, and then somebody saw or rang her) | off (not this time)
    at     when it was done; of what is to come, from when; until: by when
    who    surname of the carer, "" where nobody is named; code: of the meal, and how it came (handed, neighbour, …)
    help   told | seen_to: what is being done about something late
    """

    kind: str
    state: str
    at: datetime | None = None
    until: datetime | None = None
    who: str = ""
    meal: str = ""
    how: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many visits, meals and calls a day had, and whether something did not come."""

    day: date
    visits: int = 0
    meals: int = 0
    calls: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """Days of a month, and their sums."""

    days: tuple[DayCount, ...] = field(default=())

    @property
    def total(self) -> DayCount:
        """The sums; `day` is the first."""
        sums = {name: sum(getattr(one, name) for one in self.days) for name in ("visits", "meals", "calls", "missed")}
        return DayCount(self.days[0].day, **sums)


def in_order(items: list[Item]) -> list[Item]:
    """As the day goes: what has a moment by it, and what is late before what is to come at the same time."""
    far = max((i.at for i in items if i.at), default=None)
    return sorted(items, key=lambda i: (i.at is None, i.at or far or 0, i.kind))


def surname_of(name: str, language: str) -> str:
    """季 of 季伟, Ji in English; a name in Latin letters gives its last word."""
    name = name.strip()
    if not name:
        return ""
    if not re.match(r"[^\x00-ɏ]", name):
        return name.split()[-1]
    size = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    if not language.startswith("en"):
        return name[:size]
    syllables = name_keys(name).sort_key.split()[:size]
    return "".join(re.sub(r"[^a-z]", "", one) for one in syllables).capitalize()


def visit_state(*, state: str, due_state: str, late: bool) -> str:
    """A visit as the family reads it. A late one that was met after all, at the door or by telephone, is reached or done."""
    if state == "done":
        return DONE
    if state in ("arrived", "half"):
        return THERE
    if state == "cancelled" or due_state == "excused":
        return OFF
    if due_state.startswith("met"):
        return REACHED
    return LATE if late or state == "unanswered" or due_state == "late" else TO_COME
