"""What every row of a pack has: a code for programs, a name for people, and how sure it is."""

from dataclasses import dataclass

# How sure a line is. "seen": in a source that was read; "second_hand": copied from someone who read it, to be checked against
# the standard; "unverified": a default of ours that the district edits.
CERTAINTIES = ("seen", "second_hand", "unverified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Anything with a code for programs and a name for people."""

    code: str
    zh: str
    en: str
    certainty: str = "unverified"
    note_zh: str = ""
    note_en: str = ""

    def name(self, language: str | None) -> str:
        """The name in the reader's language ("zh-hans", "en"); Chinese when in doubt. Empty when nobody named it yet."""
        return self.en if (language or "").startswith("en") else self.zh

    def note(self, language: str | None) -> str:
        """Where it comes from and what to mind, in the reader's language."""
        return self.note_en if (language or "").startswith("en") else self.note_zh
