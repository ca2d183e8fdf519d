"""What a pack says of the elder's file: talents, how often there is a review, what consent is asked for."""

from dataclasses import dataclass

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Talent(Named):
    """A talent or interest, and the words that people use for it."""

    synonyms: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for it, its own name first."""
        return tuple(dict.fromkeys((self.zh, *self.synonyms)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCadence(Named):
    """Every how many months somebody in the net has a review: "key" elders, or those whom a carer answers for ("linked")."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose(Named):
    """What consent is asked for: which data, what for, who sees it, in both languages. `sensitive`: PIPL article 28."""

    sensitive: bool
    data_zh: str
    data_en: str
    why_zh: str
    why_en: str
    who_zh: str
    who_en: str

    def said(self, what: str, language: str | None) -> str:
        """`what` (data | why | who) in the reader's language."""
        return getattr(self, f"{what}_{'en' if (language or '').startswith('en') else 'zh'}")
