"""What became of a box, from all that was said at its door and was not taken back. Pure, and the same whatever the order in which it is heard.

    handed over, left with a neighbour   the box is out of the driver's hands. Nothing that is said later un-feeds a person: a driver who comes
                                         by again and finds nobody in has not taken the meal back. Only a retraction does.
                                         Of the two, the later word holds (the neighbour's box was handed over by herself after all).
    refused, nobody answers              else the last of these holds: it was said at the door.
    back to the kitchen                  else. It tells where the box is, not what happened at the door, so it never hides
                                         why nobody ate: "nobody answers", then "back to the kitchen" stays "nobody answers".

Words of one moment are ordered by what they say (`_WEIGHT`) and by the name of what brought them, never by their arrival.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

HANDED, NEIGHBOUR, NOBODY, REFUSED, BACK = "handed", "neighbour", "nobody", "refused", "back"
PLANNED = "planned"
KINDS = (HANDED, NEIGHBOUR, NOBODY, REFUSED, BACK)
FED = (HANDED, NEIGHBOUR)
SEEN = (HANDED, REFUSED)  # somebody saw the person: a meal is the day's look at her
_WEIGHT = {BACK: 0, NOBODY: 1, NEIGHBOUR: 2, REFUSED: 3, HANDED: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One word at a door that stands. `key` names what brought it ("act:<uuid>"), or the event; `tenths` of a degree Celsius."""

    key: str
    kind: str
    made_at: datetime
    tenths: int | None = None
    boxes_back: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a delivery stands. `by` is the key of the word that decides; `tenths` and `boxes_back` as `outcome_of` says."""

    state: str = PLANNED
    ended_at: datetime | None = None
    tenths: int | None = None
    boxes_back: int = 0
    by: str = ""


def in_order(said: Iterable[Said]) -> list[Said]:
    """As it happened, whatever the order of arrival."""
    return sorted(said, key=lambda s: (s.made_at, _WEIGHT[s.kind], s.key))


def outcome_of(said: Iterable[Said]) -> Ended:
    """The state of a delivery. The temperature is that of the deciding word, else the last that was measured.

    Empty boxes taken back: the most that any word tells. The same boxes are told twice (by the phone, and by telephone to the desk) far
    oftener than a driver fetches some in two goes.
    """
    heard = in_order(said)
    if not heard:
        return Ended()
    fed = [s for s in heard if s.kind in FED]
    at_the_door = [s for s in heard if s.kind != BACK]
    decides = (fed or at_the_door or heard)[-1]
    measured = [s.tenths for s in heard if s.tenths is not None]
    tenths = decides.tenths if decides.tenths is not None else measured[-1] if measured else None
    return Ended(decides.kind, decides.made_at, tenths, max(s.boxes_back for s in heard), decides.key)


def proofs_of(said: Iterable[Said]) -> list[Said]:
    """The words that meet the due "brought to her": those who saw her first, in their order.

    A box at the neighbour's is proof that she was brought her meal, and none that anybody saw her. Where somebody also said that
    nobody answers, it is no proof at all: that alarm ends when somebody has seen or reached her, not by a box next door.
    """
    heard = in_order(said)
    seen = [s for s in heard if s.kind in SEEN]
    unanswered = any(s.kind == NOBODY for s in heard)
    return seen + ([] if unanswered and not seen else [s for s in heard if s.kind == NEIGHBOUR])


def alarms(said: Iterable[Said]) -> bool:
    """Nobody answers, and nobody has seen her: somebody must look now."""
    kinds = {s.kind for s in said}
    return NOBODY in kinds and not kinds & set(SEEN)


def moves_of(said: Sequence[Said], boxes: int) -> dict[str, int]:
    """Kind of box move → boxes, of an order with so many boxes.

    A box that came back full is "unopened" only when somebody says that it is back: until then it stands on the cart.
    """
    ended, found = outcome_of(said), {}
    if ended.state in FED:
        found["out"] = boxes
    elif any(s.kind == BACK for s in said):
        found["unopened"] = boxes
    if ended.boxes_back:
        found["returned"] = ended.boxes_back
    return found


def is_cold(tenths: int | None, hot_celsius: int) -> bool:
    """Whether a box was handed over below the least core temperature."""
    return tenths is not None and tenths < hot_celsius * 10


def asks_temperature(position: int, of: int) -> bool:
    """Whether the driver is asked to measure at the door number `position` (from 1) of a trip with `of` doors.

    The first and the last: the first says how the boxes left the kitchen, the last how cold they got; a thermometer at each door would
    cost a minute each, and the boxes in between lie between the two.
    """
    return position in (1, of)
