"""The family page's door: what a code may be, how many tries there are, how long a link holds, and what stands at it now."""

from datetime import datetime, timedelta
from enum import StrEnum

TRIES = 5  # wrong codes until the link is locked
LINK_DAYS = 365  # then the elder is asked again
SESSION = timedelta(hours=12)  # after a right code, on one browser
LOOK_EVERY = timedelta(minutes=10)  # a page that is read again within this time is the same look


class Door(StrEnum):
    """What somebody finds who comes by a link."""

    OPEN = "open"
    LOCKED = "locked"
    SHUT = "shut"
    OVER = "over"  # its time has run out


def door(*, shut_at: datetime | None, locked_at: datetime | None, expires_at: datetime, agreed: bool, now: datetime) -> Door:
    """The door of a link. `agreed`: the elder's consent to the family page holds now; without it nobody looks in, whatever the link says."""
    if shut_at is not None or not agreed:
        return Door.SHUT
    if now >= expires_at:
        return Door.OVER
    return Door.LOCKED if locked_at is not None else Door.OPEN


def normal_code(typed: str) -> str:
    """A code as somebody types it, in its one writing: digits of any width, without blanks and dashes; "" for anything else."""
    digits = "".join(str(int(c)) if c.isdigit() and c.isdecimal() else c for c in typed if not c.isspace() and c not in "-—–·")
    return digits if len(digits) == 6 and digits.isascii() and digits.isdigit() else ""


def shown_code(code: str) -> str:
    """A code as it is read aloud: two groups of three."""
    return f"{code[:3]} {code[3:]}"
