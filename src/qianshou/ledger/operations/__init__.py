"""Writes of the ledger: one public function for one act. Each runs in the caller's transaction where there is one."""

from .accounts import open_account, set_least
from .errors import BelowLeast, Closed, Differs, LedgerError, NotReversible
from .passing_on import MERGED_SOURCE
from .posting import post
from .posting_many import Entry, post_many
from .receipts import issue_receipt, print_receipt
from .reversing import reverse

__all__ = [
    "MERGED_SOURCE", "BelowLeast", "Closed", "Differs", "Entry", "LedgerError", "NotReversible", "issue_receipt", "open_account", "post", "post_many", "print_receipt", "reverse",
    "set_least",
]  # fmt: skip
