"""A month is signed, closed and locked; what is heard afterwards stands on the next month's sheet; only a second officer opens it again."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.scope import Scope
from qianshou.care.models import CalendarDay, ClockEvent
from qianshou.care.operations import presence
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.working_days import set_days
from qianshou.kernel import clock
from qianshou.merit.models import AttendanceCorrection, ClosedSheet, MonthClosing
from qianshou.merit.operations.closing import close_month, reopen_month, sign_month
from qianshou.merit.operations.corrections import ask_correction, grant_correction, refuse_correction
from qianshou.merit.operations.standing_in import cancel_replacement, replace_carer, see_paper
from qianshou.merit.queries.closing import open_items
from qianshou.merit.queries.sheets import live_sheets, outstanding, sheets
from qianshou.merit.rules.adjusting import NUMBERS, numbers_of
from tests.booklets.november import AFTER, MONTH, days, live, tap
from tests.cast import LONG_AGO, user

DECEMBER = date(2026, 12, 1)
JANUARY = datetime(2027, 1, 4, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture
def november(cast):
    """The month as the cast lived it; Tan alone has taps, the others' shifts are taken off the sheet."""
    live(cast)
    for carer in (cast.feng, cast.aide, cast.volunteer, cast.shao):
        presence.set_shifts(carer_id=carer.pk, week=[], since=LONG_AGO, now=AFTER)
    return cast


def sheet(cast, carer, month=MONTH, now=AFTER, how=sheets):
    return next(one for one in how(Scope.system(cast.street.pk), month, now) if one.carer_id == carer.pk)


def signed_and_closed(cast, month=MONTH, now=AFTER, why="照实"):
    sign_month(street_id=cast.street.pk, month=month, left_open_why=why, now=now, by_id=cast.officer.pk)
    return close_month(street_id=cast.street.pk, month=month, now=now, by_id=cast.officer.pk)


def ask(cast, day=date(2026, 11, 6), went=time(16, 40), **more) -> AttendanceCorrection:
    values = {"carer_id": cast.tan.pk, "day": day, "came": None, "went": went, "text": "手机没电", "made_at": AFTER, "now": AFTER, "by_id": cast.officer.pk}
    return ask_correction(**values | more)


def grant(cast, row, **more):
    values = {"came": row.came, "went": row.went, "instead": False, "answer": "属实", "now": AFTER, "by_id": cast.officer.pk}
    return grant_correction(correction_id=row.pk, **values | more)


def codes(cast, month=MONTH, now=AFTER) -> list[str]:
    return [one.code for one in open_items(cast.street, month, live_sheets(Scope.system(cast.street.pk), month, now))]


def test_the_sheet_has_the_day_against_the_shift(november):
    month = sheet(november, november.tan).month
    assert month.early == (20, 20 * 25) and month.late == (0, 0), "8:05 is within the grace, 16:35 is not"
    assert sheet(november, november.shao).month.leave_by_kind == {"sick": 3}
    assert "no_out" in codes(november) and "paper" in codes(november)


def test_a_correction_is_granted_as_taps_of_its_own_and_says_who_and_why(november):
    row = ask(november)
    assert "waiting" in codes(november)
    with pytest.raises(Refused, match="held_up"):
        sign_month(street_id=november.street.pk, month=MONTH, left_open_why="x", now=AFTER, by_id=november.officer.pk)
    before = ClockEvent.objects.filter(carer=november.tan).count()
    grant(november, row)
    one = sheet(november, november.tan)
    assert ClockEvent.objects.filter(carer=november.tan).count() == before + 1 and "no_out" not in codes(november)
    assert one.words[0] | {"by": "王敏", "text": "手机没电", "answer": "属实", "went": "16:40", "state": "granted"} == one.words[0]
    with pytest.raises(Refused, match="answered"):
        refuse_correction(correction_id=row.pk, answer="x", now=AFTER, by_id=november.officer.pk)


def test_instead_takes_the_wrong_tap_back_and_keeps_it(november):
    row = ask(november, day=date(2026, 11, 2), went=time(17, 30))
    grant(november, row, instead=True)
    assert sheet(november, november.tan).month.days[1].minutes == 565
    assert ClockEvent.objects.filter(carer=november.tan, takes_back__isnull=False).count() == 1


def test_what_cannot_be_asked_or_granted_says_why(november):
    for code, more in (("text", {"text": " "}), ("times", {"went": None}), ("times", {"came": time(9), "went": time(9)}), ("future", {"day": DECEMBER + timedelta(days=1)})):
        with pytest.raises(Refused, match=code):
            ask(november, **more)
    row = ask(november, source="act:1")
    assert ask(november, source="act:1").pk == row.pk
    with pytest.raises(Refused, match="correction_open"):
        ask(november)
    with pytest.raises(Refused, match="answer"):
        grant(november, row, answer=" ")


