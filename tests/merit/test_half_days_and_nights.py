"""The month's sheet with half days, nights and meal breaks: counted once, on the day on which a shift begins, frozen and printed as it is."""

import json
from datetime import date, time, timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.booklets.attendance import attendance_volume
from qianshou.booklets.queries.volumes import carer_months
from qianshou.booklets.sheets import Binding
from qianshou.care.models import Carer, ClockEvent, VisitEvent
from qianshou.care.operations import presence
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.operations.closing import close_month, sign_month
from qianshou.merit.operations.corrections import ask_correction, grant_correction
from qianshou.merit.queries.attendance import attendance
from qianshou.merit.queries.closing import open_items
from qianshou.merit.queries.own import own_sheet
from qianshou.merit.queries.sheets import live_sheets, outstanding, sheets
from qianshou.merit.rules.frozen import month_of, plain
from qianshou.merit.rules.leave import DayLeave
from tests.booklets.november import AFTER, MONTH, tap, visit
from tests.cast import LONG_AGO

BACKEND = "qianshou.access.backends.PasswordBackend"
TENTH = date(2026, 11, 10)  # a Tuesday
NIGHTS = [(weekday, time(20), time(6)) for weekday in (1, 2, 3)]


@pytest.fixture
def nights(cast):
    """Tan works three nights a week with a break of an hour; nobody else owes anything."""
    for one in (cast.feng, cast.aide, cast.volunteer, cast.shao):
        presence.set_shifts(carer_id=one.pk, week=[], since=LONG_AGO, now=AFTER)
    presence.set_shifts(carer_id=cast.tan.pk, week=NIGHTS, since=LONG_AGO, now=AFTER, break_minutes=60)
    return cast


def sheet(cast, carer, month=MONTH, now=AFTER, how=sheets):
    return next(one for one in how(Scope.system(cast.street.pk), month, now) if one.carer_id == carer.pk).month


def leave(cast, day, kind="sick", last=None, **halves):
    return presence.add_absence(carer_id=cast.tan.pk, kind=kind, first_day=day, last_day=last or day, now=AFTER, by_id=cast.officer.pk, **halves)


def night(cast, day, came=time(20), went=time(6)):
    tap(cast.tan, "in", clock.at(day, came))
    tap(cast.tan, "out", clock.at(day + timedelta(days=1), went))


def ask(cast, day, **times):
    made = ask_correction(carer_id=cast.tan.pk, day=day, **{"came": None, "went": None} | times, text="忘了打卡", made_at=AFTER, now=AFTER, by_id=cast.officer.pk)
    return grant_correction(correction_id=made.pk, came=made.came, went=made.went, instead=True, answer="属实", now=AFTER, by_id=cast.officer.pk)


def test_half_a_day_is_half_a_day_on_the_sheet_and_the_other_half_is_owed(cast):
    leave(cast, TENTH, until_noon=True)
    leave(cast, TENTH + timedelta(days=1), "annual", last=TENTH + timedelta(days=2), from_noon=True)
    leave(cast, date(2026, 11, 14), "personal", until_noon=True)  # a Saturday on which she owes nothing
    tap(cast.tan, "in", clock.at(TENTH, time(12, 30)))
    tap(cast.tan, "out", clock.at(TENTH, time(17)))
    month = sheet(cast, cast.tan)
    assert (month.leave_days, month.leave_by_kind) == (2, {"sick": 0.5, "annual": 1.5})
    day = month.days[9]
    assert (day.leave, day.reckoned.late, day.reckoned.leave, day.reckoned.absent, day.both) == (DayLeave("sick", ""), 30, 240, 0, False)
    assert month.days[10].reckoned.absent == 240 and month.days[11].reckoned.absent == 0
    with clock.frozen(AFTER):
        assert own_sheet(cast.tan, date(2026, 11, 30), AFTER)["leave"] == 2
    assert "both" not in [one.code for one in _open(cast)]
    tap(cast.tan, "in", clock.at(TENTH, time(8)))
    tap(cast.tan, "out", clock.at(TENTH, time(11)))
    assert "both" in [one.code for one in _open(cast)], "on leave, and there for three hours of it"


def _open(cast):
    return open_items(cast.street, MONTH, live_sheets(Scope.system(cast.street.pk), MONTH, AFTER))


