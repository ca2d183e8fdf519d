"""What the phone's acts must carry, and small sums for the carer's own page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from qianshou.association.rules.timebank import ACTS as BANK_KINDS
from qianshou.association.rules.timebank import minutes_between

DOOR_KINDS = ("arrived", "done", "nobody")
# What a driver says about one box; the area's word for it is what follows "meal_".
MEAL_KINDS = ("meal_handed", "meal_neighbour", "meal_nobody", "meal_refused", "meal_back")
KINDS = (*DOOR_KINDS, *MEAL_KINDS, *BANK_KINDS, "concern", "note", "clock_in", "clock_out", "points_objection", "clock_correction", "leave_request", "retract")
NEEDS_CARER = (*DOOR_KINDS, "note", "clock_in", "clock_out", "points_objection", "clock_correction", "leave_request")  # without a carer's row these say nothing: there is no visit and no hours of hers
CATEGORIES = ("body", "mood", "home", "money", "family", "other")
SEVERITIES = {"now": 3, "soon": 2, "note": 1}  # watch: at once, within days, for the file
# A visit's state → the step of its door on the phone.
STEPS = {"planned": "due", "arrived": "here", "half": "half", "done": "done", "unanswered": "nobody", "cancelled": "cancelled"}
TEXT_LENGTH = 500
SERVICE_LENGTH = 40
HALVES = ("", "morning", "afternoon")  # of a day of leave
MOST_BOXES = 99  # at one door; more is a slip of the finger
DAY_MINUTES = 24 * 60
TENTHS = (-200, 1200)  # what a thermometer in food may show, tenths of a degree Celsius
LONGEST_STAY = 4 * 60  # minutes; more between "arrived" and "done" means that "done" was forgotten at the door


class BadPayloadError(ValueError):
    """The payload lacks something that this kind of act needs. `member` names it."""

    def __init__(self, member: str):
        super().__init__(member)
        self.member = member


@dataclass(frozen=True)
class Payload:
    """What an act says, checked. Members that its kind does not use are None or empty."""

    visit: int | None = None
    person: int | None = None
    category: str = ""
    severity: int = 0
    text: str = ""
    target: UUID | None = None
    order: int | None = None
    tenths: int | None = None
    boxes_back: int = 0
    scan: str = ""
    day: date | None = None
    came: time | None = None
    went: time | None = None
    service: str = ""
    minutes: int = 0
    ask: int | None = None
    leave: str = ""
    last: date | None = None
    half: str = ""


def read_payload(kind: str, payload: dict) -> Payload:
    """Check a payload for its kind. Raises BadPayloadError; KeyError for a kind that is not in KINDS."""
    return _READERS[kind](payload)


def _door(payload: dict) -> Payload:
    return Payload(visit=_number(payload, "visit"), scan=_scan(payload))


def _note(payload: dict) -> Payload:
    return Payload(visit=_number(payload, "visit"), text=_text(payload, needed=True))


def _concern(payload: dict) -> Payload:
    category, severity = payload.get("category"), payload.get("severity")
    if category not in CATEGORIES:
        raise BadPayloadError("category")
    if severity not in SEVERITIES:
        raise BadPayloadError("severity")
    visit = _number(payload, "visit") if payload.get("visit") is not None else None
    return Payload(visit, _number(payload, "person"), category, SEVERITIES[severity], _text(payload, needed=False))


def _meal(payload: dict) -> Payload:
    """A neighbour's name or a reason may be missing: the fact counts more than its words."""
    tenths = payload.get("tenths")
    return Payload(
        order=_number(payload, "order"), text=_text(payload, needed=False), tenths=None if tenths is None else _within(payload, "tenths", *TENTHS),
        boxes_back=_within(payload, "boxes_back", 0, MOST_BOXES) if "boxes_back" in payload else 0, scan=_scan(payload),
    )  # fmt: skip


def _objection(payload: dict) -> Payload:
    return Payload(day=_day(payload), text=_text(payload, needed=True))


def _day(payload: dict, member: str = "day") -> date:
    try:
        return date.fromisoformat(str(payload.get(member)))
    except ValueError:
        raise BadPayloadError(member) from None


def _correction(payload: dict) -> Payload:
    """A day and the times that hold on it; one of the two may be missing: what was tapped stays."""
    said = _objection(payload)
    return Payload(day=said.day, text=said.text, came=_time(payload, "came"), went=_time(payload, "went"))


def _time(payload: dict, member: str) -> time | None:
    value = payload.get(member)
    if value in (None, ""):
        return None
    try:
        return datetime.strptime(str(value), "%H:%M").time()
    except ValueError:
        raise BadPayloadError(member) from None


