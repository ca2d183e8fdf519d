"""Tables of the ledger."""

from .account import Account, Month
from .entry import Posting, Transaction

__all__ = ["Account", "Month", "Posting", "Transaction"]
