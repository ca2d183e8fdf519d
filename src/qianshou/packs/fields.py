"""The kinds of value that a pack's tables hold, each with the words for what is wrong with it.

A reader takes the raw TOML value and returns the clean one, or raises ValueError with the end of a sentence ("must be …").
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

Reader = Callable[[object], object]

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table: how it is read, and what it is when absent (required when `default` is REQUIRED)."""

    read: Reader
    default: object = ...

    @property
    def required(self) -> bool:
        return self.default is ...


def code(value: object) -> str:
    """A short name for programs: lower-case letters, digits, underscores."""
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    raise ValueError(f"must be lower-case letters, digits and underscores, not {value!r}")


def version(value: object) -> str:
    """A version as it may stand in an address: digits, letters, dots, hyphens."""
    if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}", value):
        return value
    raise ValueError(f"must be letters, digits, dots and hyphens in quotes such as \"2026.1\", not {value!r}")


def text(value: object) -> str:
    """Words, with none at the ends but letters; may not be empty."""
    if isinstance(value, str) and value.strip():
        return " ".join(value.split())
    raise ValueError(f"must be text, not {value!r}")


def words(value: object) -> str:
    """Words that may be empty: nobody has filled them in yet."""
    if isinstance(value, str):
        return " ".join(value.split())
    raise ValueError(f"must be text, not {value!r}")


def truth(value: object) -> bool:
    """true or false."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"must be true or false, not {value!r}")


def day(value: object) -> date:
    """A date as TOML writes it, without quotes: 2026-01-01."""
    if isinstance(value, date) and not hasattr(value, "hour"):
        return value
    raise ValueError(f"must be a date without quotes such as 2026-01-01, not {value!r}")


def clock_time(value: object) -> time:
    """A time as TOML writes it (07:30:00) or as "07:30"."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return time.fromisoformat(value)
    raise ValueError(f'must be a time such as "07:30", not {value!r}')


def whole(least: int, most: int) -> Reader:
    """A whole number within bounds."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise ValueError(f"must be a whole number from {least} to {most}, not {value!r}")

    return read


def one_of(*choices: str) -> Reader:
    """One of a few words."""

    def read(value: object) -> str:
        if value in choices:
            return str(value)
        raise ValueError(f"must be one of {', '.join(choices)}, not {value!r}")

    return read


def many(item: Reader) -> Reader:
    """A list without repeats, as a tuple in the order written."""

    def read(value: object) -> tuple:
        if not isinstance(value, list):
            raise ValueError(f"must be a list in square brackets, not {value!r}")
        found = tuple(item(one) for one in value)
        if len(set(found)) < len(found):
            raise ValueError(f"names something twice: {value!r}")
        return found

    return read


def window(value: object) -> tuple[time, time]:
    """Two times, the first before the second: ["06:30", "08:30"]."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f'must be two times such as ["06:30", "08:30"], not {value!r}')
    start, end = clock_time(value[0]), clock_time(value[1])
    if start >= end:
        raise ValueError(f"must begin before it ends, not {value!r}")
    return start, end
