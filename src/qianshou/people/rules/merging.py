"""Two people edit one file: what each changed since they both began, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merge:
    """values: everything that only one of the two changed, taken together. conflicts: field → (now in the file, mine)."""

    values: dict[str, object]
    conflicts: dict[str, tuple[object, object]]


def three_way(base: Mapping[str, object], now: Mapping[str, object], mine: Mapping[str, object]) -> Merge:
    """Merge my edit of `base` into a file that has meanwhile become `now`. Fields missing from `base` count as changed by me."""
    values: dict[str, object] = {}
    conflicts: dict[str, tuple[object, object]] = {}
    for field, wanted in mine.items():
        current = now.get(field)
        if field in base and wanted == base[field]:
            continue  # I left it alone: whatever it is now stays
        if field not in base or current == base[field] or current == wanted:
            values[field] = wanted
        else:
            conflicts[field] = (current, wanted)
    return Merge(values, conflicts)
