"""Who gets a meal on a day, and why or why not. Pure: the standing arrangement, pauses and one-off changes are three different things.

For one person and one meal of one day, in this order:

    not at home (dead, moved, in hospital, away)         -> no meal, whatever else was said
    the last word among the one-off change of that very
    meal and the pauses that hold that day               -> that word counts: a change was made later than the pause, or the pause later
    the arrangement that holds on that weekday           -> its portions; where two hold, the one that began later
    else                                                 -> nothing is arranged
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

DELIVERED, DINE_IN = "delivered", "dine_in"
STANDING, CHANGED, CANCELLED, PAUSED = "standing", "changed", "cancelled", "paused"
# What an elder's file says of where the person is, when that is not at home. Nobody there opens a door.
ABSENT = frozenset({"dead", "moved", "hospital", "away"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """A standing arrangement. weekdays: ISO 1–7; `until` is its last day, None while it has no end."""

    id: int
    person_id: int
    meal: str
    weekdays: frozenset[int]
    since: date
    until: date | None = None
    portions: int = 1
    place: str = DELIVERED
    point_id: int | None = None

    def holds(self, day: date, meal: str) -> bool:
        """Whether it asks for that meal on that day."""
        return self.meal == meal and _within(day, self.since, self.until) and day.isoweekday() in self.weekdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """No meals from `since` to `until` (its last day; None: nobody knows yet). meal "": all meals."""

    person_id: int
    since: date
    until: date | None
    made_at: datetime
    reason: str
    meal: str = ""

    def holds(self, day: date, meal: str) -> bool:
        """Whether it stops that meal on that day."""
        return self.meal in ("", meal) and _within(day, self.since, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What was said about one meal of one day: so many portions (0: none). place "": as it is arranged. The latest one counts."""

    id: int
    person_id: int
    day: date
    meal: str
    portions: int
    made_at: datetime
    place: str = ""
    point_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person gets of one meal of one day. portions 0: no meal, and `why` says why not.

    why     standing | changed | cancelled | paused, or the status of a person who is not at home
    reason  of the pause or the change: a code of the program or a person's words
    """

    person_id: int
    portions: int
    why: str
    place: str = DELIVERED
    point_id: int | None = None
    reason: str = ""


def decide(
    *, person_id: int, day: date, meal: str, arranged: Iterable[Arranged] = (), paused: Iterable[Paused] = (), changed: Iterable[Changed] = (), status: str = "active"
) -> Decision | None:
    """One person's meal; None when nothing was ever said about it. All rows are of this person."""
    standing = max((a for a in arranged if a.holds(day, meal)), key=lambda a: (a.since, a.id), default=None)
    change = max((c for c in changed if (c.day, c.meal) == (day, meal)), key=lambda c: (c.made_at, c.id), default=None)
    pause = max((p for p in paused if p.holds(day, meal)), key=lambda p: p.made_at, default=None)
    if standing is None and change is None:
        return None
    if status in ABSENT:
        return Decision(person_id=person_id, portions=0, why=status)
    if pause and (change is None or pause.made_at > change.made_at):
        return Decision(person_id=person_id, portions=0, why=PAUSED, reason=pause.reason)
    place, point_id = (standing.place, standing.point_id) if standing else (DELIVERED, None)
    if change is None:
        return Decision(person_id=person_id, portions=standing.portions, why=STANDING, place=place, point_id=point_id)
    if change.place:
        place, point_id = change.place, change.point_id
    why = CHANGED if change.portions else CANCELLED
    return Decision(person_id=person_id, portions=change.portions, why=why, place=place, point_id=point_id, reason=change.reason)


def orders_of(
    *, day: date, meal: str, arranged: Iterable[Arranged], paused: Iterable[Paused], changed: Iterable[Changed], statuses: Mapping[int, str]
) -> list[Decision]:
    """Every decision about one meal of one day, in the order of person ids. `statuses` names those whose file has one; others are at home."""
    rows: dict[int, tuple[list, list, list]] = defaultdict(lambda: ([], [], []))
    for kind, found in enumerate((arranged, paused, changed)):
        for one in found:
            rows[one.person_id][kind].append(one)
    decided = (
        decide(person_id=pk, day=day, meal=meal, arranged=a, paused=p, changed=c, status=statuses.get(pk, "active"))
        for pk, (a, p, c) in sorted(rows.items())
    )
    return [one for one in decided if one is not None]


def _within(day: date, since: date, until: date | None) -> bool:
    return since <= day and (until is None or day <= until)
