"""Whether an instrument hangs together: its parts name each other, its points add up, its bands leave no total out."""

from collections.abc import Iterable
from pathlib import Path

from .errors import PackError
from .instrument_shapes import CHOICE, MANY, NUMBER, Instrument, Said
from .lines import Lines


def check_instrument(one: Instrument, path: Path, lines: Lines) -> None:
    """Raises PackError for the first fault."""

    def fault(array: str, index: int, key: str, message: str) -> PackError:
        return PackError(path, lines.get((array, index, key), lines.get((array, index, ""))), key, message)

    if not one.sections or not one.items:
        raise PackError(path, None, "section" if not one.sections else "item", "there is none")
    for array, rows in (("section", one.sections), ("item", one.items), ("change", one.changes)):
        if (n := _twice(rows)) is not None:
            raise fault(array, n, "code", f"{rows[n].code!r} is there twice")
    known = {section.code for section in one.sections}
    for n, item in enumerate(one.items):
        if item.section not in known:
            raise fault("item", n, "section", f"{item.section!r} is no [[section]]")
        if item.kind in (CHOICE, MANY):
            if _twice(item.answers) is not None:
                raise fault("item", n, "scale", "two answers of its scale have one code (give points or codes that differ)")
            if item.kind == CHOICE and {a.points is None for a in item.answers} == {True, False}:
                raise fault("item", n, "scale", "some answers of its scale have points and some have none")
        if item.scored and item.optional:
            raise fault("item", n, "optional", "what is scored must be answered")
        if item.kind == NUMBER and item.least >= item.most:
            raise fault("item", n, "most", "must be more than least")
    for n, section in enumerate(one.sections):
        items = one.items_of(section.code)
        if not items:
            raise fault("section", n, "code", f"{section.code!r} has no [[item]]")
        if (total := sum(i.most_points for i in items)) != section.most:
            raise fault("section", n, "most", f"says {section.most}, and the highest answers of its items add up to {total}")
    if (total := sum(s.most for s in one.sections)) != one.most:
        raise PackError(path, lines.get(("", 0, "most")), "most", f"says {one.most}, and its sections add up to {total}")
    _check_bands(one, path, lines)


def _check_bands(one: Instrument, path: Path, lines: Lines) -> None:
    """Every total in one band; levels 0, 1, 2 … without a gap, and worse as the points get worse."""
    if not one.bands:
        if one.changes:
            raise PackError(path, lines.get(("change", 0, "")), "change", "changes a level, and there is no [[band]]")
        return
    places = {band.level: n for n, band in enumerate(one.bands)}
    if sorted(places) != list(range(len(one.bands))):
        raise PackError(path, lines.get(("band", 0, "level")), "level", f"levels must be 0 to {len(one.bands) - 1}, each once")
    rising = sorted(one.bands, key=lambda b: b.level, reverse=one.better == "higher")
    expected = 0
    for band in rising:
        if band.least != expected or band.most < band.least:
            line = lines.get(("band", places[band.level], "least"))
            raise PackError(path, line, "least", f"level {band.level} must begin at {expected}: every total belongs to one level")
        expected = band.most + 1
    if expected != one.most + 1:
        raise PackError(path, lines.get(("band", places[rising[-1].level], "most")), "most", f"the last level must end at {one.most}")
    for n, change in enumerate(one.changes):
        if change.level > one.worst:
            raise PackError(path, lines.get(("change", n, "level")), "level", f"there is no level {change.level}")
        item = one.item(change.item)
        if (change.item or change.answer) and (item is None or item.answer(change.answer) is None):
            raise PackError(path, lines.get(("change", n, "item")), "item", f"no item {change.item!r} has an answer {change.answer!r}")


def _twice(rows: Iterable[Said]) -> int | None:
    seen: set[str] = set()
    for n, row in enumerate(rows):
        if row.code in seen:
            return n
        seen.add(row.code)
    return None
