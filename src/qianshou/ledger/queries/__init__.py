"""Reads of the ledger: each takes the user's scope; what one may not see does not exist."""

from .accounts import EMPTY, HELD, OWED, Sums, account_of, accounts, balance_at, balances_at, sums, transaction_of
from .statement import Line, Statement, statement

__all__ = ["EMPTY", "HELD", "OWED", "Line", "Statement", "Sums", "account_of", "accounts", "balance_at", "balances_at", "statement", "sums", "transaction_of"]
