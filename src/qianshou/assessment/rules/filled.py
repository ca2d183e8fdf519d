"""A form that was filled in away from the desk, as it is sent, and what of it can be read. Pure.

    review      {"person", "instrument", "version", "month": "2026-11", "answers", "note"?, "base"?}
    assessment  {"person", "instrument", "version", "answers", "changes"?, "why"?, "second"?, "note"?, "finish"?, "base"?}

`base` is [number, row version] of the draft at the desk from which it went on. Members that are not here are passed over: a newer page may send more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

FORM_KINDS = ("review", "assessment")
WHYS = ("first", "periodic", "hospital", "fall", "request", "appeal")
MOST_ANSWERS = 200
_CODE = re.compile(r"[a-z0-9][a-z0-9_.\-]{0,39}\Z")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z")


class BadForm(ValueError):
    """It lacks something that a form must have. `member` names it."""

    def __init__(self, member: str) -> None:
        super().__init__(member)
        self.member = member


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: its frame is checked, whether the answers fit the instrument is for the scorer to say.

    person   whom it is about
    answers  without those that say nothing
    month    its first day, for the form of a month
    finish   False for one that is to be finished at the desk
    base     the draft at the desk from which it went on, as (id, row_version)
    """

    person: int
    instrument: str
    version: str
    answers: dict[str, object]
    changes: tuple[str, ...] = ()
    month: date | None = None
    why: str = "request"
    second: str = ""
    note: str = ""
    finish: bool = True
    base: tuple[int, int] | None = None


def read_form(kind: str, payload: dict) -> Filled:
    """Check a payload. Raises BadForm with the member that does not fit."""
    common = {
        "person": _number(payload.get("person"), "person"),
        "instrument": _code(payload, "instrument"),
        "version": _code(payload, "version"),
        "answers": _answers(payload.get("answers")),
        "note": _words(payload, "note", 500),
        "base": _base(payload.get("base")),
    }
    if kind == "review":
        return Filled(**common, month=_month(payload.get("month")), why="month")
    finish = payload.get("finish", True)
    if not isinstance(finish, bool):
        raise BadForm("finish")
    why = payload.get("why", "request")
    if why not in WHYS:
        raise BadForm("why")
    return Filled(**common, changes=_changes(payload.get("changes", [])), why=why, second=_words(payload, "second", 60), finish=finish)


def _number(value: object, member: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise BadForm(member)
    return value


def _code(payload: dict, member: str) -> str:
    value = payload.get(member)
    if not isinstance(value, str) or not _CODE.match(value):
        raise BadForm(member)
    return value


def _words(payload: dict, member: str, most: int) -> str:
    value = payload.get(member, "")
    if not isinstance(value, str):
        raise BadForm(member)
    return value.strip()[:most]


def _answers(value: object) -> dict[str, object]:
    """Texts, whole numbers or lists of texts by item."""
    if not isinstance(value, dict) or len(value) > MOST_ANSWERS or not all(_fits(one) for one in value.values()):
        raise BadForm("answers")
    return {code: one for code, one in value.items() if one not in (None, "", [])}


def _fits(one: object) -> bool:
    if isinstance(one, list):
        return all(isinstance(code, str) for code in one)
    return one is None or (isinstance(one, str | int) and not isinstance(one, bool))


def _changes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_ANSWERS or not all(isinstance(code, str) for code in value):
        raise BadForm("changes")
    return tuple(value)


def _month(value: object) -> date:
    found = _MONTH.match(value) if isinstance(value, str) else None
    if found is None:
        raise BadForm("month")
    return date(int(found[1]), int(found[2]), 1)


def _base(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise BadForm("base")
    return _number(value[0], "base"), _number(value[1], "base")
