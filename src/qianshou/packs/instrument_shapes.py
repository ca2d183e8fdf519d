"""What an instrument is: a questionnaire with points, bands and reasons that change its level. Plain data, versioned, read from a file.

Points are whole numbers. A level counts up with need: 0 is none, whatever the direction of the points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CHOICE, MANY, TEXT, NUMBER = "choice", "many", "text", "number"
KINDS = (CHOICE, MANY, TEXT, NUMBER)


@dataclass(frozen=True, slots=True)
class Said:
    """Anything with a code and its name in both languages. `certainty`: seen | second_hand | unverified."""

    code: str
    zh: str
    en: str
    certainty: str = "unverified"

    def said(self, language: str | None) -> str:
        """The name in the reader's language."""
        return self.en if (language or "").startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """One answer of a scale; `points` None where the item is not scored."""

    points: int | None = None


@dataclass(frozen=True, slots=True)
class Section(Said):
    """A part of the questionnaire; `most` is the sum of its items' highest points."""

    most: int = 0


@dataclass(frozen=True, slots=True)
class Item(Said):
    """One question.

    kind      "choice" one answer of its scale, "many" any of them, "text", "number" between `least` and `most`
    optional  a record without it is complete
    hint      what to look at, for whoever asks
    """

    section: str = ""
    kind: str = CHOICE
    answers: tuple[Answer, ...] = ()
    optional: bool = False
    least: int = 0
    most: int = 0
    hint_zh: str = ""
    hint_en: str = ""

    @property
    def scored(self) -> bool:
        """Whether its answer adds to the total."""
        return self.kind == CHOICE and all(a.points is not None for a in self.answers)

    @property
    def most_points(self) -> int:
        """The highest points that it can give; 0 when not scored."""
        return max(a.points for a in self.answers) if self.scored else 0

    def answer(self, code: str) -> Answer | None:
        """The answer of this code, or None."""
        return next((a for a in self.answers if a.code == code), None)

    def hint(self, language: str | None) -> str:
        """The hint in the reader's language."""
        return self.hint_en if (language or "").startswith("en") else self.hint_zh


@dataclass(frozen=True, slots=True)
class Band(Said):
    """Totals from `least` to `most`, both included, are this level; asked again after `months` (0: as the instrument says)."""

    level: int = 0
    least: int = 0
    most: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Change(Said):
    """A reason beside the points. "to": the level is at least `level`; "by": it is `level` levels worse, never beyond the worst.

    With `item` and `answer` it holds by itself for whoever is answered so: who lies in a coma need not be ticked as well.
    """

    effect: str = "by"
    level: int = 1
    item: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Instrument(Said):
    """A questionnaire in one version.

    better       "higher" or "lower": which totals are good
    most         the highest total; 0: nothing is scored
    changes_add  whether two reasons of effect "by" make it two levels worse
    months       until it is asked again, where no level says otherwise; 0: not by itself
    """

    version: str = ""
    holds_from: date = date.min
    source_zh: str = ""
    source_en: str = ""
    better: str = "higher"
    most: int = 0
    changes_add: bool = False
    months: int = 0
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()
    bands: tuple[Band, ...] = ()
    changes: tuple[Change, ...] = ()
    file: str = ""

    @property
    def id(self) -> str:
        """Code and version, as records keep it: "gbt42195@2022"."""
        return f"{self.code}@{self.version}"

    @property
    def worst(self) -> int:
        """The level of greatest need."""
        return max((b.level for b in self.bands), default=0)

    def item(self, code: str) -> Item | None:
        """The item of this code, or None."""
        return next((i for i in self.items if i.code == code), None)

    def band(self, level: int) -> Band | None:
        """The band of this level, or None."""
        return next((b for b in self.bands if b.level == level), None)

    def items_of(self, section: str) -> tuple[Item, ...]:
        """The items of one section, in their order."""
        return tuple(i for i in self.items if i.section == section)

    def source(self, language: str | None) -> str:
        """Where it comes from, in the reader's language."""
        return self.source_en if (language or "").startswith("en") else self.source_zh
