"""Tables of the ledger."""

from .account import Account, Month
from .entry import Posting, Transaction
from .receipt import Receipt

__all__ = ["Account", "Month", "Posting", "Receipt", "Transaction"]
