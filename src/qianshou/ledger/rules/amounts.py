"""Units of the ledger and how an amount is written. Amounts are whole numbers everywhere; pure."""

from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What an account counts. Units are never mixed in one transaction."""

    FEN = "fen"  # money: a hundredth of a yuan
    POINTS = "points"
    MINUTES = "minutes"  # hours of the time bank


UNITS = tuple(unit.value for unit in Unit)
MINUS = "−"


def amount_text(amount: int, unit: str) -> str:
    """An amount as it stands in a column: 1,234.50 (yuan), 1,234 (points), 20:34 (hours and minutes); with a true minus sign."""
    sign, size = (MINUS if amount < 0 else ""), abs(amount)
    if unit == Unit.FEN:
        return f"{sign}{size // 100:,}.{size % 100:02d}"
    if unit == Unit.MINUTES:
        return f"{sign}{size // 60:,}:{size % 60:02d}"
    return f"{sign}{size:,}"


def plain_amount(amount: int, unit: str) -> Decimal | int:
    """An amount for a spreadsheet, so that it can be added up there: yuan with two places, whole points, whole minutes."""
    return Decimal(amount).scaleb(-2) if unit == Unit.FEN else amount
