"""Read instruments from their files: one file each, every mistake said with file, line and field, and a file with a mistake is not used.

    instruments("yangpu", on=day)                  code → the version that holds on a day
    instrument("yangpu", "gbt42195", "2022")       one version, for an old record
    read_instrument(path)                          a file from anywhere, such as one that a site made
"""

import tomllib
from collections import defaultdict
from datetime import date
from functools import lru_cache
from pathlib import Path

from . import fields as f
from .errors import PackError
from .fields import Field
from .instrument_checks import check_instrument
from .instrument_shapes import KINDS, Answer, Band, Change, Instrument, Item, Section
from .lines import Lines, find_lines
from .loader import ROOT
from .named import CERTAINTIES
from .rows import read_row

_SAID = {"code": Field(f.code), "zh": Field(f.text), "en": Field(f.text), "certainty": Field(f.one_of(*CERTAINTIES), "")}
_POINTS = f.whole(0, 1000)
HEAD = _SAID | {
    "certainty": Field(f.one_of(*CERTAINTIES)),
    "version": Field(f.version),
    "holds_from": Field(f.day),
    "source_zh": Field(f.text),
    "source_en": Field(f.text),
    "better": Field(f.one_of("higher", "lower"), "higher"),
    "most": Field(_POINTS, 0),
    "changes_add": Field(f.truth, False),
    "months": Field(f.whole(0, 60), 0),
}
ROWS: dict[str, dict[str, Field]] = {
    "section": _SAID | {"most": Field(_POINTS, 0)},
    "answer": _SAID | {"code": Field(f.code, ""), "scale": Field(f.code), "points": Field(_POINTS, None)},
    "item": _SAID
    | {
        "section": Field(f.code),
        "kind": Field(f.one_of(*KINDS), "choice"),
        "scale": Field(f.code, ""),
        "optional": Field(f.truth, False),
        "least": Field(_POINTS, 0),
        "most": Field(_POINTS, 0),
        "hint_zh": Field(f.words, ""),
        "hint_en": Field(f.words, ""),
    },
    "band": _SAID | {"code": Field(f.code, ""), "level": Field(f.whole(0, 9)), "least": Field(_POINTS), "most": Field(_POINTS), "months": Field(f.whole(0, 60), 0)},
    "change": _SAID | {"effect": Field(f.one_of("to", "by")), "level": Field(f.whole(1, 9)), "item": Field(f.code, ""), "answer": Field(f.code, "")},
}


@lru_cache(maxsize=32)
def instruments(name: str = "yangpu", on: date | None = None) -> dict[str, Instrument]:
    """The instruments of a pack by code, each in the version that holds on a day (None: the newest). Raises PackError.

    Before its first version holds, an instrument is not there.
    """
    found: dict[str, Instrument] = {}
    for one in sorted(_all(name), key=lambda i: i.holds_from):
        if on is None or one.holds_from <= on:
            found[one.code] = one
    return dict(sorted(found.items()))


@lru_cache(maxsize=256)
def instrument(name: str, code: str, version: str) -> Instrument | None:
    """One version of an instrument, however old; None when the pack has none."""
    return next((one for one in _all(name) if (one.code, one.version) == (code, version)), None)


@lru_cache(maxsize=8)
def _all(name: str) -> tuple[Instrument, ...]:
    found = tuple(read_instrument(path) for path in sorted((ROOT / name / "instruments").glob("*.toml")))
    seen: dict[str, str] = {}
    for one in found:
        if one.id in seen:
            raise PackError(ROOT / name / "instruments" / one.file, None, "version", f"{one.id} is also in {seen[one.id]}")
        seen[one.id] = one.file
    return found


def read_instrument(path: Path) -> Instrument:
    """One file. Raises PackError."""
    return parse_instrument(path.read_text("utf-8"), path)


def parse_instrument(text: str, path: Path) -> Instrument:
    """The text of a file; `path` is only named in messages. Raises PackError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(path, None, "", f"cannot be read as TOML: {error}") from error
    lines = find_lines(text)
    rows = {array: raw.pop(array, []) for array in ROWS}
    head = read_row(path, lines, "", 0, raw, HEAD)
    for array, found in rows.items():
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise PackError(path, lines.get((array, 0, "")), array, f"rows must be written as [[{array}]]")
    read = {array: [read_row(path, lines, array, n, row, ROWS[array]) for n, row in enumerate(found)] for array, found in rows.items()}
    made = _build(path, lines, head, read)
    check_instrument(made, path, lines)
    return made


def _build(path: Path, lines: Lines, head: dict, read: dict[str, list[dict]]) -> Instrument:
    sure = head["certainty"]
    scales: dict[str, list[Answer]] = defaultdict(list)
    for row in read["answer"]:
        row = row | {"code": row["code"] or f"p{row['points']}", "certainty": row["certainty"] or sure}
        scales[row.pop("scale")].append(Answer(**row))
    items = []
    for n, row in enumerate(read["item"]):
        scale = row.pop("scale")
        if row["kind"] in ("choice", "many") and scale not in scales:
            raise PackError(path, lines.get(("item", n, "scale"), lines.get(("item", n, ""))), "scale", f"no [[answer]] has scale = {scale!r}")
        items.append(Item(**row | {"certainty": row["certainty"] or sure, "answers": tuple(scales.get(scale, ()))}))
    return Instrument(
        **head,
        sections=tuple(Section(**row | {"certainty": row["certainty"] or sure}) for row in read["section"]),
        items=tuple(items),
        bands=tuple(Band(**row | {"code": row["code"] or f"level{row['level']}", "certainty": row["certainty"] or sure}) for row in read["band"]),
        changes=tuple(Change(**row | {"certainty": row["certainty"] or sure}) for row in read["change"]),
        file=path.name,
    )
