"""What a pack says of appraisal and honours: items with weights, what a record is worth, the questions of a call-back, what a spot visit looks at."""

from dataclasses import dataclass

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalItem(Named):
    """One item of the appraisal sheet.

    kind    which records it counts (the program knows how to gather these kinds, and no others)
    weight  the most points it brings
    least   so many records are needed to say anything
    zero    at this share in percent or below there are no points; full: at this share or above all of them; between them in proportion
    """

    kind: str
    weight: int
    least: int = 1
    zero: int = 0
    full: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalMark(Named):
    """A number that the appraisal goes by.

    scale     "worth": what a record of this sort is worth, in percent; "heavy": what makes a visit heavy, and by how many percent its load grows;
              "rule": a number of the method; "result": the word for a score from `percent` on
    services  for "heavy": visits of these services; words: visits to doors whose description has one of these words; level: elders of this level or worse
    """

    scale: str
    percent: int
    services: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalQuestion(Named):
    """Something that is asked or looked at: zh and en are the words as they are said. asked: "call" by telephone, "spot" looked at during a spot visit."""

    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourRule(Named):
    """At this threshold the street honours a carer.

    kind    points: earned in all; months: so many months with the best result; years: of service; hours: of service at doors
    at      the threshold
    tiers   codes of tiers it is for; empty: all
    fen     money that goes with it, in whole fen; 0: none          gift_zh, gift_en: a thing that goes with it, in words
    for_zh, for_en   what the certificate says it is for; {at} is the threshold
    """

    kind: str
    at: int
    for_zh: str
    for_en: str
    tiers: tuple[str, ...] = ()
    fen: int = 0
    gift_zh: str = ""
    gift_en: str = ""

    def gift(self, language: str | None) -> str:
        """What goes with it, in the reader's language."""
        return self.gift_en if (language or "").startswith("en") else self.gift_zh

    def reason(self, language: str | None) -> str:
        """What it is for, in the reader's language."""
        return (self.for_en if (language or "").startswith("en") else self.for_zh).format(at=self.at)
