"""From answers to points, from points to a level, from reasons to a worse level. Pure: the same answers always give the same score.

Answers are what a record keeps: item code → answer code ("choice"), list of codes ("many"), words ("text"), whole number ("number").
No instrument here says how to make up for a missing answer, so none is made up for: a total without one of its items is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from qianshou.packs.instrument_shapes import CHOICE, MANY, NUMBER, Change, Instrument, Item

Answers = Mapping[str, object]
NOTHING = "none"  # the answer of a "many" item that excludes the others
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """Why answers cannot stand: `why` is missing | unknown_item | unknown_answer | not_a_number | out_of_range | too_long | nothing_and_more |
    unknown_change; `item` is its code."""

    item: str
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """`total` and `by_section` in points; `by_points` the level that the points alone give, `level` after the reasons; None without bands.

    reasons  codes of the changes that made the level worse
    """

    total: int
    by_section: dict[str, int]
    by_points: int | None
    level: int | None
    reasons: tuple[str, ...] = ()


def faults_of(instrument: Instrument, answers: Answers, changes: Collection[str] = (), *, partial: bool = False) -> list[Fault]:
    """What is wrong, in the order of the items. `partial`: a draft, in which nothing is missing yet."""
    known = {item.code for item in instrument.items}
    found = [Fault(code, "unknown_item") for code in answers if code not in known]
    for item in instrument.items:
        if _empty(answers.get(item.code)):
            if not (partial or item.optional):
                found.append(Fault(item.code, "missing"))
        elif why := _fault(item, answers[item.code]):
            found.append(Fault(item.code, why))
    return found + [Fault(code, "unknown_change") for code in sorted(set(changes) - {c.code for c in instrument.changes})]


def score(instrument: Instrument, answers: Answers, changes: Collection[str] = ()) -> Score:
    """Points, level and what changed it. ValueError while `faults_of` finds anything: what is missing is asked, not guessed."""
    if faults := faults_of(instrument, answers, changes):
        raise ValueError(f"{instrument.id}: {', '.join(f'{f.item}: {f.why}' for f in faults)}")
    by_section = {s.code: sum(_points(i, answers) for i in instrument.items_of(s.code)) for s in instrument.sections}
    total = sum(by_section.values())
    by_points = next((b.level for b in instrument.bands if b.least <= total <= b.most), None)
    if by_points is None:
        return Score(total, by_section, None, None)
    level, reasons = _changed(instrument, by_points, [c for c in instrument.changes if c.code in changes or _said(c, answers)])
    return Score(total, by_section, by_points, level, reasons)


def _changed(instrument: Instrument, level: int, changes: list[Change]) -> tuple[int, tuple[str, ...]]:
    """The level after the reasons. First those that set one, then those that add; which of them made a difference."""
    worst, reasons = instrument.worst, []
    for change in changes:
        if change.effect == "to" and change.level > level:
            level = change.level
            reasons.append(change.code)
    steps = [c for c in changes if c.effect == "by"]
    if not instrument.changes_add:  # one of them counts, and all are named: each alone would have done it
        most = max((c.level for c in steps), default=0)
        if most and level < worst:
            level = min(worst, level + most)
            reasons += [c.code for c in steps if c.level == most]
        return level, tuple(reasons)
    for change in steps:
        if level < worst:
            level = min(worst, level + change.level)
            reasons.append(change.code)
    return level, tuple(reasons)


def _said(change: Change, answers: Answers) -> bool:
    """Whether an answer says so by itself."""
    return bool(change.item) and answers.get(change.item) == change.answer


def _points(item: Item, answers: Answers) -> int:
    return item.answer(str(answers[item.code])).points if item.scored else 0


def _empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _fault(item: Item, value: object) -> str:
    if item.kind == CHOICE:
        return "" if isinstance(value, str) and item.answer(value) else "unknown_answer"
    if item.kind == MANY:
        if not isinstance(value, list | tuple) or len(set(map(str, value))) != len(value) or any(item.answer(str(v)) is None for v in value):
            return "unknown_answer"
        return "nothing_and_more" if NOTHING in value and len(value) > 1 else ""
    if item.kind == NUMBER:
        if not isinstance(value, int) or isinstance(value, bool):
            return "not_a_number"
        return "" if item.least <= value <= item.most else "out_of_range"
    return "" if isinstance(value, str) and len(value) <= LONGEST_WORDS else "too_long"
