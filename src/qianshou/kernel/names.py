"""Names of people: how they sort, how they are found.

Shanghai offices look for people by characters, by pinyin typed without tones ("shanguodong"), by initials ("sgd"), by the
last digits of a telephone or by the lane. One stored line for each person answers all of them; see `search_text`.

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

# Enough for every name met: three characters with three readings each make 27.
MAX_READINGS = 32

_MARKED_LATIN = re.compile("[À-ɏ]")
_ID_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9x]|[0-9]{15})(?![0-9])")
_AREA_CODE = re.compile(r"(?<![0-9])0[0-9]{2,3}[- ](?=[0-9]{7,8}(?![0-9]))")
_PARTS = re.compile(r"[\s|@#\0]+")
_PIECES = re.compile(r"#?[0-9]+[^\W\d_a-z]*|[a-z]+|[^\W\d_a-z]+")

# Parts of a search text, together with a sort key well below what an index row may hold.
NAMES_BYTES, ADDRESS_BYTES, ENDS_BYTES = 1100, 700, 60


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


@lru_cache(maxsize=8192)  # a chunk of a register asks for each name twice
def name_keys(name: str) -> NameKeys:
    """File a name. A blank name gives empty keys; a name in Latin letters is its own reading."""
    text = fold(name)
    if not text:
        return NameKeys("", (), ())
    syllables = _syllables(text)
    sort_key = " ".join(_sort_piece(char, options[0]) for char, options in syllables)
    choices = [_plain_options(options) for _, options in syllables]
    combinations = list(islice(product(*choices), MAX_READINGS))
    readings = dict.fromkeys("".join(parts) for parts in combinations)
    initials = dict.fromkeys("".join(part[0] for part in parts) for parts in combinations)
    return NameKeys(sort_key, tuple(readings), tuple(initials))


def search_text(*, name: str = "", phones: tuple[str, ...] | list[str] = (), lane: str = "", door: str = "") -> str:
    """One line in which a search looks for its words: "|单国栋|shanguodong|…|sgd|…|@控江路1455弄12号#4363".

    First the name, its readings and initials between bars, then after @ the address, after each # the end of a telephone. Where
    the words stand decides who comes first. Nothing has spaces, and all is in the form of `fold`. Of a telephone only the last
    four digits are used, for the number itself is sealed; a whole number is looked up by its blind index.
    """
    own, keys = _solid(fold(name)), name_keys(name)
    forms = dict.fromkeys((own, *map(_solid, keys.readings), *map(_solid, keys.initials)))
    ends = "#".join(digits[-4:] for digits in map(_digits, phones) if digits)
    return f"|{_cut('|'.join(filter(None, forms)), NAMES_BYTES)}|@{_cut(_solid(fold(lane + door)), ADDRESS_BYTES)}#{_cut(ends, ENDS_BYTES)}"


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What was typed, to be looked for in `search_text`.

    whole    all of it without spaces: "沈玉芳454弄". A telephone is its end: "#4363"
    pieces   its runs, of which each must stand somewhere: Han characters, letters, numbers with what they count: ("沈玉芳", "454弄")
    """

    whole: str
    pieces: tuple[str, ...]


def search_words(text: str) -> SearchWords:
    """Take apart what was typed. An ID number is left out: it is looked up by its blind index, and its digits stand nowhere."""
    text = _AREA_CODE.sub("", _ID_NUMBER.sub(" ", fold(text)))
    words = [f"#{word[-4:]}" if word.isdigit() and 7 <= len(word) <= 12 else _solid(word) for word in text.split()]
    pieces = dict.fromkeys(piece for word in words for piece in _PIECES.findall(word))
    return SearchWords("".join(words) if pieces else "", tuple(pieces))


def _solid(text: str) -> str:
    """Without spaces and without the signs that part `search_text`."""
    return text if text.isalnum() else _PARTS.sub("", text)


def _digits(phone: str) -> str:
    if phone.isascii() and phone.isdigit():
        return phone
    return "".join(char for char in phone if char in "0123456789")


def _cut(text: str, most: int) -> str:
    """At most so many bytes: a row of an index holds some 2,700, and a cell may hold anything."""
    return text if len(text) * 4 <= most else text.encode()[:most].decode(errors="ignore")


def fold(text: str) -> str:
    """One form for every way to type the same: full width to half width, lower case, ü as v, marks off Latin letters."""
    if text.isascii():
        return text.strip().lower()
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.strip().lower()
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


def _sort_piece(char: str, reading: str) -> str:
    return char if reading == char else f"{reading}{char}"


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿" or char == "〇" or ord(char) >= 0x20000
