"""Names of people: how they sort, how they are found.

Shanghai offices look for people by characters, by pinyin typed without tones ("shanguodong"), by initials ("sgd"), by the
last digits of a telephone or by the lane. One stored array of short pieces ("grams") answers all of them; see `search_grams`.

Pure: no database, no clock. Everything here is cached by character, for a register has 242,600 names and few characters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from pypinyin.contrib.tone_convert import to_normal, to_tone3
from pypinyin.pinyin_dict import pinyin_dict

from .surnames import COMPOUND_SURNAMES, SURNAME_READINGS

# Enough for every name met: three characters with three readings each make 27, and the rare ones past that add nothing
# a search by grams would miss (the grams are made of pairs of characters, not of these).
MAX_READINGS = 32

_MARKED_LATIN = re.compile("[À-ɏ]")
_ID_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9x]|[0-9]{15})(?![0-9])")
_AREA_CODE = re.compile(r"(?<![0-9])0[0-9]{2,3}[- ](?=[0-9]{7,8}(?![0-9]))")
_RUNS = re.compile(r"[a-z]+|[0-9]+|[^\W\d_a-z]+")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What one name is filed under.

    sort_key   syllables with tones, each followed by its character, so that equal surnames stay together: "shan4单 guo2国"
    readings   every reading, without tones or spaces, the likeliest first: ("shanguodong", "danguodong", …)
    initials   first letters of those readings: ("sgd", "dgd", …)
    """

    sort_key: str
    readings: tuple[str, ...]
    initials: tuple[str, ...]


@lru_cache(maxsize=2048)
def name_keys(name: str) -> NameKeys:
    """File a name. A blank name gives empty keys; a name in Latin letters is its own reading."""
    text = fold(name)
    if not text:
        return NameKeys("", (), ())
    syllables = _syllables(text)
    choices = [_plain_options(options) for _, options in syllables]
    combinations = list(islice(product(*choices), MAX_READINGS))
    readings = dict.fromkeys("".join(parts) for parts in combinations)
    initials = dict.fromkeys("".join(part[0] for part in parts) for parts in combinations)
    return NameKeys(sort_key(name), tuple(readings), tuple(initials))


def sort_key(name: str) -> str:
    """The `sort_key` of `name_keys` alone: all that a written row needs."""
    text = fold(name)
    return " ".join(_sort_piece(char, options[0]) for char, options in _syllables(text)) if text else ""


def search_grams(*, name: str = "", phones: tuple[str, ...] | list[str] = (), lane: str = "", door: str = "") -> list[str]:
    """Pieces of one to three characters, lower case, sorted, to store in a `text[]` under a GIN index.

    Of a telephone only the last four digits are used: the number itself is sealed, and pieces of all of it would give it away.
    A whole number is looked up by its blind index instead.
    """
    pieces = set(gram_text(name=name, phones=phones, lane=lane, door=door).split(","))
    return sorted(pieces - {""})


def gram_text(*, name: str = "", phones: tuple[str, ...] | list[str] = (), lane: str = "", door: str = "") -> str:
    """What `search_grams` gives, as one text with commas and with some pieces twice: for writing many rows, where a set of each costs time."""
    parts = [_name_text(fold(name))] if name else []
    for phone in phones:
        digits = phone if phone.isdigit() else "".join(char for char in phone if char.isdigit())
        parts.append(_pieces_text(digits[-4:]))
    if lane:
        parts.append(_runs_text(lane))
    if door:
        parts.append(_runs_text(door))
    return ",".join(part for part in parts if part)


def query_grams(text: str) -> list[str]:
    """Pieces that a stored array must all contain (`search_grams @> these`) to be worth showing for this search text.

    A telephone number (7 to 12 digits) is looked for by its last four digits. An ID number gives no pieces: callers look it up by
    its blind index. An empty list means "nothing to search by".
    """
    grams: dict[str, None] = {}
    text = _AREA_CODE.sub("", _ID_NUMBER.sub(" ", fold(text)))
    for run in _RUNS.findall(text):
        if 7 <= len(run) <= 12 and run.isdigit():
            run = run[-4:]
        grams.update(dict.fromkeys([run] if len(run) <= 3 else (run[i : i + 3] for i in range(len(run) - 2))))
    return list(grams)


