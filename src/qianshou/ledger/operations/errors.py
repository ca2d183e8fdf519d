"""Why the ledger says no."""


class LedgerError(Exception):
    """The act cannot be done; nothing was written. `params` say which account or source it is about."""

    def __init__(self, **params: object) -> None:
        super().__init__(params)
        self.params = params


class Differs(LedgerError):
    """`source` (or the account's `code`) stands in the books with other content."""


class BelowLeast(LedgerError):
    """The account (`account_id`) would fall below its least balance, by `short`."""


class Closed(LedgerError):
    """The account (`account_id`) was closed by a merge of two files; its balance is with `successor_id`."""


class NotReversible(LedgerError):
    """`code`: reversal (a reversal is not taken back: post anew) | merged (a merge of two files moved it: take the merge back) |
    earlier (it would happen before what it takes back)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code=code, **params)
        self.code = code
