"""The rooms of the desk's pages, found by looking: each folder here with a `urls.py` is one, and `nav.py` gives its door."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.urls import NoReverseMatch, reverse

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the main menu. `letter` goes there after `g` on the keyboard."""

    order: int
    url_name: str
    label: object
    capability: str
    letter: str


def with_module(name: str) -> list[str]:
    """Dotted names of `web/<room>/<name>.py`, by room."""
    rooms = sorted(p.name for p in HERE.iterdir() if p.is_dir() and (p / "__init__.py").exists())
    return [f"{__package__}.{room}.{name}" for room in rooms if find_spec(f"{__package__}.{room}.{name}")]


@lru_cache(maxsize=1)
def doors() -> tuple[Door, ...]:
    """Every room's `NAV = [(order, url_name, label, capability)]`, in order, each with a letter of its own."""
    entries = sorted((e for module in with_module("nav") for e in import_module(module).NAV), key=lambda e: (e[0], e[1]))
    taken: set[str] = set()
    found = []
    for order, url_name, label, capability in entries:
        letter = next((c for c in url_name if c.isalpha() and c not in taken), "")
        taken.add(letter)
        found.append(Door(order, url_name, label, capability, letter))
    return tuple(found)


def address(name: str, *args: object) -> str:
    """The address of a page of another room, or "" where that room is not there: rooms know each other by name only."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
