"""What a month's form can begin with: events that were written down, needs that were raised, the carers' words. How somebody is, is asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# Words that tell of an event. A denial ("没有跌倒") is not told from a fall: the draft is looked at by a person before it counts.
EVENTS = {
    "fall": ("跌", "摔", "滑倒", "fell", "fall"),
    "hospital": ("住院", "hospital"),
    "emergency": ("急救", "120", "ambulance", "emergency"),
    "bereaved": ("去世", "过世", "died"),
    "quarrel": ("吵架", "纠纷", "quarrel"),
}
NEEDS = {"home": "repairs", "money": "money", "mood": "company", "body": "medical"}  # a concern's category → an answer of "needs"
MOST_WORDS = 2000
MOST_NOTES = 8


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that was written down about somebody. `category` of a concern, "" of a note; `quiet`: it counts, and its words are not for the reader."""

    on: date
    text: str
    category: str = ""
    quiet: bool = False


def draft_month(noted: Iterable[Noted], *, in_hospital: bool, events: Sequence[str], needs: Sequence[str]) -> dict[str, object]:
    """Answers to begin with; `events` and `needs` are the codes that the instrument knows. What nothing is known of stays unanswered: "nothing
    happened" is for a person to say."""
    lines = sorted(noted, key=lambda one: one.on)
    told = {code for one in lines for code, words in EVENTS.items() if any(word in one.text.casefold() for word in words)}
    if in_hospital:
        told.add("hospital")
    wanted = {NEEDS[one.category] for one in lines if one.category in NEEDS}
    told_aloud = [one for one in lines if one.text.strip() and not one.quiet]
    words = "；".join(f"{one.on.month}-{one.on.day} {one.text.strip()}" for one in told_aloud[-MOST_NOTES:])
    found = {"events": [code for code in events if code in told], "needs": [code for code in needs if code in wanted], "words": words[:MOST_WORDS]}
    return {item: value for item, value in found.items() if value}
