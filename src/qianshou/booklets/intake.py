"""The application form and the letter of a decision: from plain values to what the template prints. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qianshou.booklets.sheets import label, value
from qianshou.booklets.words import ENGLISH_MONTHS, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The person on the paper. `sex` is "f", "m" or ""; `id_number` as it may be printed."""

    name: str
    sex: str = ""
    age: int | None = None
    id_number: str = ""
    address: str = ""
    telephone: str = ""
    committee: str = ""
    living: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSheet:
    """One application. Names of choices are in the sheet's language already; `wished` and `papers` are (name, whether ticked)."""

    number: str
    office: str
    who: Who
    applied_on: date
    applicant: str
    applicant_name: str = ""
    relation: str = ""
    applicant_phone: str = ""
    came_by: str = ""
    wishes: str = ""
    wished: Sequence[tuple[str, bool]] = ()
    papers: Sequence[tuple[str, bool]] = ()
    criteria: Sequence[tuple[str, str]] = ()  # condition, finding
    language: str = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One decision. `outcome` granted | refused | deferred; `level` in words; `appeal_until` None: no appeal against this one."""

    number: str
    office: str
    who: Who
    outcome: str
    reason: str
    decided_on: date
    applied_on: date
    level: str = ""
    until: date | None = None
    appeal_until: date | None = None
    on_appeal: bool = False
    telephone: str = ""
    language: str = "zh"


def full_day(on: date, language: str) -> str:
    """2026年11月24日, or 24 November 2026."""
    return f"{on.day} {ENGLISH_MONTHS[on.month - 1]} {on.year}" if language == "en" else f"{on.year}年{on.month}月{on.day}日"


def _shell(title: str, number: str, office: str, language: str) -> dict:
    w = words(language)
    return {
        "words": w, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": f"{title} {number}", "office": office,
        "sheet-title": title, "number": number, "motto": w["motto"], "draft": "", "volume": number, "title-tracking": 0.2 if language == "zh" else 0,
    }  # fmt: skip


def _head(who: Who, w: dict) -> list[list[dict]]:
    i, sex = w["intake"], {"f": w["female"], "m": w["male"]}.get(who.sex, "")
    age = "" if who.age is None else w["age"].format(age=who.age)
    return [
        [label(i["name"]), value(who.name), label(i["sex-age"]), value("　".join(filter(None, (sex, age)))), label(i["living"]), value(who.living)],
        [label(i["id"]), value(who.id_number, 3), label(i["telephone"]), value(who.telephone)],
        [label(i["address"]), value(who.address, 3), label(i["committee"]), value(who.committee)],
    ]


def application_form(one: ApplicationSheet) -> dict:
    """The form as `intake.typ` reads it."""
    w = words(one.language)
    i, between = w["intake"], "　" if one.language == "zh" else "   "
    ticks = lambda rows: [{"name": name, "on": ticked} for name, ticked in rows]  # drawn: no face has the signs
    applies = " · ".join(filter(None, (one.applicant, one.applicant_name)))
    rows = [
        *_head(one.who, w),
        [label(i["applicant"]), value(applies), label(i["relation"]), value(one.relation), label(i["telephone"]), value(one.applicant_phone)],
        [label(i["applied-on"]), value(full_day(one.applied_on, one.language), 3), label(i["came-by"]), value(one.came_by)],
    ]
    colon = "：" if one.language == "zh" else ": "
    boxes = [
        {"name": i["wished"], "text": "", "ticks": ticks(one.wished), "height": 30}, {"name": i["wishes"], "text": one.wishes, "ticks": [], "height": 40},
        {"name": i["papers"], "text": "", "ticks": ticks(one.papers), "height": 28},
        {"name": i["check"], "text": between.join(f"{name}{colon}{found}" for name, found in one.criteria), "ticks": [], "height": 22},
    ]
    return _shell(i["form-title"], one.number, one.office, one.language) | {
        "kind": "form", "rows": rows, "boxes": boxes, "declared": i["declared"], "places": i["form-places"], "no": i["number"],
    }


def decision_letter(one: Letter) -> dict:
    """The letter as `intake.typ` reads it."""
    w = words(one.language)
    i = w["intake"]
    said = {"name": one.who.name, "applied": full_day(one.applied_on, one.language), "level": one.level, "office": one.office, "telephone": one.telephone}
    said |= {"until": full_day(one.until, one.language) if one.until else "", "appeal": full_day(one.appeal_until, one.language) if one.appeal_until else ""}
    body = [i["letter-on-appeal" if one.on_appeal else "letter-begin"].format(**said), i[f"letter-{one.outcome}"].format(**said), i["letter-reason"].format(reason=one.reason)]
    if one.outcome == "granted":
        body.append(i["letter-next"])
    body.append(i["letter-appeal"].format(**said) if one.appeal_until else i["letter-final"])
    if one.telephone:
        body.append(i["letter-telephone"].format(**said))
    return _shell(i["letter-title"], one.number, one.office, one.language) | {
        "kind": "letter", "to": i["letter-to"].format(**said), "body": body, "day": full_day(one.decided_on, one.language), "seal": i["seal"],
        "receipt": i["receipt"], "receipt-places": i["receipt-places"], "no": i["number"],
    }
