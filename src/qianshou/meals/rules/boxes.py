"""Where the hard boxes are: accounts worked out from moves. Pure; nothing is hidden when an account goes below nothing.

A box is outside (not bought yet, or broken), on the shelf, at a home, in the sink, in the washer or lost. Every move takes boxes from one place to
another, so the places always add up; what does not fit life shows as a number below nothing, to be explained by a person.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from qianshou.kernel import clock
from qianshou.packs.shapes_meals import BoxRule

STILL_OUT_DAYS = 3  # where a pack says nothing: a cart comes by every day, so a box that is not back after three wants a call
MOST = 5000  # boxes in one entry: more is a slip of the finger

# kind of move → (from, to). A box is lost at a home where the move has a person, else between the cart and the sink.
WAYS = {
    "bought": ("outside", "shelf"), "out": ("shelf", "homes"), "returned": ("homes", "sink"), "unopened": ("shelf", "sink"),
    "washing": ("sink", "washer"), "washed": ("washer", "shelf"), "unwashed": ("washer", "sink"), "lost": ("sink", "lost"),
    "found": ("lost", "sink"), "discarded": ("sink", "broken"), "surplus": ("lost", "shelf"), "short": ("shelf", "lost"),
}  # fmt: skip
AT_HOME = ("out", "returned", "lost")  # kinds that change what a person has


class Move(Protocol):
    """What the accounts need of a move that stands."""

    pk: int
    kind: str
    boxes: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """How many boxes are where. `homes` is what went to homes less what came from there: boxes taken back that nobody wrote out make it less."""

    bought: int = 0
    shelf: int = 0
    homes: int = 0
    sink: int = 0
    washer: int = 0
    lost: int = 0
    broken: int = 0

    @property
    def adds_up(self) -> bool:
        """Every box that was bought is somewhere."""
        return self.bought == self.shelf + self.homes + self.sink + self.washer + self.lost + self.broken

    @property
    def below(self) -> dict[str, int]:
        """Places with fewer boxes than nothing: what is wrong in the books, to be explained. place → how many are missing in the entries."""
        return {place: -n for place in ("shelf", "sink", "washer", "lost") if (n := getattr(self, place)) < 0}


def way(kind: str, *, of_person: bool) -> tuple[str, str]:
    """(from, to) of a kind of move."""
    return ("homes", "lost") if kind == "lost" and of_person else WAYS[kind]


def stand(sums: Iterable[tuple[str, bool, int]]) -> Stand:
    """From (kind, whether a person is named, boxes) of all moves that stand, in any order."""
    at = dict.fromkeys(("outside", "shelf", "homes", "sink", "washer", "lost", "broken"), 0)
    for kind, of_person, boxes in sums:
        here, there = way(kind, of_person=of_person)
        at[here] -= boxes
        at[there] += boxes
    return Stand(bought=-at.pop("outside"), **at)


@dataclass
class Home:
    """One person's account. out = back + lost + still - unexplained, always.

    layers       (since, boxes) of what is still there: first out, first back, so the oldest that remain stand first
    back         taken back by a driver; lost: at this home
    unexplained  taken back or lost although nobody wrote them out; it never eats up a box that goes out later
    """

    layers: deque[tuple[datetime, int]] = field(default_factory=deque)
    out: int = 0
    back: int = 0
    lost: int = 0
    unexplained: int = 0
    first_unexplained: datetime | None = None

    @property
    def still(self) -> int:
        """Boxes at the home."""
        return sum(n for _, n in self.layers)

    @property
    def since(self) -> datetime | None:
        """When the oldest of them went out."""
        return self.layers[0][0] if self.layers else None

    def overdue(self, limit: datetime) -> int:
        """Boxes that went out before a moment."""
        return sum(n for at, n in self.layers if at < limit)


def in_order(moves: Iterable[Move]) -> list[Move]:
    """As they happened. What a driver takes back at a door goes before what he hands out there at the same moment: he does not take today's box."""
    return sorted(moves, key=lambda m: (m.made_at, m.kind != "returned", m.pk))


def home(moves: Iterable[Move]) -> Home:
    """The account of a person from the moves that stand and name this person."""
    found = Home()
    for move in in_order(moves):
        if move.kind == "out":
            found.out += move.boxes
            found.layers.append((move.made_at, move.boxes))
        elif move.kind in AT_HOME:
            if move.kind == "lost":
                found.lost += move.boxes
            else:
                found.back += move.boxes
            _take(found, move)
    return found


def _take(account: Home, move: Move) -> None:
    """The oldest go first; what is taken beyond what is there is unexplained."""
    wanted = move.boxes
    while wanted and account.layers:
        at, n = account.layers.popleft()
        if n > wanted:
            account.layers.appendleft((at, n - wanted))
        wanted -= min(n, wanted)
    if wanted:
        account.unexplained += wanted
        account.first_unexplained = account.first_unexplained or move.made_at


def still_out_days(rules: Mapping[str, BoxRule]) -> int:
    """After more than how many days a box at a home is asked for."""
    return rules["still_out"].days if "still_out" in rules else STILL_OUT_DAYS


def overdue_limit(today: date, days: int) -> datetime:
    """What went out before this moment has been out for more than `days` days: days of the calendar at the office, not hours."""
    return clock.at(today - timedelta(days=days), time.min)


def days_out(since: datetime, today: date) -> int:
    """How many days ago that was: 0 for today."""
    return (today - clock.local_date(since)).days


def wash_faults(*, method: str, celsius: int | None, minutes: int | None, rules: Mapping[str, BoxRule]) -> list[tuple[str, int]]:
    """(code, least) of what keeps a batch from being clean; empty when it is. A method that the pack does not know asks for minutes only."""
    least = rules.get(method)
    if minutes is None:
        return [("minutes", least.minutes if least else 1)]
    found = []
    if least and least.celsius and (celsius is None or celsius < least.celsius):
        found.append(("too_cold", least.celsius))
    if minutes < (least.minutes if least else 1):
        found.append(("too_short", least.minutes if least else 1))
    return found
