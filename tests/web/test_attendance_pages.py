"""Attendance at the desk: a correction asked for and granted, a month closed by its checklist, the calendar, and who must not get in."""

from datetime import date, time, timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.booklets.attendance import attendance_volume
from qianshou.booklets.queries.volumes import carer_months
from qianshou.booklets.sheets import Binding
from qianshou.care.models import CalendarDay
from qianshou.kernel import clock
from qianshou.merit.models import AbsencePaper, AttendanceCorrection, MonthClosing, Replacement
from tests.booklets.november import AFTER, MONTH, live, tap
from tests.cast import user

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture
def desk(cast, client):
    live(cast)
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(AFTER):
        yield client


def text(answer) -> str:
    return answer.content.decode()


def close(desk, why="照实"):
    desk.post("/attendance/closing/2026-11/sign/", {"why": why})
    return desk.post("/attendance/closing/2026-11/close/")


def test_a_correction_is_written_down_granted_and_shown_with_who_and_why(cast, desk):
    address = f"/attendance/{cast.tan.pk}/correct/?month=2026-11"
    wrong = desk.post(address, {"day": "2026-11-06", "came": "", "went": "", "text": "手机没电"})
    assert wrong.status_code == 422 and "至少写一个" in text(wrong) and "手机没电" in text(wrong)
    desk.post(address, {"day": "2026-11-06", "came": "", "went": "16:40", "text": "手机没电"})
    row = AttendanceCorrection.objects.get()
    assert "1 条更正待答复" in text(desk.get("/attendance/?month=2026-11"))
    answer = f"/attendance/corrections/{row.pk}/answer/"
    assert desk.post(answer, {"grant": "1", "went": "16:40", "came": "", "answer": ""}).status_code == 422
    desk.post(answer, {"grant": "1", "went": "16:45", "came": "", "answer": "队长证实"})
    page = text(desk.get(f"/attendance/{cast.tan.pk}/?month=2026-11"))
    assert "16:45" in page and "队长证实" in page and "王敏" in page and "缺下班打卡" not in page
    assert desk.get("/attendance/corrections/?format=xlsx").content.startswith(b"PK")


def test_a_month_is_checked_signed_closed_and_opened_by_a_second_officer(cast, desk, client):
    page = text(desk.get("/attendance/closing/?month=2026-11"))
    assert "请假缺材料" in page and "缺下班打卡" in page
    assert desk.post("/attendance/closing/2026-11/close/").status_code == 422
    assert desk.post("/attendance/closing/2026-11/sign/", {"why": ""}).status_code == 422
    desk.post(f"/attendance/papers/{cast.shao.absences.get().pk}/", {"month": "2026-11"})
    assert AbsencePaper.objects.count() == 1 and "请假缺材料" not in text(desk.get("/attendance/closing/?month=2026-11"))
    close(desk)
    done = MonthClosing.objects.get()
    assert done.state == "closed" and "已关账" in text(desk.get("/attendance/?month=2026-11"))
    tap(cast.tan, "out", clock.at(date(2026, 11, 6), time(17)))
    assert "工时+535分" in text(desk.get("/attendance/closing/?month=2026-11")) and "工时+535分" in text(desk.get(f"/attendance/{cast.tan.pk}/?month=2026-11"))
    assert "工时+535分" in text(desk.get(f"/attendance/{cast.tan.pk}/?month=2026-12")), "on the next month's sheet"
    assert desk.post("/attendance/closing/2026-11/reopen/", {"why": "x"}).status_code == 422
    client.force_login(user("zhou", "周洁", "street_officer", AFTER, street_id=cast.street.pk), backend=BACKEND)
    client.post("/attendance/closing/2026-11/reopen/", {"why": "漏了一天"})
    assert MonthClosing.objects.get().state == "reopened" and "漏了一天" in text(client.get("/attendance/closing/?month=2026-11"))


