"""Fees of classes: what was paid in parts, what is still owed, what is to be given back. Pure; all amounts in fen."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FEN = 1_000_000  # ten thousand yuan for a term: more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Line:
    """One payment, or one sum that was given back (`back`). One that was `reversed` never was."""

    fen: int
    back: bool = False
    reversed: bool = False


def balance(lines: Iterable[Line]) -> int:
    """What the street holds of one enrolment."""
    return sum(-one.fen if one.back else one.fen for one in lines if not one.reversed)


def owed(fee: int, held: int, *, has_place: bool) -> int:
    """What is still to be paid; whoever has no place owes nothing."""
    return max(0, fee - held) if has_place else 0


def fits(fee: int, held: int) -> bool:
    """Whether the books of one enrolment may stand so: never below nothing, never above the fee."""
    return 0 <= held <= fee