def test_pages_table_and_printed_sheet_say_which_half(cast, client):
    leave(cast, TENTH, until_noon=True)
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(AFTER):
        page = client.get(f"/attendance/{cast.tan.pk}/?month=2026-11").content.decode()
        assert "病假（上午）" in page and "请假 0.5 天" in page
        assert ">0.5<" in client.get("/attendance/?month=2026-11").content.decode()
        assert client.get("/attendance/?month=2026-11&format=xlsx").content.startswith(b"PK")
        assert client.get(f"/attendance/{cast.tan.pk}/2026-11.pdf").content.startswith(b"%PDF")
        client.force_login(cast.outsider, backend=BACKEND)
        assert client.get(f"/attendance/{cast.tan.pk}/?month=2026-11").status_code == 404
    for language, words, total in (("zh", "病假（上午）", "请假 0.5 天"), ("en", "sick (morning)", "leave 0.5 days")):
        months = carer_months(Scope.system(cast.street.pk), cast.street, MONTH, AFTER, language, cast.tan.pk)
        data = attendance_volume(months, Binding(month=MONTH, office="x", part="", bound_on=MONTH, language=language, with_cover=False))["carers"][0]
        assert words in data["lines"][9]["note"] and total in data["total-text"]


def test_a_night_counts_on_the_day_on_which_it_begins_without_its_break(nights):
    night(nights, date(2026, 11, 9), went=time(6, 40))
    month = sheet(nights, nights.tan)
    ninth, tenth = month.days[8], month.days[9]
    assert (ninth.minutes, ninth.reckoned.planned, ninth.reckoned.covered, ninth.reckoned.pause, ninth.reckoned.overtime) == (580, 600, 540, 60, 40)
    assert not tenth.spans and tenth.minutes == 0 and tenth.reckoned.absent == 540, "her night of the 10th is another"
    assert sum(day.minutes for day in month.days) == month.minutes and month.off == 60


def test_page_and_print_say_what_a_night_was_and_that_its_break_is_not_counted(nights, client):
    night(nights, date(2026, 11, 9))
    client.force_login(nights.officer, backend=BACKEND)
    with clock.frozen(AFTER):
        page = client.get(f"/attendance/{nights.tan.pk}/?month=2026-11").content.decode()
    assert "20:00–次日 6:00" in page and "用餐休息 1:00 不计工时" in page
    months = carer_months(Scope.system(nights.street.pk), nights.street, MONTH, AFTER, "zh", nights.tan.pk)
    data = attendance_volume(months, Binding(month=MONTH, office="x", part="", bound_on=MONTH, with_cover=False))["carers"][0]
    assert (data["lines"][8]["shift"], data["lines"][8]["outs"], data["lines"][8]["hours"]) == ("20:00–次日6:00", "次日6:00", "9:00")
    assert "用餐休息 1:00 不计工时" in data["sums"]


def test_the_last_night_of_a_month_is_in_it_once_and_the_month_waits_for_it(nights):
    night(nights, date(2026, 11, 30))
    assert sheet(nights, nights.tan).days[29].minutes == 540 and sheet(nights, nights.tan, date(2026, 12, 1)).days[0].minutes == 0
    values = {"street_id": nights.street.pk, "month": MONTH, "left_open_why": "照实", "by_id": nights.officer.pk}
    with pytest.raises(Refused, match="early"):
        sign_month(**values, now=clock.at(date(2026, 12, 1), time(5)))
    sign_month(**values, now=clock.at(date(2026, 12, 1), time(6)))


def test_a_visit_after_midnight_is_of_the_night(nights):
    eve, day = date(2026, 11, 9), TENTH
    for on in (eve, date(2026, 11, 30)):
        made, _ = visit(nights.shen, on + timedelta(days=1))
        at = clock.at(on + timedelta(days=1), time(2))
        VisitEvent.objects.create(visit=made, carer=nights.tan, kind="done", made_at=at, received_at=at, grade="tap")
    month = sheet(nights, nights.tan)
    assert (month.days[8].visits, month.days[9].visits, month.days[29].visits) == (1, 0, 1)
    assert month.days[8].reckoned.untapped and month.days[9].reckoned.absent, f"she was there on the {eve}, not on the {day}"
    assert sheet(nights, nights.tan, date(2026, 12, 1)).visits == 0