def fold(text: str) -> str:
    """One form for every way to type the same: full width to half width, lower case, ü as v, marks off Latin letters."""
    if text.isascii():
        return text.strip().lower()
    text = unicodedata.normalize("NFKC", text).strip().lower()
    if _MARKED_LATIN.search(text):
        text = text.replace("ü", "v")
        text = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return text


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name; a name in other letters is all given name."""
    name = name.strip()
    if not name or not _is_han(name[0]):
        return "", name
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2], name[2:]
    return name[:1], name[1:]


@lru_cache(maxsize=8192)
def _syllables(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each Han character, or each run of other letters, with its readings (with tone number), the likeliest first."""
    pieces: list[tuple[str, tuple[str, ...]]] = []
    compound = COMPOUND_SURNAMES.get(text[:2]) if len(text) > 2 else None
    word = ""
    for index, char in enumerate(text):
        if _is_han(char):
            if word:
                pieces.append((word, (word,)))
                word = ""
            first = compound[index] if compound and index < 2 else SURNAME_READINGS.get(char) if index == 0 else None
            pieces.append((char, _readings(char, first)))
        elif char.isalnum():
            word += char
        elif word:
            pieces.append((word, (word,)))
            word = ""
    if word:
        pieces.append((word, (word,)))
    return pieces or [(text, (text,))]


@lru_cache(maxsize=32768)
def _readings(char: str, first: str | None) -> tuple[str, ...]:
    """Readings of one character with tone numbers; `first` (from the surname table) leads."""
    marks = pinyin_dict.get(ord(char), "")
    options = [to_tone3(mark) for mark in marks.split(",") if mark] or [char]
    return tuple(dict.fromkeys([first, *options] if first else options))


@lru_cache(maxsize=32768)
def _plain_options(options: tuple[str, ...]) -> tuple[str, ...]:
    """Readings without tones; ü is both v (as keyboards have it) and u (as people type it)."""
    plain: dict[str, None] = {}
    for option in options:
        letters = to_normal(option).replace("ü", "v") if option.isascii() or "ü" in option else option
        letters = letters or option  # a digit in a name is taken for a tone mark
        plain[letters] = None
        if "v" in letters and len(letters) > 1:
            plain[letters.replace("v", "u")] = None
    return tuple(plain)


@lru_cache(maxsize=16384)
def _sort_piece(char: str, reading: str) -> str:
    return char if reading == char else f"{reading}{char}"


@lru_cache(maxsize=1024)
def _name_text(text: str) -> str:
    syllables = [_plain_options(options) for _, options in _syllables(text)] if text else []
    parts = [_pieces_text(run) for run in _RUNS.findall(text)]
    parts.append(_initials_text(tuple(_firsts(options) for options in syllables)))
    if len(syllables) == 1:
        parts.append(_letters_text((syllables[0],)))
    for index in range(len(syllables) - 1):
        parts.append(_letters_text(tuple(syllables[index : index + 2])))
        # 娥 is read "e": a piece of three letters can then reach over three characters.
        if index + 2 < len(syllables) and any(len(option) == 1 for option in syllables[index + 1]):
            parts.append(_letters_text(tuple(syllables[index : index + 3])))
    return ",".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def _firsts(options: tuple[str, ...]) -> str:
    """The different first letters of a syllable's readings, as one text."""
    return "".join(dict.fromkeys(option[0] for option in options))


@lru_cache(maxsize=32768)
def _initials_text(firsts: tuple[str, ...]) -> str:
    """Pieces of one to three initials side by side, for each combination of readings."""
    spans = [firsts[start : start + size] for size in (1, 2, 3) for start in range(len(firsts) - size + 1)]
    return ",".join(dict.fromkeys("".join(parts) for span in spans for parts in product(*span)))


@lru_cache(maxsize=16384)
def _letters_text(syllables: tuple[tuple[str, ...], ...]) -> str:
    """Pieces over neighbouring syllables, for each combination of readings: of three letters anywhere, of two where a syllable begins."""
    grams: dict[str, None] = {}
    for parts in product(*syllables):
        letters = "".join(parts)
        grams |= dict.fromkeys(letters[i : i + 3] for i in range(len(letters) - 2))
        grams |= dict.fromkeys(part[:2] for part in parts)
    return ",".join(grams)


@lru_cache(maxsize=4096)
def _runs_text(text: str) -> str:
    return ",".join(_pieces_text(run) for run in _RUNS.findall(fold(text)))


@lru_cache(maxsize=16384)
def _pieces_text(run: str) -> str:
    if run[:1].isdigit():
        # One digit out of a longer number finds everything and so nothing.
        return ",".join(run[i : i + size] for size in (2, 3) for i in range(len(run) - size + 1)) or run
    return ",".join(run[i : i + size] for size in (1, 2, 3) for i in range(len(run) - size + 1))


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿" or char == "〇" or ord(char) >= 0x20000