def _leave(payload: dict) -> Payload:
    """What kind of leave, from the first day to the last; of a single day perhaps one half. Her reason may be missing."""
    leave, half = payload.get("leave"), payload.get("half", "")
    if not isinstance(leave, str) or not leave:
        raise BadPayloadError("leave")
    said = Payload(leave=leave, day=_day(payload, "first"), last=_day(payload, "last"), half=half, text=_text(payload, needed=False))
    if half not in HALVES or (half and said.day != said.last):
        raise BadPayloadError("half")
    return said


def _hours(payload: dict) -> Payload:
    """For whom, on which day, for how long (minutes, or from–until with the minutes between), what kind of help; `ask` where it had been agreed at the desk."""
    service = payload.get("service")
    if not isinstance(service, str) or not 0 < len(service) <= SERVICE_LENGTH:
        raise BadPayloadError("service")
    came, went, minutes = _time(payload, "from"), _time(payload, "until"), _within(payload, "minutes", 1, DAY_MINUTES)
    if (came is None) != (went is None) or (came and minutes_between(came, went) != minutes):
        raise BadPayloadError("minutes")
    return Payload(
        person=_number(payload, "person"), day=_day(payload), minutes=minutes, service=service, came=came, went=went,
        text=_text(payload, needed=False), ask=_number(payload, "ask") if payload.get("ask") is not None else None,
    )  # fmt: skip


def _confirm(payload: dict) -> Payload:
    """Which hours (the id of the act that wrote them down), and what the camera read."""
    if not _scan(payload):
        raise BadPayloadError("scan")
    return Payload(target=_uuid(payload, "hours"), scan=_scan(payload))


def _retract(payload: dict) -> Payload:
    return Payload(target=_uuid(payload, "act"))


def _uuid(payload: dict, member: str) -> UUID:
    try:
        return UUID(str(payload.get(member)))
    except ValueError:
        raise BadPayloadError(member) from None


_READERS = {
    **dict.fromkeys(DOOR_KINDS, _door),
    **dict.fromkeys(MEAL_KINDS, _meal),
    "note": _note,
    "concern": _concern,
    "clock_in": lambda payload: Payload(),
    "clock_out": lambda payload: Payload(),
    "points_objection": _objection,
    "clock_correction": _correction,
    "leave_request": _leave,
    "timebank_hours": _hours,
    "timebank_confirm": _confirm,
    "retract": _retract,
}


def _number(payload: dict, member: str) -> int:
    value = payload.get(member)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise BadPayloadError(member)
    return value


def _scan(payload: dict) -> str:
    """What a camera read; what it is worth is the area's to say."""
    scan = payload.get("scan", "")
    if not isinstance(scan, str):
        raise BadPayloadError("scan")
    return scan[:100]


def _within(payload: dict, member: str, least: int, most: int) -> int:
    value = payload.get(member)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadPayloadError(member)
    return value


def _text(payload: dict, *, needed: bool) -> str:
    text = payload.get("text", "")
    if not isinstance(text, str) or (needed and not text.strip()):
        raise BadPayloadError("text")
    return text.strip()[:TEXT_LENGTH]


def step_of(*, state: str, heard: Iterable[str], needed: int) -> str:
    """How a door stands for one carer: due, here, half, done, nobody, cancelled. `state` is the visit's, `heard` her own taps in order.

    Where two go together the visit's state tells of either, so that only her own taps say where she is herself.
    """
    if needed < 2 or state in ("done", "cancelled"):
        return STEPS.get(state, "due")
    own = [kind for kind in heard if kind in DOOR_KINDS]
    return "half" if "done" in own else {"arrived": "here", "nobody": "nobody"}[own[-1]] if own else "due"


def shared_door(doors: Sequence[str]) -> str:
    """The part of several doors of a place behind which all of them lie: "15号" of 15号二楼前楼 and 15号底层; "" where there is none."""
    if len(set(doors)) == 1:
        return doors[0]
    alike = 0
    while len({door[: alike + 1] for door in doors}) == 1:
        alike += 1
    together = doors[0][:alike]
    return together[: max(together.rfind(mark) for mark in "号幢栋座楼") + 1]


def age_on(birth: date | None, on: date) -> int | None:
    """Completed years, or None when the birth date is not known."""
    if birth is None:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def minutes_with_people(stays: Iterable[tuple[datetime | None, datetime | None, int]]) -> int:
    """Minutes at the doors, from (arrived, done, planned minutes) of each visit.

    Without an arrival, or when the stay is longer than four hours or runs backwards, the planned minutes count.
    """
    total = 0
    for arrived, done, planned in stays:
        stay = round((done - arrived).total_seconds() / 60) if arrived and done else -1
        total += stay if 0 <= stay <= LONGEST_STAY else planned
    return total
