"""November 2026 as the cast lived it: visits on Mondays, Wednesdays, Fridays; one missed, one explained, a concern, taps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from qianshou.care.models import Absence, ClockEvent, Visit, VisitEvent
from qianshou.kernel import clock
from qianshou.watch.models import Alert, Concern, Due

MONTH = date(2026, 11, 1)
AFTER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # 10:00 on the first of December in Shanghai
MISSED_DAY, EXCUSED_DAY = date(2026, 11, 9), date(2026, 11, 18)


def days(weekdays=(0, 2, 4)) -> list[date]:
    """The days of November that fall on these weekdays."""
    return [day for n in range(30) if (day := MONTH + timedelta(days=n)).weekday() in weekdays]


def visit(elder, day: date, service: str = "talking", *, done_by=None, note: str = "") -> tuple[Visit, Due]:
    """A visit with its due; met when somebody did it."""
    start = clock.at(day, time(9))
    made = Visit.objects.create(
        street_id=elder.street_id, committee_id=elder.committee_id, elder=elder, service=service, day=day, window_start=start,
        window_end=start + timedelta(minutes=30), minutes=30, state="done" if done_by else "planned", done_at=start if done_by else None,
        made_at=start - timedelta(days=3))  # fmt: skip
    met = {"state": "met", "met_made_at": start, "met_received_at": start, "grade": "tap", "closed_at": start} if done_by else {}
    due = Due.objects.create(
        street_id=elder.street_id, committee_id=elder.committee_id, key=made.due_key, kind="visit", person=elder, title={"code": "visit"},
        day=day, opens_at=start, by_at=start + timedelta(minutes=30), late_at=start + timedelta(hours=1), made_at=start, **met)  # fmt: skip
    if done_by:
        VisitEvent.objects.create(visit=made, carer=done_by, kind="done", made_at=start, received_at=start, grade="tap", note=note)
    return made, due


def live(cast) -> None:
    """Write the month."""
    for day in days():
        if day == MISSED_DAY:
            _, due = visit(cast.shen, day)
            Due.objects.filter(pk=due.pk).update(state="late")
            closed = clock.at(day, time(10, 5))
            Alert.objects.create(street=cast.street, committee=cast.huaide, due=due, person=cast.shen, why="nobody", state="closed", raised_at=due.late_at,
                                 outcome="well", outcome_note="候补入户，老人在邻居家", closed_at=closed, closed_by=cast.officer)  # fmt: skip
        elif day == EXCUSED_DAY:
            _, due = visit(cast.shen, day)
            Due.objects.filter(pk=due.pk).update(state="excused", excused_by=cast.officer, excuse="住院检查，前一日已停")
        else:
            visit(cast.shen, day, done_by=cast.tan, note="血压平稳" if day.day == 2 else "")
    visit(cast.lu, date(2026, 11, 5), "cleaning", done_by=cast.feng)
    noon = clock.at(date(2026, 11, 20), time(12))
    Concern.objects.create(street=cast.street, committee=cast.huaide, person=cast.shen, category="home", text="卫生间要装扶手", made_at=noon,
                           received_at=noon, state="answered", answer="12月3日上门", answered_by=cast.officer, answered_at=noon)  # fmt: skip
    for day in days(range(5)):
        tap(cast.tan, "in", clock.at(day, time(8, 5)))
        if day.day != 6:
            tap(cast.tan, "out", clock.at(day, time(16, 35)))
    Absence.objects.create(carer=cast.shao, kind="sick", first_day=date(2026, 11, 10), last_day=date(2026, 11, 12), entered_by=cast.officer)


def tap(carer, direction: str, at: datetime) -> None:
    """One tap of coming or going."""
    ClockEvent.objects.create(carer=carer, street_id=carer.street_id, direction=direction, made_at=at, received_at=at)
