"""A correction of a day's times: asked for by the carer or on her behalf, granted or refused by an officer in words."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.care.models import STANDING, Carer, ClockEvent, Shift
from qianshou.care.operations.attendance import clock as write_tap
from qianshou.care.operations.attendance import retract
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.net import holding
from qianshou.kernel import clock

from ..models import AttendanceCorrection
from ..queries.attendance import taps_of
from ..rules.attendance import taps_of_day

State = AttendanceCorrection.State


@transaction.atomic
def ask_correction(
    *, carer_id: int, day: date, came: time | None, went: time | None, text: str, made_at: datetime, now: datetime, by_id: int | None, source: str = ""
) -> AttendanceCorrection:
    """Write down what a carer says of a day: from her phone (`source`: its act, kept once), or told to the office.

    Refused "text" without a word, "times" without a time or with the same twice, "future" for a time to come, "open" when one for this day waits.
    """
    if source and (held := AttendanceCorrection.objects.filter(source=source).first()):
        return held
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    if not text.strip():
        raise Refused("text")
    _check_times(carer_id, day, came, went, now)
    if AttendanceCorrection.objects.filter(carer=carer, day=day, state=State.OPEN).exists():
        raise Refused("correction_open")
    made = AttendanceCorrection.objects.create(
        street_id=carer.street_id, carer=carer, day=day, came=came, went=went, text=text.strip()[:500], made_at=made_at, source=source, written_by_id=by_id
    )
    log(act="attendance.asked", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, day=day.isoformat())
    return made


def _check_times(carer_id: int, day: date, came: time | None, went: time | None, now: datetime) -> dict[str, datetime]:
    """Direction → the moment that is meant. Refused where there is none, and for a time to come."""
    if (came is None and went is None) or came == went:
        raise Refused("times")
    found = moments(day, came, went, over=went is not None and came is None and went_after_midnight(carer_id, day, went, now))
    if any(at > now for at in found.values()):
        raise Refused("future")
    return found


def moments(day: date, came: time | None, went: time | None, *, over: bool = False) -> dict[str, datetime]:
    """Direction → the moment that is meant. Who went at an earlier hour than she came went the next day; `over`: she did, though no hour of coming is said."""
    found = {"in": clock.at(day, came)} if came else {}
    if went:
        found["out"] = clock.at(day + timedelta(days=1) if over or (came and went < came) else day, went)
    return found


def went_after_midnight(carer_id: int, day: date, went: time, now: datetime) -> bool:
    """Whether an hour of going, said without one of coming, is of the next day: she came later than that, or her shift begins later and runs over midnight."""
    taps = taps_of([carer_id], day, day + timedelta(days=1))[carer_id]
    came = [tap.made_at for tap in taps_of_day(taps, day, "in", clock.ZONE, now)]
    if came:
        return clock.at(day, went) < min(came)
    rows = Shift.objects.filter(holding(day), carer=carer_id, weekday=day.isoweekday(), ends__lt=F("starts"), starts__gt=went)
    return rows.exists()


@transaction.atomic
def grant_correction(
    *, correction_id: int, came: time | None, went: time | None, instead: bool, answer: str, now: datetime, by_id: int
) -> AttendanceCorrection:
    """Grant it, with the times that hold (the officer may know better than she). They become taps of their own.

    `instead`: what was tapped for that day (a night's `out` after midnight too) in the directions that are given is taken back first, by rows of its own. Refused "answered", "answer"
    without a word, "times" and "future" as when it was asked.
    """
    row = _waiting(correction_id, answer)
    asked = _check_times(row.carer_id, row.day, came, went, now)
    if instead:
        for direction in asked:
            _take_back(row, direction, now, by_id, answer)
    for direction, at in asked.items():
        write_tap(carer_id=row.carer_id, direction=direction, made_at=at, received_at=now, now=now, source=f"correction:{row.pk}:{direction}")
    row.came, row.went, row.instead = came, went, instead
    return _answer(row, State.GRANTED, answer, now, by_id)


@transaction.atomic
def refuse_correction(*, correction_id: int, answer: str, now: datetime, by_id: int) -> AttendanceCorrection:
    """Say no, and why. Refused "answered" when somebody was quicker, "answer" without a word."""
    return _answer(_waiting(correction_id, answer), State.REFUSED, answer, now, by_id)


def _waiting(correction_id: int, answer: str) -> AttendanceCorrection:
    carer_id = AttendanceCorrection.objects.values_list("carer_id", flat=True).get(pk=correction_id)
    Carer.objects.select_for_update().get(pk=carer_id)
    row = AttendanceCorrection.objects.select_for_update().get(pk=correction_id)
    if row.state != State.OPEN:
        raise Refused("answered")
    if not answer.strip():
        raise Refused("answer")
    return row


def _take_back(row: AttendanceCorrection, direction: str, now: datetime, by_id: int, why: str) -> None:
    """The taps in this direction that stand on the day's line count no longer; they stay in the table."""
    taps = taps_of([row.carer_id], row.day, row.day + timedelta(days=1))[row.carer_id]
    own = {tap.made_at for tap in taps_of_day(taps, row.day, direction, clock.ZONE, now)}
    for tap in ClockEvent.objects.filter(STANDING, carer=row.carer_id, direction=direction, made_at__in=own):
        retract(event_id=tap.pk, made_at=now, received_at=now, now=now, by_id=by_id, reason=why, source=f"correction:{row.pk}:back:{tap.pk}")


def _answer(row: AttendanceCorrection, state: str, answer: str, now: datetime, by_id: int) -> AttendanceCorrection:
    row.state, row.answer, row.answered_by_id, row.answered_at = state, answer.strip()[:500], by_id, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "came", "went", "instead"])
    log(act="attendance.answered", now=now, by_id=by_id, street_id=row.street_id, target="carer", target_id=row.carer_id, state=str(state), day=row.day.isoformat())
    return row
