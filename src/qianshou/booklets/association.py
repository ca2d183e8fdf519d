"""Paper of the association: minutes of a meeting, the plan sheet of an activity, its report. Pure.

The wording is data (`templates/association.json`), as for all sheets of the office.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from qianshou.booklets.words import TEMPLATES, day_words, words

SPARE = 1  # empty lines below each table of the plan, for the pen


@dataclass(frozen=True, slots=True)
class Vote:
    """Hands counted."""

    question: str
    ayes: int
    noes: int
    abstained: int
    carried: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda with what was said of it."""

    title: str
    said: str
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what by when."""

    what: str
    who: str
    by_on: date


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting as paper has it. `draft`: not closed yet."""

    title: str
    on: date
    starts: time
    where: str
    chair: str
    members: int
    needed: int
    here: tuple[str, ...]
    points: tuple[Point, ...]
    tasks: tuple[Task, ...]
    rest: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan sheet; `kind`: material | gift | duty | risk; `fen` planned, `used` after the day."""

    kind: str
    what: str
    quantity: int | None
    fen: int
    who: str
    used: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan sheet; `given` is what the street pays at most, in fen."""

    name: str
    kind: str
    purpose: str
    on: date
    starts: time
    ends: time | None
    venue: str
    places: int | None
    for_whom: str
    responsible: str
    telephone: str
    brought_by: str
    decision: str
    decided_on: date | None
    given: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What was spent, by street and association, in fen."""

    what: str
    on: date
    street: int
    own: int
    receipt: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an activity; `photos` are (bytes of a PNG or JPEG, caption)."""

    sheet: Sheet
    asked: int
    seated: int
    waiting: int
    came: int
    unasked: int
    planned: int
    costs: tuple[Cost, ...]
    result: str
    said: str
    done: bool
    photos: tuple[tuple[bytes, str], ...] = ()


@cache
def _own_words(language: str) -> dict:
    return json.loads((TEMPLATES / "association.json").read_text(encoding="utf-8"))[language]


def _day(on: date, language: str) -> str:
    w = words(language)
    weekday, day = w["menu-weekdays"][on.weekday()], day_words(on, language)
    return f"{weekday} {day} {on.year}" if language == "en" else f"{on.year}年{day} {weekday}"


def _hours(starts: time, ends: time | None) -> str:
    return f"{starts:%-H:%M}" + (f"–{ends:%-H:%M}" if ends else "")


def yuan(fen: int) -> str:
    """1,234.50; nothing where there is nothing."""
    return f"{fen / 100:,.2f}" if fen else ""


def _shell(title: str, name: str, office: str, language: str, draft: str = "") -> dict:
    w = words(language) | _own_words(language)
    return {
        "words": w, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": f"{title} {name}", "sheet-title": title,
        "title-tracking": 0.3 if language == "zh" else 0, "office": office, "volume": office, "motto": w["motto"], "draft": draft, "name": name,
    }  # fmt: skip


def minutes(row: Minutes, *, office: str, language: str) -> dict:
    """As `minutes.typ` reads it."""
    w = _own_words(language)
    return {
        **_shell(w["minutes"], row.title, office, language, w["draft-word"] if row.draft else ""),
        "day": _day(row.on, language), "hours": _hours(row.starts, None), "where": row.where, "chair": row.chair,
        "quorum": w["quorum"].format(here=len(row.here), members=row.members, needed=row.needed, yes=w["reached"] if len(row.here) >= row.needed else w["not-reached"]),
        "here": list(row.here), "rest": _paragraphs(row.rest),
        "points": [
            {"title": p.title, "said": _paragraphs(p.said), "votes": [
                w["vote"].format(question=v.question, ayes=v.ayes, noes=v.noes, abstained=v.abstained, outcome=w["carried"] if v.carried else w["not-carried"]) for v in p.votes
            ]} for p in row.points
        ],
        "tasks": [{"what": t.what, "who": t.who, "by": day_words(t.by_on, language)} for t in row.tasks],
    }  # fmt: skip


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.splitlines() if part.strip()]


def _facts(row: Sheet, language: str) -> dict:
    w = _own_words(language)
    return {
        "kind": row.kind, "purpose": row.purpose, "when": f"{_day(row.on, language)} {_hours(row.starts, row.ends)}", "venue": row.venue,
        "places": str(row.places) if row.places else w["free"], "for-whom": row.for_whom, "responsible": row.responsible, "telephone": row.telephone,
        "brought-by": row.brought_by, "decision": row.decision, "decided": _day(row.decided_on, language) if row.decided_on else "",
        "given": yuan(row.given), "planned": yuan(sum(one.fen for one in row.lines)),
    }  # fmt: skip


def _table(lines: Sequence[Line], kind: str) -> list[dict]:
    return [
        {"no": str(n), "what": one.what, "quantity": "" if one.quantity is None else str(one.quantity), "sum": yuan(one.fen), "who": one.who, "used": "" if one.used is None else str(one.used)}
        for n, one in enumerate((one for one in lines if one.kind == kind), start=1)
    ]


def _tables(row: Sheet) -> dict:
    return {f"{kind}s": _table(row.lines, kind) for kind in ("material", "gift", "risk")} | {"duties": _table(row.lines, "duty")}


def plan_sheet(row: Sheet, *, office: str, language: str) -> dict:
    """As `activity_plan.typ` reads it."""
    w = _own_words(language)
    return {**_shell(w["plan"], row.name, office, language), **_facts(row, language), **_tables(row), "spare": SPARE}


def report(row: Report, *, office: str, language: str) -> dict:
    """As `activity_report.typ` reads it."""
    w = _own_words(language)
    street, own = sum(c.street for c in row.costs), sum(c.own for c in row.costs)
    return {
        **_shell(w["report"], row.sheet.name, office, language, "" if row.done else w["draft-word"]), **_facts(row.sheet, language), **_tables(row.sheet),
        "numbers": [[w[key], str(n)] for key, n in (("asked", row.asked), ("seated", row.seated), ("waiting", row.waiting), ("came", row.came), ("unasked", row.unasked))],
        "costs": [{"what": c.what, "on": day_words(c.on, language), "street": yuan(c.street), "own": yuan(c.own), "receipt": c.receipt} for c in row.costs],
        "street": yuan(street) or "0.00", "own": yuan(own) or "0.00", "spent": yuan(street + own) or "0.00", "left": f"{(row.planned - street - own) / 100:,.2f}",
        "result": _paragraphs(row.result), "said": _paragraphs(row.said), "photos": [{"bytes": list(data), "caption": caption} for data, caption in row.photos],
    }  # fmt: skip
