"""What an officer asks for in her own words: "会跳舞的 70岁以上 女 步行15分钟 怀德路454弄". Pure.

Read piece by piece; what is not understood is told, never dropped: a search that silently ignores half of the question finds the wrong people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .vocabulary import Vocabulary, bare, folded

OLDEST, WORST = 130, 9
_FILLER = re.compile(
    r"^(?:会|能|爱|爱好|喜欢|想|的|老人|人|和|或|以及|在|附近|以内|之内|内|从|出发|有空|空|who|can|likes?|and|or|near|the|people|elders?|with|of|from|to|a|on|free)+$",
    re.IGNORECASE,
)
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
_SEX = (
    ("f", re.compile(r"女性?|阿婆|奶奶|women|woman|female", re.IGNORECASE)),
    ("m", re.compile(r"男性?|阿公|爷爷|\bmen\b|\bman\b|\bmale\b", re.IGNORECASE)),
)
_ALONE = re.compile(r"独居|一个人住|living alone|alone", re.IGNORECASE)
_DAYS = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天](?:[、和,，]?(?:周|星期|礼拜)?[一二三四五六日天](?![岁个人点]))*)")
_WEEKEND = re.compile(r"双休日|周末|weekends?", re.IGNORECASE)
_DAY_WORDS = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_ENGLISH_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_HAN_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_HAN_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_NUMBER = re.compile(
    r"([一二两三四五六七八九])?十([一二三四五六七八九])?(?=\s*(?:岁|分|多岁|到|至|-|—|~))|([一二两三四五六七八九])(?=\s*分)"
)
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
    days: tuple[int, ...] = ()  # ISO weekdays, any of which suits
    consents: tuple[str, ...] = ()  # purposes, all of them agreed to
    minutes: int | None = None
    around: str = ""  # the name of a lane
    left: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Nothing was asked for that was understood."""
        return replace(self, left=()) == Wanted()


def read_words(
    text: str,
    talents: Mapping[str, Sequence[str]] | Vocabulary,
    places: Sequence[str],
    *,
    written: Iterable[str] = (),
    purposes: Mapping[str, Sequence[str]] | None = None,
) -> Wanted:
    """Read the words; the longest word that fits counts.

    `talents`: code → every word for it; `places`: names of lanes; `written`: what people wrote about themselves, so that a word of theirs which nobody has
    explained yet is looked for as it stands; `purposes`: what may be agreed to → the words for it.
    """
    vocabulary = talents if isinstance(talents, Vocabulary) else Vocabulary.of(talents)
    rest, found = unicodedata.normalize("NFKC", text).strip()[:200], {}
    for place in sorted(places, key=len, reverse=True):
        if place and place in rest:
            found["around"], rest = place, rest.replace(place, " ", 1)
            break
    rest = _consents(rest, found, purposes or {})
    rest = _numbers(_days(rest, found))
    codes, rest = vocabulary.take(folded(rest))
    rest = _take(rest, _MINUTES, found, lambda m: {"minutes": int(m[1] or m[2])})
    for pattern, values in (*_AGE, *_LEVEL):
        rest = _take(rest, pattern, found, values)
    rest = _levels(rest, found)
    for sex, pattern in _SEX:
        rest = _take(rest, pattern, found, lambda _m, sex=sex: {"sex": sex})
    rest = _take(rest, _COMPANY, found, lambda _m: {"company": True})
    rest = _take(rest, _ALONE, found, lambda _m: {"alone": True})
    left = [piece for piece in re.split(r"[\s,，、;；。.]+", rest) if piece and not _FILLER.match(piece)]
    words = _as_written(left, written) if left else {}
    return Wanted(
        talents=tuple(codes),
        words=tuple(dict.fromkeys(words.values())),
        left=tuple(piece for piece in left if piece not in words),
        **_sound(found),
    )


def _as_written(left: list[str], written: Iterable[str]) -> dict[str, str]:
    """Pieces that stand in what somebody wrote, as they are looked for: {"会滚灯的": "滚灯"}."""
    texts = {folded(text) for text in written}
    return {piece: word for piece in left if len(word := bare(piece)) > 1 and any(word in text for text in texts)}


def _days(rest: str, found: dict) -> str:
    """Weekdays: "周二", "星期三、五", "周末", "Tuesdays"."""
    days: set[int] = set()
    for match in _DAYS.finditer(rest):
        days |= {_HAN_DAYS[c] for c in match[1] if c in _HAN_DAYS}
    for match in _DAY_WORDS.finditer(rest):
        days.add(_ENGLISH_DAYS.index(match[1].lower()) + 1)
    if _WEEKEND.search(rest):
        days |= {6, 7}
    if days:
        found["days"] = tuple(sorted(days))
    for pattern in (_WEEKEND, _DAYS, _DAY_WORDS):
        rest = pattern.sub(" ", rest)
    return rest


def _numbers(rest: str) -> str:
    """Ages and minutes written out: 七十到八十岁 → 70到80岁."""
    return _HAN_NUMBER.sub(lambda m: str(_HAN_DIGITS[m[3]] if m[3] else _HAN_DIGITS[m[1] or "一"] * 10 + _HAN_DIGITS[m[2] or "零"]), rest)


def _consents(rest: str, found: dict, purposes: Mapping[str, Sequence[str]]) -> str:
    """ "已同意活动邀请", "agreed to photos": the purposes; the longest words first."""
    for word, code in sorted(((w, c) for c, words in purposes.items() for w in words if w), key=lambda pair: -len(pair[0])):
        rest, n = re.subn(rf"(?:已?(?:经)?同意|(?:has |have )?agreed to)\s*{re.escape(word)}", " ", rest, flags=re.IGNORECASE)
        if n:
            found["consents"] = (*found.get("consents", ()), code)
    return rest


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
            found |= (
                {"level_from": level}
                if "以上" in side
                else {"level_to": level}
                if "以下" in side
                else {"level_from": level, "level_to": level}
            )
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
