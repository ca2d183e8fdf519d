"""Reading JSON by hand, so that what is wrong is said with the name of the field: `visits[3].windows[0]: …`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


class FileError(ValueError):
    """A problem or plan that cannot be used. `str()` names the field and what is wrong with it."""


class Fields:
    """One JSON object being read; `path` is where it stands in the file. Keys not asked for are refused by `done`."""

    def __init__(self, data: Any, path: str) -> None:
        if not isinstance(data, dict):
            raise FileError(f"{path or 'the file'}: an object is wanted")
        self._data, self._path, self._asked = data, path, set()

    def at(self, key: str) -> str:
        """The full name of a field."""
        return f"{self._path}.{key}" if self._path else key

    def raw(self, key: str, default: Any = ...) -> Any:
        """The value as it stands; FileError if it is missing and there is no default."""
        self._asked.add(key)
        if key not in self._data:
            if default is ...:
                raise FileError(f"{self.at(key)}: missing")
            return default
        return self._data[key]

    def text(self, key: str, default: Any = ...) -> str:
        """A string."""
        return self._typed(key, default, str, "a text is wanted")

    def flag(self, key: str, default: Any = ...) -> bool:
        """true or false."""
        return self._typed(key, default, bool, "true or false is wanted")

    def whole(self, key: str, default: Any = ..., low: int = 0) -> int:
        """A whole number not below `low` (`12` and `12.0` alike)."""
        value = self.raw(key, default)
        return value if value is default else whole(value, self.at(key), low)

    def number(self, key: str, default: Any = ..., low: float = 0) -> float:
        """A number not below `low`."""
        value = self.raw(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= low:
            raise FileError(f"{self.at(key)}: a number from {low:g} on is wanted, not {value!r}")
        return value

    def texts(self, key: str, default: tuple = ()) -> tuple[str, ...]:
        """A list of strings."""
        return self.many(key, lambda v, path: _text(v, path), default)

    def many(self, key: str, one: Callable[[Any, str], Any], default: Any = ...) -> tuple:
        """A list, each entry read by `one(value, path)`."""
        value = self.raw(key, default)
        if value is default:
            return default
        if not isinstance(value, list | tuple):
            raise FileError(f"{self.at(key)}: a list is wanted")
        return tuple(one(v, f"{self.at(key)}[{k}]") for k, v in enumerate(value))

    def table(self, key: str, one: Callable[[Any, str], Any]) -> dict[str, Any]:
        """An object with free keys, each value read by `one(value, path)`; empty if missing."""
        value = self.raw(key, {})
        if not isinstance(value, dict):
            raise FileError(f"{self.at(key)}: an object is wanted")
        return {k: one(v, f"{self.at(key)}.{k}") for k, v in value.items()}

    def _typed(self, key: str, default: Any, kind: type, wish: str) -> Any:
        value = self.raw(key, default)
        if value is not default and not isinstance(value, kind):
            raise FileError(f"{self.at(key)}: {wish}, not {value!r}")
        return value

    def done(self) -> None:
        """Refuse keys that nobody asked for: a misspelt field must not be silently ignored."""
        for key in self._data:
            if key not in self._asked:
                raise FileError(f"{self.at(key)}: unknown field")


def whole(value: Any, path: str, low: int = 0) -> int:
    """A whole number not below `low`."""
    good = not isinstance(value, bool) and isinstance(value, int | float) and value == int(value) and value >= low
    if not good:
        raise FileError(f"{path}: a whole number from {low} on is wanted, not {value!r}")
    return int(value)


def pair(value: Any, path: str) -> tuple[int, int]:
    """Two whole numbers, the second not below the first."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise FileError(f"{path}: two numbers [from, to] are wanted")
    a, b = whole(value[0], f"{path}[0]"), whole(value[1], f"{path}[1]")
    if b < a:
        raise FileError(f"{path}: ends ({b}) before it begins ({a})")
    return a, b


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise FileError(f"{path}: a text is wanted, not {value!r}")
    return value


def parsed(data: str | bytes | dict[str, Any]) -> Any:
    """JSON as text, or parsed already, as data. FileError if it is none."""
    if isinstance(data, dict):
        return data
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as e:
        raise FileError(f"the file is not JSON: {e}") from e


def expect_format(f: Fields, wanted: str) -> None:
    """FileError unless the file says it is of this format, or says nothing."""
    if (got := f.text("format", wanted)) != wanted:
        raise FileError(f"format: {wanted!r} is wanted, not {got!r}")
