"""One old person's booklet: from facts to the parts that paper and page show, what is missing said as such. Pure.

A part is {"code", "title", "rows": [{"label", "value", "missing"}], "people": [{"key", "person_id", "initial", "name", "role", "phone"}],
"head", "lines"}: rows are label and value, people have faces, lines make a table under `head`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache

from qianshou.booklets.words import TEMPLATES

SUMMED = ("safeguards", "consents", "net")


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody of the net. `role`: primary | backup | company | link | visits; `face`: the key of a photograph, "" for none."""

    name: str
    tier: str
    role: str = "link"
    phone: str = ""
    face: str = ""
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call."""

    name: str
    relation: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A medicine as it is taken now."""

    name: str
    dose: str = ""
    times: str = ""
    prescribed_by: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A service of the care plan: on weekdays (ISO), or so many times a week."""

    service: str
    weekdays: Sequence[int] = ()
    times_per_week: int = 0
    start: time | None = None
    end: time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """One of the eight; `provider` "" where nothing covers her."""

    number: int
    name: str = ""
    provider: str = ""
    policy: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What only those who may read health data see."""

    illnesses: Sequence[str] = ()
    must_not: Sequence[str] = ()
    rather_not: Sequence[str] = ()
    to_ask: Sequence[str] = ()
    medicines: Sequence[Taken] = ()
    level: str = ""
    assessed: date | None = None
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Booklet:
    """Everything one booklet says. `tiers`: (code, name), in order; `health` None: not for this reader, or (`said_no`) she did not agree."""

    person_id: int
    number: str
    name: str
    office: str
    sex: str = ""  # male | female | ""
    age: int | None = None
    born: str = ""
    living: str = ""
    dialects: Sequence[str] = ()
    committee: str = ""
    address: str = ""
    access: str = ""
    face: str = ""
    phones: Sequence[str] = ()
    desk: str = ""  # telephone of the duty desk
    contacts: Sequence[Call] = ()
    keys: Sequence[Call] = ()
    health: Health | None = None
    said_no: bool = False
    habits: dict[str, str] = field(default_factory=dict)
    plan: Sequence[Planned] = ()
    tiers: Sequence[tuple[str, str]] = ()
    helpers: Sequence[Helper] = ()
    safeguards: Sequence[Covered] = ()
    interests: Sequence[str] = ()
    consents: Sequence[tuple[str, str]] = ()  # name of the purpose, state


@cache
def booklet_words(language: str) -> dict:
    """All words of booklets and wall cards in one language (`zh` or `en`; anything else reads as `zh`)."""
    everything = json.loads((TEMPLATES / "booklet.json").read_text(encoding="utf-8"))
    return everything["en" if language.startswith("en") else "zh"]


def parts(one: Booklet, language: str) -> list[dict]:
    """The booklet's parts in order."""
    w = booklet_words(language)
    made = [_who(one, w), _calls(one, w), *_health(one, w), _habits(one, w), _home(one, w), _plan(one, w), _net(one, w), _safeguards(one, w)]
    return [*made, _talents(one, w), *([_assessment(one, w)] if one.health else []), _consents(one, w)]


def to_ask(made: Iterable[dict]) -> list[str]:
    """What is not written down, each once: the labels of what is missing, and of a list of like things (`SUMMED`) its title."""
    return list(dict.fromkeys(part["title"] if part["code"] in SUMMED else row["label"] for part in made for row in part["rows"] if row["missing"]))


def rhythm(item: Planned, w: dict) -> str:
    """On which days it is done."""
    if item.times_per_week:
        return w["times-a-week"].format(n=item.times_per_week)
    return w["every-day"] if len(item.weekdays) == 7 else w["joint"].join(w["weekdays"][day - 1] for day in item.weekdays)


def initial_of(name: str) -> str:
    """What stands in the place of a face: the first character of a Chinese name, the first letters of any other."""
    words = name.split()
    return name[:1] if not words or not name[0].isascii() else "".join(word[0] for word in words[:2]).upper()


def _part(code: str, w: dict, rows: Iterable[dict] = (), people: Iterable[dict] = (), head: Sequence[str] = (), lines: Iterable[list] = ()) -> dict:
    return {"code": code, "title": w["sections"][code], "rows": list(rows), "people": list(people), "head": list(head), "lines": list(lines)}


def _row(label: str, value: object, w: dict) -> dict:
    """A label with its value, or the words that it is missing."""
    text = w["joint"].join(value) if isinstance(value, (list, tuple)) else str(value or "")
    return {"label": label, "value": text or w["ask"], "missing": not text}


def _said(label: str, value: str) -> dict:
    """A row of which nothing can be missing."""
    return {"label": label, "value": value, "missing": False}


