"""What decides in the ledger, pure."""

from .amounts import MINUS, UNITS, Unit, amount_text, plain_amount
from .lines import BadLines, checked, mirrored, short_of

__all__ = ["MINUS", "UNITS", "BadLines", "Unit", "amount_text", "checked", "mirrored", "plain_amount", "short_of"]
