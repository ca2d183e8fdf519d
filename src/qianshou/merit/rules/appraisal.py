"""A carer's month in points: what each record is worth goes in, parts with points and their grounds come out. Pure.

What is not known stays unknown: an item with too few records has no points, neither nothing nor all, and takes no part in the sum. With fewer
items than half of all weights (the pack's `said_least`) there is no score at all.

Kept by the property tests: an item's points lie between 0 and its weight, a score between 0 and 100; a record that is worth more never lowers
either; nor does one more wholly good record of an item that is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

TENTH = 10  # points, percents and scores are whole tenths: 873 is 87.3
NONE, FEW = "none", "few"  # why an item is not said: there is no record, there are fewer than `least`


class Item(Protocol):
    """An item as the pack has it (packs.shapes_praise.AppraisalItem)."""

    code: str
    kind: str
    weight: int
    least: int
    zero: int
    full: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What was found for one item: the worth of each record (percent, 0 to 100), and an allowance in tenths of a percent (0 or more)."""

    worths: Sequence[int]
    allowance: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One item scored. `share` in tenths of a percent with the allowance in it, `points` in tenths; both None while it cannot be said (`why`)."""

    code: str
    kind: str
    weight: int
    records: int
    share: int | None
    allowance: int
    points: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A month. `tenths` of a hundred, None when there is not enough to say; `said` of `whole` weights took part."""

    parts: tuple[Part, ...]
    said: int
    whole: int
    tenths: int | None

    def of(self, kind: str) -> Part | None:
        """The part of a kind."""
        return next((part for part in self.parts if part.kind == kind), None)


def score_part(item: Item, measure: Measure) -> Part:
    """The points of one item: nothing at `zero` percent, all at `full`, between them in proportion, rounded down to a tenth."""
    count = len(measure.worths)
    if count < item.least:
        return Part(item.code, item.kind, item.weight, count, None, 0, None, FEW if count else NONE)
    share = min(100 * TENTH, sum(measure.worths) * TENTH // count + measure.allowance)
    above = min(max(share - item.zero * TENTH, 0), (item.full - item.zero) * TENTH)
    return Part(item.code, item.kind, item.weight, count, share, measure.allowance, item.weight * TENTH * above // ((item.full - item.zero) * TENTH))


def score(items: Iterable[Item], measures: Mapping[str, Measure], said_least: int) -> Score:
    """All items of a month, `measures` by kind; `said_least` is the percent of all weights that must be said for a score."""
    parts = tuple(score_part(item, measures.get(item.kind, Measure(()))) for item in items)
    whole = sum(part.weight for part in parts)
    said = sum(part.weight for part in parts if part.points is not None)
    enough = said > 0 and said * 100 >= whole * said_least
    points = sum(part.points or 0 for part in parts)
    return Score(parts, said, whole, points * 100 // said if enough else None)


def result_of(tenths: int | None, results: Mapping[str, int]) -> str:
    """The word's code for a score: of `results` (code → from this percent on) the highest that is reached; "" without a score."""
    if tenths is None:
        return ""
    reached = [(percent, code) for code, percent in results.items() if tenths >= percent * TENTH]
    return max(reached)[1] if reached else ""


def tenths_text(tenths: int | None) -> str:
    """87.3; an empty string for what is not known."""
    return "" if tenths is None else f"{tenths // TENTH}.{tenths % TENTH}"