def _who(one: Booklet, w: dict) -> dict:
    at = w["labels"]
    sex_age = "　".join(filter(None, [w.get(one.sex, ""), "" if one.age is None else w["age"].format(age=one.age)]))
    return _part("who", w, [
        _said(at["name"], one.name), _row(at["sex-age"], sex_age, w), _row(at["born"], one.born, w), _row(at["address"], one.address, w),
        _row(at["living"], w["living"].get(one.living, ""), w), _row(at["dialects"], list(one.dialects), w), _row(at["committee"], one.committee, w),
    ])  # fmt: skip


def _calls(one: Booklet, w: dict) -> dict:
    """Her own number, then contacts in their order, then the duty desk: a stranger who finds her reads from the top."""
    rows = [
        _row(f"{n}. {' '.join(filter(None, [call.name, call.relation]))}", " ".join(filter(None, [call.phone, call.note])), w)
        for n, call in enumerate(one.contacts, 1)
    ]
    if not rows:
        rows = [_row(w["sections"]["calls"], "", w)]
    return _part("calls", w, [*rows, _row(w["labels"]["desk"], one.desk, w), _row(w["labels"]["own"], list(one.phones), w)])


def _health(one: Booklet, w: dict) -> list[dict]:
    at, held = w["labels"], one.health
    if held is None:
        return [_part("health", w, [_said("", w["said-no" if one.said_no else "not-shown"])])]
    rows = [_row(at["illness"], list(held.illnesses), w), _said(at["must-not"], w["joint"].join(held.must_not) or w["none"])]
    if held.rather_not:
        rows.append(_said(at["rather-not"], w["joint"].join(held.rather_not)))
    if held.to_ask:
        rows.append({"label": at["diet-open"], "value": w["joint"].join(held.to_ask), "missing": True})
    lines = [[m.name, m.dose, m.times, m.prescribed_by] for m in held.medicines]
    none = [] if lines else [_row(w["sections"]["medicines"], "", w)]
    return [_part("health", w, rows), _part("medicines", w, none, head=w["medicine-head"], lines=lines)]


def _habits(one: Booklet, w: dict) -> dict:
    rows = [_row(label, one.habits.get(kind, ""), w) for kind, label in w["habits"].items() if kind != "other" or one.habits.get(kind)]
    return _part("habits", w, rows)


def _home(one: Booklet, w: dict) -> dict:
    keys = [" ".join(filter(None, [key.name, key.phone, key.note])) for key in one.keys]
    return _part(
        "home", w, [_row(w["labels"]["address"], one.address, w), _row(w["labels"]["access"], one.access, w), _row(w["labels"]["keys"], keys, w)]
    )


def _plan(one: Booklet, w: dict) -> dict:
    lines = [[" ".join(filter(None, [item.service, item.note])), rhythm(item, w), _hours(item)] for item in one.plan]
    return _part("plan", w, [] if lines else [_row(w["sections"]["plan"], "", w)], head=w["plan-head"], lines=lines)


def _hours(item: Planned) -> str:
    return f"{item.start:%H:%M}–{item.end:%H:%M}" if item.start and item.end else ""


def _net(one: Booklet, w: dict) -> dict:
    """Tier by tier; a tier in which nobody is says so."""
    people, rows = [], []
    for code, tier in one.tiers:
        held = [helper for helper in one.helpers if helper.tier == code]
        people += [
            {
                "key": h.face,
                "person_id": h.person_id,
                "initial": initial_of(h.name),
                "name": h.name,
                "role": f"{tier} · {w['roles'][h.role]}",
                "phone": h.phone or w["no-number"],
            }
            for h in held
        ]
        if not held:
            rows.append({"label": tier, "value": w["nobody-in-tier"].format(tier=tier), "missing": True})
    return _part("net", w, rows, people=people)


def _safeguards(one: Booklet, w: dict) -> dict:
    rows = []
    for cover in one.safeguards:
        label = cover.name or w["safeguard"].format(n=cover.number)
        said = w["covered-policy" if cover.policy else "covered"].format(provider=cover.provider, policy=cover.policy, day=cover.until)
        rows.append({"label": label, "value": said if cover.provider else w["not-covered"], "missing": not cover.provider})
    return _part("safeguards", w, rows)


def _talents(one: Booklet, w: dict) -> dict:
    return _part("talents", w, [_row(w["labels"]["interests"], list(one.interests), w)])


def _assessment(one: Booklet, w: dict) -> dict:
    at, held = w["labels"], one.health
    return _part("assessment", w, [
        _row(at["level"], held.level, w), _row(at["assessed"], f"{held.assessed:%Y-%m-%d}" if held.assessed else "", w),
        _row(at["review"], f"{held.review:%Y-%m}" if held.review else "", w),
    ])  # fmt: skip


def _consents(one: Booklet, w: dict) -> dict:
    rows = [{"label": name, "value": w["consent"][state], "missing": state == "not_asked"} for name, state in one.consents]
    return _part("consents", w, rows)
