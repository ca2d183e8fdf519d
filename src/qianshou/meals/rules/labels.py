"""What stands on a box: pure."""

import re

CODE = "QS/MEAL/"  # capitals, digits and "/" make the smallest square; it names no person


def code_of(order_id: int) -> str:
    """What the square on a label says: which order this box is."""
    return f"{CODE}{order_id}"


def order_in(text: str) -> int | None:
    """The order that a scanned square names, or None when it is another square."""
    found = re.fullmatch(rf"{CODE}([0-9]{{1,18}})", text.strip().upper())
    return int(found[1]) if found else None


def boxes(portions: int) -> list[tuple[int, int]]:
    """One label a box: (1, 2), (2, 2) for two portions."""
    return [(n, portions) for n in range(1, portions + 1)]
