"""The lines of a transaction: what is added to which account. Pure."""

from collections.abc import Iterable, Mapping

LARGEST = 2**62  # what a column of eight bytes holds, with room to add


class BadLines(ValueError):
    """Lines that are no transaction. `code`: few (under two) | zero (a line of nothing) | whole (not a whole number, or too large) |
    twice (one account in two lines) | unbalanced (they do not add up to nothing) | mixed (accounts of several units or streets)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """(account id, amount) lines as {account id: amount}, when they are a transaction; BadLines otherwise."""
    held: dict[int, int] = {}
    for account_id, amount in lines:
        if type(amount) is not int or abs(amount) > LARGEST:
            raise BadLines("whole")
        if amount == 0:
            raise BadLines("zero")
        if account_id in held:
            raise BadLines("twice")
        held[account_id] = amount
    if len(held) < 2:
        raise BadLines("few")
    if sum(held.values()) != 0:
        raise BadLines("unbalanced")
    return held


def mirrored(lines: Mapping[int, int]) -> dict[int, int]:
    """The lines that take these back, exactly."""
    return {account_id: -amount for account_id, amount in lines.items()}


def short_of(balance: int, amount: int, least: int | None) -> int:
    """By how much an account would fall below its least balance; 0 when it would not. What it gains is never refused here."""
    return 0 if least is None or amount > 0 else max(0, least - balance - amount)