def test_a_correction_of_a_night_takes_back_its_own_taps_and_no_others(nights):
    night(nights, date(2026, 11, 9))
    night(nights, TENTH, went=time(4))
    ask(nights, TENTH, went=time(6, 30))
    days = sheet(nights, nights.tan).days
    assert (days[8].minutes, days[9].minutes) == (540, 570), "the morning of the 10th ended the night before"
    assert ClockEvent.objects.filter(carer=nights.tan, takes_back__isnull=False).count() == 1


def test_leave_of_a_night_is_of_the_day_on_which_it_begins(nights):
    leave(nights, date(2026, 11, 9), until_noon=True)
    leave(nights, TENTH, from_noon=True)
    days = sheet(nights, nights.tan).days
    assert (days[8].reckoned.absent, days[8].leave_counts) == (540, {}), "a morning's leave takes nothing of a night"
    assert (days[9].reckoned.absent, days[9].reckoned.leave, len(days[9].leave_counts)) == (0, 600, 1)


def test_what_was_frozen_says_the_same_again_also_from_before_there_were_halves(nights):
    leave(nights, TENTH, from_noon=True)
    night(nights, date(2026, 11, 9))
    month = sheet(nights, nights.tan)
    assert month_of(json.loads(json.dumps(plain(month)))) == month
    old = plain(month) | {"format": 1}
    for row in old["days"]:
        row["leave"] = "sick" if any(row["leave"]) else ""
        del row["facts"]["breaks"]
        for key in ("leave", "pause", "off", "both"):
            del row["reckoned"][key]
    again = month_of(json.loads(json.dumps(old)))
    assert again.days[9].leave == DayLeave.whole_day("sick") and again.days[8].minutes == 600 and again.leave_days == 1
    with pytest.raises(ValueError, match="format"):
        month_of(old | {"format": 3})


def test_half_a_day_heard_of_after_closing_is_late_news(nights):
    values = {"street_id": nights.street.pk, "month": MONTH, "now": AFTER, "by_id": nights.officer.pk}
    sign_month(**values, left_open_why="照实")
    close_month(**values)
    leave(nights, TENTH, from_noon=True)
    (line,) = outstanding(Scope.system(nights.street.pk), date(2026, 12, 1), AFTER)[nights.tan.pk]
    assert (line.day, line.numbers, line.leave) == (TENTH, {"absent": -540}, DayLeave("", "sick"))
    assert "下午" in next(iter(_printed(nights)))


def _printed(cast):
    months = carer_months(Scope.system(cast.street.pk), cast.street, date(2026, 12, 1), AFTER, "zh", cast.tan.pk)
    data = attendance_volume(months, Binding(month=MONTH, office="x", part="", bound_on=MONTH, with_cover=False))["carers"][0]
    return [line for line in data["extras"] if "补记" in line]


def test_a_carer_who_has_not_joined_yet_or_works_elsewhere(cast, client):
    """No sheet before she came: the page says so. Another street's carers are on no sheet of ours, even for an officer of both."""
    Carer.objects.filter(pk=cast.feng.pk).update(joined_on=date(2026, 12, 1))
    ours, both = Scope.system(cast.street.pk), Scope(street_id=cast.street.pk, street_ids=frozenset({cast.street.pk, cast.outsider_carer.street_id}))
    end = date(2026, 12, 1)
    assert attendance(ours, MONTH, end, AFTER, cast.feng.pk) == []
    names = lambda scope: [one.carer_id for one in attendance(scope, MONTH, end, AFTER)]
    assert names(both) == names(ours) and cast.outsider_carer.pk not in names(both) and cast.feng.pk not in names(ours)
    for scope in (ours, both):
        with pytest.raises(Carer.DoesNotExist):
            attendance(scope, MONTH, end, AFTER, cast.outsider_carer.pk)
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(AFTER):
        page = client.get(f"/attendance/{cast.feng.pk}/?month=2026-11")
        assert page.status_code == 200 and "这个月不在册" in page.content.decode()
        assert client.get(f"/attendance/{cast.feng.pk}/2026-11.pdf").status_code == 404
        client.force_login(cast.outsider, backend=BACKEND)
        assert client.get(f"/attendance/{cast.feng.pk}/?month=2026-11").status_code == 404
