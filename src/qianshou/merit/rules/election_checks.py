"""Whether somebody may be elected, rule by rule, each with what was found and what was wanted. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

IN_POST, MONTHS, POINTS, VISITS, HOURS, BY_HAND = "in_post", "months", "points", "visits", "hours", "by_hand"
KINDS = (IN_POST, MONTHS, POINTS, VISITS, HOURS, BY_HAND)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the program knows of a nominee: days of joining and leaving, and her work from `first` to `last`."""

    first: date
    last: date
    joined_on: date | None
    left_on: date | None
    points: int
    visits: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the pack: what it looks at, and the least number."""

    code: str
    kind: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule answered. ok: None while a person has to say it. `found` and `wanted` are numbers in the rule's own unit; `why` is an officer's reason
    where an officer has decided."""

    code: str
    kind: str
    ok: bool | None
    found: int | None
    wanted: int
    by_officer: bool = False
    why: str = ""


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another; 0 when the second is earlier."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def findings(rules: Iterable[Rule], facts: Facts, decided: Mapping[str, tuple[bool, str]]) -> list[Finding]:
    """Every rule in its order. `decided`: code of a rule → (may she stand in spite of or because of it, why), said by an officer."""
    return [_decided(_finding(rule, facts), decided) for rule in rules]


def _decided(found: Finding, decided: Mapping[str, tuple[bool, str]]) -> Finding:
    if found.code not in decided:
        return found
    ok, why = decided[found.code]
    return Finding(found.code, found.kind, ok, found.found, found.wanted, True, why)


def _finding(rule: Rule, facts: Facts) -> Finding:
    if rule.kind == BY_HAND:
        return Finding(rule.code, rule.kind, None, None, rule.number)
    if rule.kind == IN_POST:
        there = facts.left_on is None or facts.left_on >= facts.last
        return Finding(rule.code, rule.kind, there, int(there), 1)
    if rule.kind == MONTHS and facts.joined_on is None:
        return Finding(rule.code, rule.kind, None, None, rule.number)  # nobody wrote down since when: an officer says it
    value = {
        MONTHS: months_between(facts.joined_on, facts.last) if facts.joined_on else 0, POINTS: facts.points, VISITS: facts.visits, HOURS: facts.minutes // 60,
    }[rule.kind]  # fmt: skip
    return Finding(rule.code, rule.kind, value >= rule.number, value, rule.number)


def may_stand(found: Iterable[Finding]) -> bool | None:
    """True when every rule is met; False when one is not; None while one waits for an answer."""
    answers = [one.ok for one in found]
    if False in answers:
        return False
    return None if None in answers else True
