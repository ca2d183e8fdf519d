"""The outlook in English sentences, for the command line. The rounds page says the same in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .explain import Obstacle
from .hands import Hand
from .look import Outlook
from .mends import Mend

REASONS = {
    "absent": "not at work that day",
    "tier": "another kind of carer is needed",
    "skill": "does not have the skill",
    "refused": "not wanted by the person",
    "sex": "the person wishes a carer of the other sex",
    "pinned": "pinned to somebody else",
    "load": "has her number of visits already",
    "window": "is elsewhere while the person can be visited",
    "break": "only her lunch is in the way",
    "shift": "would come home after her working time",
    "early": "would have to begin before her working time",
    "full": "her round has no room",
    "partner": "could go, but nobody with her",
}

# What holds whoever goes.
WHOEVER = {
    "gap": "no window is long enough for two carers %(least)s min apart",
}

MENDS = {
    "give": "%(carers)s could go at %(start)s as things are.",
    "window_earlier": "%(by)s min before the time agreed, at %(start)s, %(carers)s could go.",
    "window_later": "%(by)s min after the time agreed, at %(start)s, %(carers)s could go.",
    "shift_earlier": "%(carers)s could go at %(start)s by beginning work %(by)s min earlier.",
    "shift_earlier_two": "If the working time of %(carer)s began %(by)s min earlier, %(carers)s could go at %(start)s.",
    "shift_later": "%(carers)s could go at %(start)s by working %(by)s min longer.",
    "shift_later_two": "If the working time of %(carer)s were %(by)s min longer, %(carers)s could go at %(start)s.",
    "break_earlier": "%(carers)s could go at %(start)s by having lunch %(by)s min before its hours.",
    "break_earlier_two": "If %(carer)s had lunch %(by)s min before its hours, %(carers)s could go at %(start)s.",
    "break_later": "%(carers)s could go at %(start)s by having lunch %(by)s min after its hours.",
    "break_later_two": "If %(carer)s had lunch %(by)s min after its hours, %(carers)s could go at %(start)s.",
    "load": "With one visit more than the %(most)s she may have, %(carer)s could go at %(start)s.",
    "waive": "Without the rule of %(rules)s, %(carers)s could go at %(start)s.",
    "pinned": "If the visit were no longer pinned, %(carers)s could go at %(start)s.",
    "move": "If %(to)s took %(other)s, %(carers)s could go at %(start)s.",
    "move_pinned": "%(carers)s could go at %(start)s if %(to)s took %(other)s, which is pinned to her.",
}

RULES = {"tier": "the kind of carer", "skill": "the skill", "sex": "the carer's sex", "refused": "the person's refusal", "pinned": "the pin"}

HANDS = {
    "hand": "One more %(tier)s from %(start)s to %(end)s would serve %(n)s of the %(of)s.",
    "hand_skilled": "One more %(tier)s (%(skills)s) from %(start)s to %(end)s would serve %(n)s of the %(of)s.",
}


def reason_of(obstacle: Obstacle) -> str:
    """The name of a reason among `REASONS`: a shift too short at its beginning has its own."""
    return "early" if obstacle.code == "shift" and obstacle.params.get("early") else obstacle.code


def sentence_of(code: str, params: dict, carers: int = 1) -> str:
    """The name of a mend's sentence among `MENDS`. Where two go together, it must be said whose hours give way."""
    if code == "move":
        return "move_pinned" if params.get("released") else "move"
    if code in ("shift", "break"):
        return f"{code}_{params['side']}" + ("_two" if carers > 1 else "")
    return f"{code}_{params['side']}" if "side" in params else code


def clock(seconds: int) -> str:
    """Seconds since midnight as 9:05."""
    return f"{seconds // 3600 % 24}:{seconds % 3600 // 60:02d}"


def minutes(seconds: int) -> int:
    """Whole minutes, upwards: twenty seconds less is not enough."""
    return -(-seconds // 60)


def mend_said(mend: Mend) -> str:
    """A mend as a sentence."""
    p = {"carer": mend.carers[0], **mend.params}
    words = {
        **p, "carers": " and ".join(mend.carers), "start": clock(mend.start), "by": minutes(int(p.get("by", 0))),
        "rules": ", ".join(RULES.get(r, r) for r in p.get("rules", ())),
    }  # fmt: skip
    return MENDS[sentence_of(mend.code, mend.params, len(mend.carers))] % words


def whoever_said(obstacle: Obstacle) -> str:
    """What stands in the way of everybody, as words."""
    return WHOEVER[obstacle.code] % {"least": minutes(int(obstacle.params.get("least", 0)))}


def hand_said(hand: Hand) -> str:
    """What one more carer would do, as a sentence."""
    words = {
        "tier": hand.tier or "carer", "skills": ", ".join(hand.skills), "start": clock(hand.start), "end": clock(hand.end),
        "n": len(hand.serves), "of": hand.of,
    }  # fmt: skip
    return HANDS["hand_skilled" if hand.skills else "hand"] % words


def said(found: Outlook) -> Iterator[str]:
    """Line by line: what one more carer would do, then each visit with its mends and why each carer cannot."""
    yield from (hand_said(h) for h in found.hands)
    for visit, obstacles in found.reasons.items():
        yield f"{visit}: nobody goes"
        yield from (f"    {mend_said(m)}" for m in found.mends[visit])
        yield from (f"    {whoever_said(o)}" for o in obstacles if not o.carer)
        for reason, names in _grouped([o for o in obstacles if o.carer], lambda o: REASONS.get(reason_of(o), o.code)):
            yield f"    {reason}: {', '.join(names)}"


def _grouped(obstacles: list[Obstacle], key: Callable[[Obstacle], str]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for o in obstacles:
        groups.setdefault(key(o), []).append(o.carer)
    return sorted(groups.items(), key=lambda g: len(g[1]))