def test_the_bound_sheet_prints_from_what_was_frozen_the_same_bytes(cast, desk):
    close(desk)
    address = f"/attendance/{cast.tan.pk}/2026-11.pdf"
    first = desk.get(address).content
    tap(cast.tan, "out", clock.at(date(2026, 11, 6), time(17)))
    cast.tan.person.__class__.objects.filter(pk=cast.tan.person_id).update(name="谭改名")
    with clock.frozen(AFTER + timedelta(days=9)):
        assert desk.get(address).content == first
    sheets = carer_months(Scope.system(cast.street.pk), cast.street, MONTH, AFTER, "zh", cast.tan.pk)
    data = attendance_volume(sheets, Binding(month=MONTH, office="x", part="", bound_on=MONTH, with_cover=False))["carers"][0]
    assert data["name"] == "谭美华" and "王敏 2026-12-01 关账" in data["extras"][-1] and "早退" in data["sums"]


def test_the_calendar_warns_of_a_year_that_is_not_published_and_takes_an_officers_word(cast, desk):
    with clock.frozen(AFTER.replace(year=2030)):
        assert "还没有 2031 年公布的放假安排" in text(desk.get("/attendance/calendar/?year=2031"))
    assert "年公布的放假安排" not in text(desk.get("/attendance/calendar/?year=2026"))
    values = {"first": "2026-11-28", "last": "2026-11-29", "kind": "work", "as_weekday": "1", "name": "调休", "source": "街道通知12号"}
    assert desk.post("/attendance/calendar/set/", values | {"source": ""}).status_code == 422
    desk.post("/attendance/calendar/set/", values)
    page = text(desk.get("/attendance/calendar/?year=2026"))
    assert "街道通知12号" in page and "王敏" in page and CalendarDay.objects.count() == 2
    assert "调休" in text(desk.get("/attendance/calendar/?year=2026&format=text"))


def test_somebody_stands_in_and_the_word_is_taken_back(cast, desk):
    address = f"/attendance/{cast.tan.pk}/stand-in/?month=2026-11"
    assert desk.post(address, {"by_carer": "", "first_day": "2026-11-09", "last_day": "2026-11-09"}).status_code == 422
    desk.post(address, {"by_carer": cast.feng.pk, "first_day": "2026-11-09", "last_day": "2026-11-09"})
    assert "由冯秀萍顶班" in text(desk.get(f"/attendance/{cast.tan.pk}/?month=2026-11"))
    desk.post(f"/attendance/stand-ins/{Replacement.objects.get().pk}/cancel/")
    assert "由冯秀萍顶班" not in text(desk.get(f"/attendance/{cast.tan.pk}/?month=2026-11"))


def test_a_list_is_narrowed_in_the_address(cast, desk):
    assert "谭美华" in text(desk.get("/attendance/?month=2026-11&tier=full_time&check=1")) and "谭美华" not in text(desk.get("/attendance/?month=2026-11&tier=aide"))


def test_who_must_not_get_in(cast, desk, client):
    desk.post(f"/attendance/{cast.tan.pk}/correct/", {"day": "2026-11-06", "went": "16:40", "text": "手机没电"})
    row = AttendanceCorrection.objects.get()
    client.force_login(cast.outsider, backend=BACKEND)
    for address in (f"/attendance/{cast.tan.pk}/", f"/attendance/{cast.tan.pk}/2026-11.pdf"):
        assert client.get(address).status_code == 404
    for address in (f"/attendance/corrections/{row.pk}/answer/", f"/attendance/{cast.tan.pk}/correct/", f"/attendance/{cast.tan.pk}/stand-in/",
                    f"/attendance/papers/{cast.shao.absences.get().pk}/"):  # fmt: skip
        assert client.post(address, {"grant": "1", "answer": "x", "went": "16:00"}).status_code == 404
    assert "手机没电" not in text(client.get("/attendance/corrections/")) and "谭美华" not in text(client.get("/attendance/closing/?month=2026-11"))
    close(client)
    assert not MonthClosing.objects.filter(street=cast.street).exists() and AttendanceCorrection.objects.get().state == "open"
    client.force_login(cast.secretary, backend=BACKEND)
    assert client.get("/attendance/closing/?month=2026-11").status_code == 200 and close(client).status_code == 403
    client.logout()
    assert client.get("/attendance/calendar/").status_code == 302
