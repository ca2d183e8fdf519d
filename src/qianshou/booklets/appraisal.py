"""The carers' appraisal sheets and certificates of honour: from plain values to what the templates print. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from qianshou.booklets.intake import full_day
from qianshou.booklets.sheets import Binding, cover_lines, shell
from qianshou.booklets.words import TEMPLATES, short_month, words
from qianshou.merit.rules.appraisal import tenths_text

APPRAISAL, CERTIFICATE = "appraisal.typ", "certificate.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalSheet:
    """One carer's appraisal as it is stored. `parts` and `compared` as merit.models.Appraisal has them, names of items added under "name".

    signs: who → (how, day). objections: (words, state, answer). most: the largest allowance, in percent.
    """

    carer_id: int
    number: str  # of the sheet
    name: str
    tier: str
    parts: Sequence[dict]
    compared: dict
    tenths: int | None
    result: str
    most: int = 0
    version: int = 1
    why: str = ""
    closed: bool = False
    talk_on: date | None = None
    said_by_office: str = ""
    said_by_carer: str = ""
    goals: str = ""
    signs: dict[str, tuple[str, date]]
    objections: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """One honour. `why` is the reason as the pack words it; `given_on` None: not confirmed, and marked so."""

    number: str
    office: str
    name: str
    honour: str
    why: str
    given_on: date | None
    language: str = "zh"


@cache
def appraisal_words(language: str) -> dict:
    """All words of these papers in one language (`zh` or `en`; anything else reads as `zh`)."""
    everything = json.loads((TEMPLATES / "appraisal.json").read_text(encoding="utf-8"))
    return everything["en" if language == "en" else "zh"]


def part_line(part: dict, w: dict) -> dict:
    """One item as a line of the table."""
    said = part["points"] is not None
    note = "" if said else w[part["why"]]
    if said and part["allowance"]:
        note = w["allowance"].format(n=tenths_text(part["allowance"]))
    return {
        "name": part["name"], "weight": str(part["weight"]), "records": str(part["records"]), "share": f"{tenths_text(part['share'])}%" if said else "—",
        "points": tenths_text(part["points"]) if said else "—", "note": note,
    }  # fmt: skip


def comparison(one: AppraisalSheet, w: dict) -> list[str]:
    """Like compared with like, in sentences."""
    c = one.compared
    found = [w["load"].format(n=f"{c['load'] / 100:.1f}", band=w["bands"][c["band"]])] if c.get("load") else []
    if c.get("place") and c["count"] > 1:
        found.append(w["compare"][c["width"]].format(n=c["count"], middle=tenths_text(c["middle"]), place=c["place"]))
    if any(part["allowance"] for part in one.parts):
        found.append(w["allowance-why"].format(like=tenths_text(c["like_hers"]), all=tenths_text(c["everywhere"]), most=one.most))
    return found


def sheet_data(one: AppraisalSheet, w: dict, language: str) -> dict:
    """One sheet as `appraisal.typ` reads it."""
    whole = sum(part["weight"] for part in one.parts)
    said = sum(part["weight"] for part in one.parts if part["points"] is not None)
    signed = {who: w[how].format(day=full_day(day, language)) for who, (how, day) in one.signs.items()}
    return {
        "no": one.number, "name": one.name, "tier": one.tier, "lines": [part_line(part, w) for part in one.parts],
        "sum": tenths_text(sum(part["points"] or 0 for part in one.parts)), "said": w["said"].format(said=said, whole=whole),
        "score": tenths_text(one.tenths) or w["no-score"], "result": one.result or "—", "compare": comparison(one, w),
        "talk-on": full_day(one.talk_on, language) if one.talk_on else w["not-yet"],
        "words": [[w["office-said"], one.said_by_office], [w["carer-said"], one.said_by_carer], [w["goals"], one.goals]],
        "objections": [[text, w[state if state in w else "waiting"], answer] for text, state, answer in one.objections],
        "correction": w["correction"].format(n=one.version, why=one.why) if one.version > 1 else "", "open": "" if one.closed else w["open"],
        "signs": [signed.get("carer", ""), signed.get("officer", ""), ""],
    }  # fmt: skip


def appraisal_volume(sheets: Sequence[AppraisalSheet], binding: Binding) -> dict:
    """The street's volume of appraisal sheets, or with `with_cover=False` loose sheets, as `appraisal.typ` reads it. Order is the caller's."""
    language = "en" if binding.language == "en" else "zh"
    w = appraisal_words(language)
    base = shell(replace(binding, language=language), "attendance")
    return {
        **base,
        "words": words(language) | {"appraisal": w},
        "title": f"{w['title']} {base['cover-month']}",
        "form-title": w["title"],
        "cover-title": w["cover"] if binding.with_cover else "",
        "volume": w["volume"].format(month=short_month(binding.month, language)),
        "sheets": [sheet_data(one, w, language) for one in sheets],
        "cover-lines": cover_lines(binding, "carers", len(sheets)),
    }


def certificate(one: CertificateSheet) -> dict:
    """The certificate as `certificate.typ` reads it."""
    language = "en" if one.language == "en" else "zh"
    w = appraisal_words(language)["cert"]
    said = {"name": one.name, "why": one.why, "honour": one.honour}
    return {
        "words": words(language), "lang": language, "region": "gb" if language == "en" else "cn", "title": f"{w['title']} {one.number}", "office": one.office,
        "motto": "", "volume": "", "draft": "", "title-tracking": 0.45 if language == "zh" else 0.04, "heading": w["title"], "to": w["to"].format(**said),
        "body": w["body"].format(**said), "number": f"{w['number']} {one.number}", "seal": w["seal"],
        "day": full_day(one.given_on, language) if one.given_on else "", "unconfirmed": "" if one.given_on else w["unconfirmed"],
    }  # fmt: skip
