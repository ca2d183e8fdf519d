"""The words of a street for talents and interests, and what people wrote, read into them. Pure.

At each place the longest word counts: "广场舞" before "舞". What stands beside a known word and is only grammar ("会跳", "写得好") is nothing; what is left is
a word not yet known, and is told. "不会跳舞" is no dancer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

_APART = re.compile(r"[\s,，、;；。./|+]+")
_NOT = re.compile(r"^(?:从|从来|现在|已经)?(?:不|没|无)|^(?:no|not|never)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:会|能|可以|想学|学过|学|喜欢|喜爱|热爱|爱好|爱|擅长|特长|曾经|曾|以前|年轻时|退休前|经常|常|每天|也|还|很|最|和|与|及|或|以及|是|做过|教过|的|likes?|loves?|and|or)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:写得好|得很好|得好|得不错|不错|很好|高手|爱好者|爱好|一点点|一点|等等|等|的|了|和|与|及|或|and|or)$", re.IGNORECASE
)
LONGEST = 30  # characters of a word that somebody wrote
# In remarks only what is said to be liked counts, and only of herself: "女儿喜欢跳舞" says nothing of the mother.
LIKES = "喜欢|喜爱|爱好|热爱|擅长|特长|likes |loves |enjoys "
_LIKES = re.compile(rf"({LIKES})(?:是|为|有|[:：])*(.+)", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,；;。.！!？?\n]+")
_OTHERS = re.compile("儿|女|子女|媳|婿|孙|老伴|丈夫|妻|邻居|先生|太太|家属|护工|关爱员|son|daughter|husband|wife|neighbour", re.IGNORECASE)


@dataclass(frozen=True)
class Talent:
    """A talent or interest of a street: code, its name in both languages, every word for it. `own`: the street's, not the pack's."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    own: bool = False

    def name(self, language: str | None) -> str:
        """In the reader's language."""
        return self.en if (language or "").startswith("en") else self.zh


@dataclass(frozen=True)
class Reading:
    """What one text says: codes of talents in its order, and what of it nobody knows yet."""

    codes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Words, folded → code; "" for what a street said is no talent."""

    words: Mapping[str, str] = field(hash=False)

    @classmethod
    def of(cls, talents: Mapping[str, Iterable[str]], not_talents: Iterable[str] = ()) -> Vocabulary:
        """From code → words. Of two talents with one word the first has it."""
        words: dict[str, str] = {}
        for code, own in talents.items():
            for word in own:
                if tidy := folded(word):
                    words.setdefault(tidy, code)
        return cls(words | {folded(word): "" for word in not_talents if folded(word)})

    @cached_property
    def _pattern(self) -> re.Pattern:
        longest_first = sorted(self.words, key=len, reverse=True)
        parts = [rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in longest_first]
        return re.compile("|".join(parts) or r"(?!)")

    def take(self, text: str) -> tuple[list[str], str]:
        """Codes of the words in a folded text in their order, and the text with a blank in the place of each."""
        codes = [self.words[found[0]] for found in self._pattern.finditer(text)]
        return list(dict.fromkeys(code for code in codes if code)), self._pattern.sub(" ", text)

    def read(self, text: str) -> Reading:
        """What somebody wrote about herself."""
        codes: list[str] = []
        left: list[str] = []
        for piece in _APART.split(folded(text)):
            if not piece or _NOT.match(piece):
                continue
            known, rest = self.take(piece)
            codes += known
            left += [word for part in rest.split() if (word := bare(part, beside=bool(known)))]
        return Reading(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(left)))


@lru_cache(maxsize=8192)
def liked(remarks: str) -> tuple[str, ...]:
    """What remarks say that she likes or is good at, in her own words: "以前是老师，喜欢唱越剧。不喜欢打牌" → ("唱越剧",). Of others it says nothing."""
    found = []
    for clause in _CLAUSE.split(remarks):
        match = _LIKES.search(clause)
        if match and not _OTHERS.search(clause[: match.start()]) and not re.search("不|没|无|not", clause[: match.start()]):
            found.append(match[2].strip()[:LONGEST])
    return tuple(dict.fromkeys(text for text in found if text))


def folded(text: str) -> str:
    """As words are compared: full-width letters made plain, no difference of case, blanks at the ends off."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


@lru_cache(maxsize=8192)
def bare(text: str, *, beside: bool = False) -> str:
    """Without what is only grammar at its ends: "会弹三弦的" → "弹三弦". Alone it keeps two characters, for 会计 is a word; `beside` a known word what is
    left may be nothing but the verb that belongs to it, as in 跳广场舞: ""."""
    word = text
    while word:
        shorter = _AFTER.sub("", _BEFORE.sub("", word, count=1), count=1)
        if shorter == word or (len(shorter) < 2 and not beside):
            break
        word = shorter
    return "" if (beside and len(word) < 2) or _BEFORE.fullmatch(word) else word[:LONGEST]


@dataclass(frozen=True)
class Unknown:
    """A word not yet known: how many people wrote it, and the texts in which it stands."""

    word: str
    people: int
    texts: tuple[str, ...]


def not_yet_known(written: Mapping[str, int], vocabulary: Vocabulary) -> list[Unknown]:
    """The words that nobody has explained, the most written first. `written`: text → how many wrote it."""
    found: dict[str, list[str]] = {}
    for text in written:
        for word in vocabulary.read(text).left:
            found.setdefault(word, []).append(text)
    rows = [Unknown(word, sum(written[text] for text in texts), tuple(texts)) for word, texts in found.items()]
    return sorted(rows, key=lambda row: (-row.people, row.word))