def test_a_month_is_closed_as_it_was_signed_and_not_otherwise(november):
    officer = november.officer.pk
    with pytest.raises(Refused, match="early"):
        sign_month(street_id=november.street.pk, month=DECEMBER, left_open_why="x", now=AFTER, by_id=officer)
    with pytest.raises(Refused, match="unsigned"):
        close_month(street_id=november.street.pk, month=MONTH, now=AFTER, by_id=officer)
    with pytest.raises(Refused, match="open"):
        sign_month(street_id=november.street.pk, month=MONTH, left_open_why="", now=AFTER, by_id=officer)
    sign_month(street_id=november.street.pk, month=MONTH, left_open_why="照实", now=AFTER, by_id=officer)
    tap(november.tan, "out", clock.at(date(2026, 11, 6), time(17)))
    with pytest.raises(Refused, match="changed"):
        close_month(street_id=november.street.pk, month=MONTH, now=AFTER, by_id=officer)
    done = signed_and_closed(november)
    assert {"code": "paper", "n": 1} in done.left_open and done.left_open_why == "照实" and ClosedSheet.objects.filter(closing=done).count() == 5
    with pytest.raises(Refused, match="closed"):
        signed_and_closed(november)


def test_the_database_refuses_any_change_of_what_is_closed(november):
    done = signed_and_closed(november)
    rows, closing = ClosedSheet.objects.filter(closing=done), MonthClosing.objects.filter(pk=done.pk)
    for change in (
        lambda: rows.update(data={}), lambda: rows.update(sha256=""), lambda: rows.delete(), lambda: rows.update(name="别人"), lambda: closing.delete(),
        lambda: closing.update(sha256="x"), lambda: closing.update(state="signed"), lambda: closing.update(closed_at=JANUARY),
        lambda: closing.update(state="reopened", reopened_by=november.officer, reopened_at=JANUARY, reopened_why="x"),
        lambda: ClosedSheet.objects.create(closing=done, street=november.street, carer=november.outsider_carer, number="1", tier="aide", data={}, sha256=""),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(name="", words=[])  # an erasure has a door of its own: test_forget_sheets.py
    assert closing.get().state == "closed"


def test_what_is_heard_after_closing_is_shown_and_goes_to_the_next_month(november):
    signed_and_closed(november)
    frozen = sheet(november, november.tan).month
    tap(november.tan, "out", clock.at(date(2026, 11, 6), time(17)))
    assert sheet(november, november.tan).month == frozen, "the closed sheet stays"
    late = outstanding(Scope.system(november.street.pk), DECEMBER, AFTER, only=MONTH)[november.tan.pk]
    assert [(one.day.day, one.numbers["minutes"]) for one in late] == [(6, 535)]
    assert sheet(november, november.tan, DECEMBER, JANUARY).adjusted == tuple(late)
    signed_and_closed(november, DECEMBER, JANUARY)
    assert sheet(november, november.tan, DECEMBER, JANUARY).adjusted == tuple(late), "frozen with December"
    assert not outstanding(Scope.system(november.street.pk), date(2027, 1, 1), JANUARY)[november.tan.pk], "once"


def test_only_a_second_officer_opens_it_again_with_a_reason_and_before_the_next_is_closed(november):
    signed_and_closed(november)
    second = user("zhou", "周洁", "street_officer", AFTER, street_id=november.street.pk)
    again = {"street_id": november.street.pk, "month": MONTH, "now": AFTER}
    for code, more in (("same", {"why": "x", "by_id": november.officer.pk}), ("why", {"why": " ", "by_id": second.pk})):
        with pytest.raises(Refused, match=code):
            reopen_month(**again | more)
    reopen_month(**again, why="漏了一天", by_id=second.pk)
    assert ClosedSheet.objects.count() == 5, "the first closing's sheets stay"
    grant(november, ask(november))
    signed_and_closed(november)
    assert sheet(november, november.tan).month.days[5].minutes == 515
    signed_and_closed(november, DECEMBER, JANUARY)
    with pytest.raises(Refused, match="later"):
        reopen_month(**again, why="x", by_id=second.pk)


def test_who_stands_in_owes_the_shift(november):
    row = replace_carer(carer_id=november.tan.pk, by_carer_id=november.feng.pk, first_day=date(2026, 11, 9), last_day=date(2026, 11, 9), note="", now=AFTER, by_id=None)
    mine, hers = sheet(november, november.tan).month.days[8], sheet(november, november.feng).month.days[8]
    assert (mine.facts.replaced_by, mine.reckoned.planned) == (("冯秀萍",), 0) and (hers.facts.replacing, hers.reckoned.absent) == (("谭美华",), 540)
    for code, more in (("replaced", {}), ("stand_in", {"by_carer_id": november.outsider_carer.pk}), ("stand_in", {"by_carer_id": november.tan.pk})):
        with pytest.raises(Refused, match=code):
            values = {"carer_id": november.tan.pk, "by_carer_id": november.shao.pk, "first_day": date(2026, 11, 9), "last_day": date(2026, 11, 9)}
            replace_carer(**values | more, note="", now=AFTER, by_id=None)
    cancel_replacement(replacement_id=row.pk, now=AFTER, by_id=None)
    assert sheet(november, november.tan).month.days[8].reckoned.planned == 540


def test_a_paper_that_was_seen_is_not_owed(november):
    absence = november.shao.absences.get()
    first = see_paper(absence_id=absence.pk, now=AFTER, by_id=november.officer.pk)
    assert see_paper(absence_id=absence.pk, now=AFTER, by_id=november.officer.pk).pk == first.pk and "paper" not in codes(november)


def test_a_worked_weekend_is_asked_about_until_somebody_says_whose_hours_hold(november):
    sunday = date(2026, 11, 29)
    values = {"street_id": november.street.pk, "first": sunday, "last": sunday, "kind": "work", "name": "", "source": "街道通知", "now": AFTER, "by_id": None}
    set_days(**values)
    assert codes(november).count("unsaid") == 1
    set_days(**values, as_weekday=1)
    assert "unsaid" not in codes(november) and sheet(november, november.tan).month.days[28].reckoned.absent == 540
    set_days(**values | {"kind": ""})
    assert sheet(november, november.tan).month.days[28].reckoned.planned == 0 and CalendarDay.objects.count() == 3
    for code, more in (("source", {"source": " "}), ("weekday", {"kind": "rest", "as_weekday": 1}), ("days", {"last": sunday - timedelta(days=1)}), ("kind", {"kind": "x"})):
        with pytest.raises(Refused, match=code):
            set_days(**values | more)


steps = st.lists(st.tuples(st.sampled_from(["tap", "correct", "leave", "close", "reopen", "december"]), st.integers(0, 20)), max_size=9)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_whatever_happens_a_closed_sheet_is_never_changed_and_nothing_is_lost(november, story):
    """The model: sheets as they were when they were closed. The record is what is frozen plus all that was taken up and is still to be."""
    with transaction.atomic():
        second = user("zhou", "周洁", "street_officer", AFTER, street_id=november.street.pk)
        frozen, scope, tan = {}, Scope.system(november.street.pk), november.tan
        for n, (what, which) in enumerate(story):
            day, closed = days(range(5))[which], set(MonthClosing.objects.filter(state="closed").values_list("month", flat=True))
            if what == "tap":
                tap(tan, "out", clock.at(day, time(18, n)))
            elif what == "correct":
                grant(november, ask(november, day=day, went=time(19, n)), instead=which % 2 == 0)
            elif what == "leave" and not tan.absences.filter(cancelled_at=None, first_day=day).exists():
                presence.add_absence(carer_id=tan.pk, kind="annual", first_day=day, last_day=day, now=AFTER)
            elif what == "close" and MONTH not in closed:
                frozen[MONTH] = signed_and_closed(november)
            elif what == "december" and DECEMBER not in closed:
                frozen[DECEMBER] = signed_and_closed(november, DECEMBER, JANUARY)
            elif what == "reopen" and MONTH in closed and DECEMBER not in closed:
                reopen_month(street_id=november.street.pk, month=MONTH, why="x", now=AFTER, by_id=second.pk)
            kept = {row.pk: (row.sha256, row.data) for row in ClosedSheet.objects.all()}
            assert all(kept.get(pk) == was for pk, was in frozen.get("rows", {}).items())
            frozen["rows"] = kept
        if MonthClosing.objects.filter(state="closed", month=MONTH).exists():
            _adds_up(november, scope)
        transaction.set_rollback(True)


def _adds_up(cast, scope):
    """Frozen + what December took up + what is still to be taken up = the record."""
    told = {day.day: numbers_of(day) for day in sheet(cast, cast.tan).month.days}
    taken = ClosedSheet.objects.filter(carer=cast.tan, closing__month=DECEMBER, closing__state="closed").values_list("adjustments", flat=True)
    lines = [(date.fromisoformat(row["day"]), row["numbers"]) for many in taken for row in many]
    lines += [(one.day, one.numbers) for one in outstanding(scope, date(2027, 1, 1), JANUARY).get(cast.tan.pk, [])]
    for day, numbers in lines:
        told[day] = {key: told[day][key] + numbers.get(key, 0) for key in NUMBERS} if day in told else {}
    record = {day.day: numbers_of(day) for day in sheet(cast, cast.tan, how=live_sheets).month.days}
    assert {day: told[day] for day in record} == record
