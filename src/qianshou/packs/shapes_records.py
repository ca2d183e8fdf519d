"""Rows of a pack about records: what each class is kept for and how long, and by when a person's request is answered. Pure."""

from dataclasses import dataclass

from .named import Named

# What makes it lawful to keep a class of record (PIPL article 13), and from when its years count.
BASES = ("consent", "duty", "law", "contract")
# What a person may ask for (PIPL articles 44 to 50), as the program tells them apart.
RIGHTS = ("access", "correction", "erasure", "restriction", "objection")
COUNTED_FROM = ("end", "made")  # the file was closed (moved, died) or the row was made


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClass(Named):
    """One class of record.

    purpose_zh, purpose_en   what it is kept for, in a sentence
    basis                    one of BASES; `consent` names the purpose (purposes.toml) whose consent it rests on, or is ""
    years                    how long, counted from `counted`; 0: as long as the program runs
    seen_by                  the capability of those who see it on a page
    """

    purpose_zh: str
    purpose_en: str
    basis: str
    years: int
    counted: str = "end"
    consent: str = ""
    seen_by: str = ""

    def purpose(self, language: str | None) -> str:
        """What it is kept for, in the reader's language."""
        return self.purpose_en if (language or "").startswith("en") else self.purpose_zh


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLead(Named):
    """A right of the person, and within how many days a request for it is answered."""

    days: int
