"""Which fonts a volume is set in, and which characters none of them can print.

The machine's serif face for simplified Chinese is used where there is one, and the font that ships with the program
where there is none, or where the machine's lacks a character. typst leaves a blank for a missing glyph and says nothing,
so every string is checked against the very fonts that the document names (fallback to others is off).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

SHIPPED_FAMILY = "Qianshou Serif"
SHIPPED = Path(__file__).resolve().parent / "fonts"
# In order of liking: faces an office knows as 宋体. A family here must cover simplified Chinese.
MACHINE_FAMILIES = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "STSong", "SimSun", "NSimSun", "FandolSong")
INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\ufeff")


@dataclass(frozen=True)
class Faces:
    """The fonts of a document: families in order, whether the first has a real bold, the code points they have together."""

    families: tuple[str, ...]
    has_bold: bool
    characters: frozenset[int]


def characters_of(path: str, index: int) -> frozenset[int]:
    """Code points for which the face `index` of the font file `path` has a glyph."""
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def fonts_of(machine: bool = True) -> typst.Fonts:
    """The fonts typst may use: the one that ships and, unless `machine` is False, those of the machine."""
    return typst.Fonts(include_system_fonts=machine, include_embedded_fonts=False, font_paths=[SHIPPED])


@cache
def faces(machine: bool = True) -> Faces:
    """The fonts to set documents in; `machine=False` uses only the font that ships. Kept for the life of the process."""
    known: dict[str, list[typst.FontInfo]] = {}
    for info in fonts_of(machine).fonts():
        known.setdefault(info.family, []).append(info)
    first = next((family for family in MACHINE_FAMILIES if machine and family in known), None)
    families = (first, SHIPPED_FAMILY) if first else (SHIPPED_FAMILY,)
    regular = [min(known[family], key=lambda info: abs(info.weight - 400)) for family in families]
    characters = frozenset().union(*(characters_of(info.path, info.index) for info in regular))
    return Faces(families, any(info.weight >= 600 for info in known[families[0]]), characters)


def unprintable(text: str, characters: frozenset[int]) -> list[str]:
    """The characters of `text` that no font of the document has, each once, in order."""
    return list(dict.fromkeys(char for char in text if ord(char) not in characters and char not in INVISIBLE))


def strings_in(value: object) -> Iterator[str]:
    """Every string inside nested dicts and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings_in(inner)


def unprintable_in(values: Iterable[object], characters: frozenset[int]) -> list[str]:
    """The characters no font has, over all strings inside `values`."""
    seen = "".join(dict.fromkeys("".join(text for value in values for text in strings_in(value))))
    return unprintable(seen, characters)
