"""The visits that nobody makes: what would mend it, whom to ask first, why each carer cannot. Stored are codes; words are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.planner.unserved.sentences import clock, minutes, sentence_of
from qianshou.rounds.queries.day import BoardOf

from ..templatetags.shell import listed
from . import said

SHOWN = 3  # mends that stand open; the others are folded in

# What would mend it (planner.unserved.mends), word for word what the command line says.
MENDS = {
    "give": gettext_lazy("%(carers)s could go at %(start)s as things are."),
    "window_earlier": gettext_lazy("%(by)s min before the time agreed, at %(start)s, %(carers)s could go."),
    "window_later": gettext_lazy("%(by)s min after the time agreed, at %(start)s, %(carers)s could go."),
    "shift_earlier": gettext_lazy("%(carers)s could go at %(start)s by beginning work %(by)s min earlier."),
    "shift_earlier_two": gettext_lazy("If the working time of %(carer)s began %(by)s min earlier, %(carers)s could go at %(start)s."),
    "shift_later": gettext_lazy("%(carers)s could go at %(start)s by working %(by)s min longer."),
    "shift_later_two": gettext_lazy("If the working time of %(carer)s were %(by)s min longer, %(carers)s could go at %(start)s."),
    "break_earlier": gettext_lazy("%(carers)s could go at %(start)s by having lunch %(by)s min before its hours."),
    "break_earlier_two": gettext_lazy("If %(carer)s had lunch %(by)s min before its hours, %(carers)s could go at %(start)s."),
    "break_later": gettext_lazy("%(carers)s could go at %(start)s by having lunch %(by)s min after its hours."),
    "break_later_two": gettext_lazy("If %(carer)s had lunch %(by)s min after its hours, %(carers)s could go at %(start)s."),
    "load": gettext_lazy("With one visit more than the %(most)s she may have, %(carer)s could go at %(start)s."),
    "waive": gettext_lazy("Without the rule of %(rules)s, %(carers)s could go at %(start)s."),
    "pinned": gettext_lazy("If the visit were no longer pinned, %(carers)s could go at %(start)s."),
    "move": gettext_lazy("If %(to)s took %(other)s, %(carers)s could go at %(start)s."),
    "move_pinned": gettext_lazy("%(carers)s could go at %(start)s if %(to)s took %(other)s, which is pinned to her."),
}

RULES = {
    "tier": gettext_lazy("the kind of carer"),
    "skill": gettext_lazy("the skill"),
    "sex": gettext_lazy("the carer's sex"),
    "refused": gettext_lazy("the person's refusal"),
    "pinned": gettext_lazy("the pin"),
}

# What one more carer would do (planner.unserved.hands).
HANDS = {
    "hand": gettext_lazy("One more %(tier)s from %(start)s to %(end)s would serve %(n)s of the %(of)s."),
    "hand_skilled": gettext_lazy("One more %(tier)s (%(skills)s) from %(start)s to %(end)s would serve %(n)s of the %(of)s."),
}

BY_GIVING = ("give", "window", "shift", "break", "load", "waive")  # mends that are made by giving the visit and insisting


def unserved(board: BoardOf, services: dict[str, str], names: said.Names) -> list[dict]:
    """Each visit that nobody makes, with its mends (cheapest first), the reasons of each carer, and whom to ask first."""
    known = {u["visit"]: u for u in (board.row.unserved if board.row else [])}
    shown = []
    for v in board.unserved:
        found = known.get(v.pk, {})
        against: dict[int, str] = {}
        for r in (r for r in found.get("reasons", ()) if r["carer"]):
            against.setdefault(int(r["carer"]), said.reason_of(r))
        options = sorted(
            ((r.carer, said.REASONS.get(against.get(r.carer.pk, ""), "")) for r in board.rounds if r.shifts and not r.absent),
            key=lambda o: (bool(o[1]), o[0].number),
        )
        mended = [_mend(m, names) for m in found.get("mends", ())]
        shown.append({
            "visit": v, "service": services.get(v.service, v.service), "known": v.pk in known, "explained": bool(found.get("reasons") or mended), "asked": "mends" in found,
            "reasons": said.reasons(found.get("reasons", []), names), "whoever": said.whoever(found.get("reasons", [])), "against": len(against), "options": options,
            "mends": mended[:SHOWN], "more": mended[SHOWN:],
        })  # fmt: skip
    return shown


def hands(board: BoardOf, services: dict[str, str], tiers: dict[str, str]) -> list[str]:
    """What one more carer of each kind would do for the day, the most helpful first."""
    left = {v.pk for v in board.unserved}
    found = {_key(h): h for u in (board.row.unserved if board.row else []) if u["visit"] in left for h in u.get("hands", ())}
    lines = []
    for h in sorted(found.values(), key=lambda h: (-h["serves"], h["end"] - h["start"], h["tier"])):
        words = {
            "tier": tiers.get(h["tier"], h["tier"]), "skills": listed(services.get(s, s) for s in h["skills"]), "start": clock(h["start"]),
            "end": clock(h["end"]), "n": h["serves"], "of": h["of"],
        }  # fmt: skip
        lines.append(str(HANDS["hand_skilled" if h["skills"] else "hand"]) % words)
    return lines


def _key(hand: dict) -> tuple:
    return hand["tier"], hand["start"], hand["end"]


def _mend(mend: dict, names: said.Names) -> dict:
    """A mend as the page shows it: its sentence, and the act that makes it (None where there is none)."""
    p = {"carer": mend["carers"][0], **mend["params"]}
    words = {
        "carer": names.carer(p["carer"]), "carers": listed(names.carer(c) for c in mend["carers"]), "start": clock(mend["start"]),
        "by": minutes(p.get("by", 0)), "most": p.get("most", ""), "to": names.carer(p.get("to", "")), "other": names.visit(p.get("other", "")),
        "rules": listed(RULES.get(r, r) for r in p.get("rules", ())),
    }  # fmt: skip
    name = sentence_of(mend["code"], p, len(mend["carers"]))
    sentence = str(MENDS[name]) % words if name in MENDS else mend["code"]
    found = {"sentence": sentence, "act": None, "carers": mend["carers"]}
    if mend["code"] in BY_GIVING:
        found |= {"act": "give", "button": _("Give to %(carers)s") % words}
    elif mend["code"] == "move":
        found |= {"act": "move", "button": _("First give that visit to %(to)s") % words, "other": p["other"], "from": p["from"], "to": p["to"]}
    return found
