"""Whether a threshold is reached, and which step of an honour may follow which. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

# From a state, by an act, to a state. Nothing leads away from confirmed: an honour that was given is not taken away by a click.
STEPS = {
    ("proposed", "approve"): "approved",
    ("proposed", "refuse"): "refused",
    ("approved", "confirm"): "confirmed",
    ("approved", "refuse"): "refused",
    ("refused", "reopen"): "proposed",
}


class Threshold(Protocol):
    """As the pack has it (packs.shapes_praise.HonourRule)."""

    at: int
    tiers: tuple[str, ...]


def reached(rule: Threshold, tier: str, value: int) -> bool:
    """Whether a carer of this tier has reached it."""
    return value >= rule.at and (not rule.tiers or tier in rule.tiers)


class ReachedBy(Protocol):
    """Who reached which threshold (merit.queries.honours.Reached)."""

    @property
    def who(self) -> int:
        """The carer's id."""

    @property
    def kind(self) -> str:
        """Of the threshold."""

    @property
    def at(self) -> int:
        """The threshold."""


Found = TypeVar("Found", bound=ReachedBy)


def highest(found: Iterable[Found]) -> list[Found]:
    """Of several thresholds of one kind that somebody reached only the highest, in the order they came: ten years of service cover five."""
    best: dict[tuple[int, str], Found] = {}
    for one in found:
        if (held := best.get((one.who, one.kind))) is None or one.at > held.at:
            best[one.who, one.kind] = one
    return list(best.values())


def full_years(since: date, on: date) -> int:
    """Full years from a day on; of 29 February the anniversary is 1 March."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def step(state: str, act: str) -> str | None:
    """The state that the act leads to; None when it may not be done now."""
    return STEPS.get((state, act))
