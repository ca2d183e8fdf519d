"""What an officer asks for in her own words: "会跳舞的 70岁以上 女 步行15分钟 怀德路454弄". Pure.

Read piece by piece; what is not understood is told, never dropped: a search that silently ignores half of the question finds the wrong people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

OLDEST, WORST = 130, 9
_FILLER = re.compile(r"^(?:会|能|爱|爱好|喜欢|想|的|老人|人|和|或|以及|在|附近|who|can|likes?|and|or|near|the|people|elders?|with|of|from|to|a)+$", re.IGNORECASE)
_AGE = (
    (re.compile(r"(\d{2,3})\s*(?:岁)?\s*(?:-|–|—|~|至|到)\s*(\d{2,3})\s*岁?"), lambda m: {"age_from": int(m[1]), "age_to": int(m[2])}),
    (re.compile(r"(\d{2,3})\s*岁?\s*(?:以上|\+|及以上)|(?:over|above)\s*(\d{2,3})", re.IGNORECASE), lambda m: {"age_from": int(m[1] or m[2])}),
    (re.compile(r"(\d{2,3})\s*岁?\s*(?:以下|及以下)|(?:under|below)\s*(\d{2,3})", re.IGNORECASE), lambda m: {"age_to": int(m[1] or m[2])}),
)  # fmt: skip
_LEVEL = (
    (re.compile(r"([0-4])\s*级\s*(?:以上|及以上)|level\s*([0-4])\s*(?:or more|\+)", re.IGNORECASE), lambda m: {"level_from": int(m[1] or m[2])}),
    (re.compile(r"([0-4])\s*级\s*(?:以下|及以下)", re.IGNORECASE), lambda m: {"level_to": int(m[1])}),
    (re.compile(r"([0-4])\s*级|level\s*([0-4])", re.IGNORECASE), lambda m: {"level_from": int(m[1] or m[2]), "level_to": int(m[1] or m[2])}),
)  # fmt: skip
_LEVEL_WORDS = (("能力完好", 0), ("轻度失能", 1), ("中度失能", 2), ("重度失能", 3), ("完全失能", 4))
_MINUTES = re.compile(r"(?:步行|走路)\s*(\d{1,3})\s*(?:分钟|分)|(\d{1,3})\s*(?:分钟|min(?:utes?)?)", re.IGNORECASE)
_SEX = (("f", re.compile(r"女性?|阿婆|奶奶|women|woman|female", re.IGNORECASE)), ("m", re.compile(r"男性?|阿公|爷爷|\bmen\b|\bman\b|\bmale\b", re.IGNORECASE)))
_ALONE = re.compile(r"独居|一个人住|living alone|alone", re.IGNORECASE)
_COMPANY = re.compile(r"要人陪|想有人陪|wants? company", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None, "" and empty for what is not. `talents`: codes, any of them; `words`: other interests, any of them; `left`: what
    was not understood."""

    talents: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    level_from: int | None = None
    level_to: int | None = None
    sex: str = ""
    alone: bool = False
    company: bool = False
    minutes: int | None = None
    around: str = ""  # the name of a lane
    left: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Nothing was asked for that was understood."""
        return replace(self, left=()) == Wanted()


def read_words(text: str, talents: Mapping[str, Sequence[str]], places: Sequence[str]) -> Wanted:
    """Read the words. `talents`: code → every word for it; `places`: names of lanes. The longest word that fits counts."""
    rest, found = unicodedata.normalize("NFKC", text).strip()[:200], {}
    for place in sorted(places, key=len, reverse=True):
        if place and place in rest:
            found["around"], rest = place, rest.replace(place, " ", 1)
            break
    codes = []
    for word, code in sorted(((w, c) for c, words in talents.items() for w in words), key=lambda pair: -len(pair[0])):
        if word and word.casefold() in rest.casefold():
            at = rest.casefold().index(word.casefold())
            rest = f"{rest[:at]} {rest[at + len(word):]}"
            codes.append(code)
    rest = _take(rest, _MINUTES, found, lambda m: {"minutes": int(m[1] or m[2])})
    for pattern, values in (*_AGE, *_LEVEL):
        rest = _take(rest, pattern, found, values)
    rest = _levels(rest, found)
    for sex, pattern in _SEX:
        rest = _take(rest, pattern, found, lambda _m, sex=sex: {"sex": sex})
    rest = _take(rest, _COMPANY, found, lambda _m: {"company": True})
    rest = _take(rest, _ALONE, found, lambda _m: {"alone": True})
    left = [piece for piece in re.split(r"[\s,，、;；。.]+", rest) if piece and not _FILLER.match(piece)]
    return Wanted(talents=tuple(dict.fromkeys(codes)), left=tuple(left), **_sound(found))


def _take(rest: str, pattern: re.Pattern, found: dict, values) -> str:
    """What the pattern finds first goes into `found`, unless it is there already."""
    match = pattern.search(rest)
    if match is None:
        return rest
    new = values(match)
    if any(key in found for key in new):
        return rest
    found |= new
    return f"{rest[: match.start()]} {rest[match.end() :]}"


def _levels(rest: str, found: dict) -> str:
    for word, level in _LEVEL_WORDS:
        if word in rest and "level_from" not in found and "level_to" not in found:
            more = re.search(rf"{word}\s*(以上|及以上|以下|及以下)?", rest)
            side = more[1] or ""
            found |= {"level_from": level} if "以上" in side else {"level_to": level} if "以下" in side else {"level_from": level, "level_to": level}
            rest = f"{rest[: more.start()]} {rest[more.end() :]}"
    return rest


def _sound(found: dict) -> dict:
    """Ages and levels that can be; turned round where the first is the greater."""
    for low, high, most in (("age_from", "age_to", OLDEST), ("level_from", "level_to", WORST)):
        for key in (low, high):
            if key in found:
                found[key] = min(found[key], most)
        if low in found and high in found and found[low] > found[high]:
            found[low], found[high] = found[high], found[low]
    return found
