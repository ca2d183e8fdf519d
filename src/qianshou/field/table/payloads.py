"""What an act must carry that brings a form back. Pure.

    review      {"person", "instrument", "version", "month": "2026-11", "answers", "note"?, "base"?}
    assessment  {"person", "instrument", "version", "answers", "changes"?, "why"?, "second"?, "note"?, "finish"?, "base"?}

`base` is [number, row version] of the draft at the desk from which it went on. Members that are not here are passed over: a newer page may send more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ..rules import BadPayloadError

FORM_KINDS = ("review", "assessment")
WHYS = ("first", "periodic", "hospital", "fall", "request", "appeal")
MOST_ANSWERS = 200
_CODE = re.compile(r"[a-z0-9][a-z0-9_.\-]{0,39}\Z")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True)
class Sent:
    """A form as it was sent, its frame checked; whether the answers fit the instrument is for `assessment` to say."""

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
    base: tuple[int, int] | None = field(default=None)


def read_form(kind: str, payload: dict) -> Sent:
    """Check a payload. Raises BadPayloadError with the member that does not fit."""
    common = {
        "person": _number(payload.get("person"), "person"),
        "instrument": _code(payload, "instrument"),
        "version": _code(payload, "version"),
        "answers": _answers(payload.get("answers")),
        "note": _words(payload, "note", 500),
        "base": _base(payload.get("base")),
    }
    if kind == "review":
        return Sent(**common, month=_month(payload.get("month")), why="month")
    finish = payload.get("finish", True)
    if not isinstance(finish, bool):
        raise BadPayloadError("finish")
    why = payload.get("why", "request")
    if why not in WHYS:
        raise BadPayloadError("why")
    return Sent(**common, changes=_changes(payload.get("changes", [])), why=why, second=_words(payload, "second", 60), finish=finish)


def _number(value: object, member: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise BadPayloadError(member)
    return value


def _code(payload: dict, member: str) -> str:
    value = payload.get(member)
    if not isinstance(value, str) or not _CODE.match(value):
        raise BadPayloadError(member)
    return value


def _words(payload: dict, member: str, most: int) -> str:
    value = payload.get(member, "")
    if not isinstance(value, str):
        raise BadPayloadError(member)
    return value.strip()[:most]


def _answers(value: object) -> dict[str, object]:
    """Texts, whole numbers or lists of texts by item."""
    if not isinstance(value, dict) or len(value) > MOST_ANSWERS:
        raise BadPayloadError("answers")
    for one in value.values():
        fits = one is None or isinstance(one, str | int) or (isinstance(one, list) and all(isinstance(code, str) for code in one))
        if not fits or isinstance(one, bool):
            raise BadPayloadError("answers")
    return value


def _changes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_ANSWERS or not all(isinstance(code, str) for code in value):
        raise BadPayloadError("changes")
    return tuple(value)


def _month(value: object) -> date:
    found = _MONTH.match(value) if isinstance(value, str) else None
    if found is None:
        raise BadPayloadError("month")
    return date(int(found[1]), int(found[2]), 1)


def _base(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise BadPayloadError("base")
    return _number(value[0], "base"), _number(value[1], "base")
