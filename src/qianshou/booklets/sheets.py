"""From facts to what a template prints: plain dicts of strings and numbers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from qianshou.booklets.rules import AHEAD, Note, Owed, days_of, glance, remarks, service_lines
from qianshou.booklets.words import day_words, month_words, short_month, words

REMARK_LINES = {"body": 2, "mood": 2, "need": 2, "word": 4}  # ruled lines left for the pen when nothing was written
TIGHT_LINES = {"body": 1, "mood": 1, "need": 1, "word": 2}  # when the services take much room, so that a form stays one page
ROOMY_HEIGHT = 9  # lines that the services table may take before the form is set tight


@dataclass(frozen=True, slots=True)
class Facts:
    """The head of one person's form, as it stood when the form was made."""

    person_id: int
    number: str  # of the form, e.g. PL-0397-202611
    name: str
    sex: str = ""  # male | female | empty
    age: int | None = None  # on the last day of the month
    living: str = ""
    address: str = ""
    level: str = ""
    primary: str = ""
    backup: str = ""
    volunteer: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """Everything one form says: the head, what was due, what was written."""

    facts: Facts
    owed: Sequence[Owed] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """What is the same on every page of a volume."""

    month: date  # its first day
    office: str  # 平凉路街道
    part: str  # the committee, or for a single form the person's name; empty for the street's attendance volume
    bound_on: date
    draft_until: date | None = None  # a volume made before the month ended is marked as a draft up to this day
    language: str = "zh"
    with_cover: bool = True
    remarks: Sequence[str] = field(default=())  # notes under the contents: what was still open when it was bound


def label(text: str) -> dict:
    """A heading cell of the head table."""
    return {"label": True, "text": text, "span": 1}


def value(text: str, span: int = 1) -> dict:
    """A value cell of the head table, `span` columns wide."""
    return {"label": False, "text": text, "span": span}


def sex_age(facts: Facts, w: dict) -> str:
    """女　88 岁; what is not known is left out."""
    parts = (w.get(facts.sex, ""), "" if facts.age is None else w["age"].format(age=facts.age))
    return "　".join(part for part in parts if part)


def head(facts: Facts, w: dict) -> list[list[dict]]:
    """The three lines of the head table: who, where and how able, who cares."""
    return [
        [label(w["name"]), value(facts.name), label(w["sex-age"]), value(sex_age(facts, w)), label(w["living"]), value(facts.living)],
        [label(w["address"]), value(facts.address, 3), label(w["level"]), value(facts.level)],
        [label(w["primary"]), value(facts.primary), label(w["backup"]), value(facts.backup), label(w["volunteer"]), value(facts.volunteer)],
    ]


def form_data(month_of: Month, binding: Binding) -> dict:
    """One form as `form.typ` reads it."""
    w, language, facts = words(binding.language), binding.language, month_of.facts
    lines = service_lines(month_of.owed, language)
    ahead = sum(item.state == AHEAD for item in month_of.owed)
    notes = [w["ahead-note"].format(count=ahead)] if ahead else []
    if not lines and not ahead:
        notes.append(w["nothing"])
    strip = [
        {"d": day.day, "s": state, "n": day.day == 1 or day.day % 5 == 0}
        for day, state in zip(days_of(binding.month), glance(month_of.owed, binding.month), strict=True)
    ]
    said = remarks(month_of.notes, language)
    tight = sum(1 + len(line.why) // 34 for line in lines) > ROOMY_HEIGHT
    due, done = sum(line.due for line in lines), sum(line.done for line in lines)
    return {
        "no": facts.number,
        "name": facts.name,
        "sex-age": sex_age(facts, w),
        "address": facts.address,
        "place": "　".join(part for part in (binding.office, binding.part) if part),
        "head": head(facts, w),
        "services": [{"name": line.name, "due": line.due, "done": line.done, "missed": line.missed, "why": line.why} for line in lines],
        "note": "　".join(notes),
        "days": strip,
        "score": f"{done}/{due}" if due else "—",
        "due": due,
        "done": done,
        "remarks": [
            {"name": w[topic], "text": said[topic], "lines": count} for topic, count in (TIGHT_LINES if tight else REMARK_LINES).items()
        ],
        "sign-height": 24 if tight else 34,
    }


def shell(binding: Binding, kind: str) -> dict:
    """What both kinds of volume (`form`, `attendance`) share: titles, footer, cover, the draft mark."""
    w, language = words(binding.language), binding.language
    names = {"part": binding.part, "month": short_month(binding.month, language)}
    cover = w[f"{kind}-cover"] if binding.with_cover else ""
    draft = "" if binding.draft_until is None else w["draft-until"].format(day=day_words(binding.draft_until, language))
    volume = w["volume-forms" if kind == "form" else "volume-attendance"].format(**names)
    month = month_words(binding.month, language)
    return {
        "words": w,
        "lang": "en" if language == "en" else "zh",
        "region": "gb" if language == "en" else "cn",
        "title": f"{w[f'{kind}-title']} {binding.part} {month}".replace("  ", " "),
        "form-title": w[f"{kind}-title"],
        "office": binding.office,
        "month": f"{month}　{draft}" if draft else month,
        "cover-month": month,
        "motto": w["motto"],
        "draft": draft,
        "volume": volume,
        "cover-title": cover,
        "cover-part": binding.part or binding.office,
        "cover-size": 34 if language == "zh" else 30,
        "title-tracking": 0.3 if language == "zh" else 0,
        "made": day_words(binding.bound_on, language),
    }


def cover_lines(binding: Binding, first: str, count: int) -> list[list[str]]:
    """The lines at the foot of the cover: how many, bound when, and blanks for who kept and checked it."""
    w = words(binding.language)["cover-lines"]
    bound = (
        f"{binding.bound_on.year}年{day_words(binding.bound_on, 'zh')}"
        if binding.language == "zh"
        else f"{day_words(binding.bound_on, 'en')} {binding.bound_on.year}"
    )
    return [[w[first], str(count)], [w["made"], bound], [w["keeper"], ""], [w["checker"], ""]]


def forms_volume(months: Sequence[Month], binding: Binding) -> dict:
    """A committee's volume, or with `with_cover=False` loose forms, as `forms.typ` reads it. Order is the caller's."""
    forms = [form_data(month_of, binding) for month_of in months]
    due, done = sum(form["due"] for form in forms), sum(form["done"] for form in forms)
    empty = sum(form["done"] == 0 for form in forms)
    summary = words(binding.language)["summary"]
    numbers = {"forms": len(forms), "due": due, "done": done, "missed": due - done, "empty": empty}
    return {
        **shell(binding, "form"),
        "forms": forms,
        "cover-lines": cover_lines(binding, "forms", len(forms)),
        "summary": [[summary[key], str(number)] for key, number in numbers.items()],
        "remarks-list": list(binding.remarks),
    }
