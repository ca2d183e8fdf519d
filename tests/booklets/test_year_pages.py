"""The page of the year: bound from it, handed out as it was bound, and who may not see it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qianshou.booklets import commands
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_waiting, bind_year_waiting
from qianshou.booklets.operations.binding import pages_of
from qianshou.booklets.queries.volumes import file_of
from qianshou.kernel import clock
from tests.booklets.a_year import NEW_YEAR, YEAR, bind, bind_the_month, end_november
from tests.booklets.test_bind_command import arguments
from tests.booklets.test_pages import enter  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def january(street_month):
    """The new year: of the last one November was closed and bound."""
    end_november(street_month)
    with clock.frozen(NEW_YEAR):
        bind_the_month(street_month)
        yield street_month


def test_the_year_is_bound_from_its_page_which_says_how_its_months_stand(january, enter):  # noqa: F811
    officer = enter(january.officer)
    page = officer.get("/booklets/year/").content.decode()
    assert "2026年" in page and "这一年还没有装订" in page and page.count("未装订") == 11 and "已装订 3 卷" in page and page.count("考勤已关账") == 1
    assert reverse("booklets-year") in officer.get("/booklets/").content.decode()
    assert officer.post("/booklets/year/bind/", {"year": "2026", "language": "zh-hans"}).status_code == 302
    assert "every 2s" in officer.get("/booklets/year/state/?year=2026").content.decode()
    bind_year_waiting(street_id=january.street.pk, year=YEAR, language="zh-hans", now=NEW_YEAR)
    still = officer.get("/booklets/year/state/?year=2026").content.decode()
    assert "every 2s" not in still and "关爱员：全年、嘉奖、十佳" in still and "有 11 个月没有装订" in still
    assert "全年、嘉奖" not in officer.get("/booklets/?month=2026-01").content.decode(), "not among the volumes of January"
    for year in ("2026-01", "x", "", "20266", "1066"):
        assert officer.post("/booklets/year/bind/", {"year": year}).status_code == 404
    officer.post("/booklets/year/bind/", {"year": "2028"})
    assert "这一年没有可以装订的东西" in officer.get("/booklets/year/?year=2099").content.decode()


def test_while_a_month_is_being_bound_the_page_says_that_the_year_waits_for_it(january, enter):  # noqa: F811
    officer = enter(january.officer)
    officer.post("/booklets/bind/", {"month": "2026-12", "language": "zh-hans"})
    officer.post("/booklets/year/bind/", {"year": "2026", "language": "zh-hans"})
    with clock.frozen(NEW_YEAR + timedelta(minutes=5)):
        said = officer.get("/booklets/year/state/?year=2026").content.decode()
        assert "先装订各月" in said and "后台程序在运行吗" not in said
        bind_waiting(street_id=january.street.pk, month=date(2026, 12, 1), language="zh-hans", now=NEW_YEAR)
        said = officer.get("/booklets/year/state/?year=2026").content.decode()
        assert "先装订各月" not in said and "后台程序在运行吗" in said


def test_a_years_volume_is_handed_out_as_it_was_bound(january, enter):  # noqa: F811
    volume, officer = bind(january)["carers"], enter(january.officer)
    address = reverse("booklets-download", args=[volume.pk])
    answer = officer.get(address + "?save=1")
    assert b"".join(answer.streaming_content) == file_of(volume).read_bytes() and "2026%20" in answer["Content-Disposition"]
    assert pages_of(officer.get(address + "?layout=two-up").content) == (volume.pages + 1) // 2
    assert "没有变化" in officer.get(reverse("booklets-changes", args=[volume.pk])).content.decode()
    file_of(volume).write_bytes(b"%PDF-1.7 somebody wrote here")
    lost = officer.get(address)
    assert lost.status_code == 410 and "回到这一年" in lost.content.decode()


def test_who_may_not_see_the_year(january, enter):  # noqa: F811
    found = bind(january)
    addresses = [reverse(name, args=[one.pk]) for one in found.values() for name in ("booklets-download", "booklets-changes")]
    worker = enter(january.committee_worker)
    page = worker.get("/booklets/year/?year=2026").content.decode()
    assert "怀德居委会" in page and "霍兰居委会" not in page and "全年、嘉奖" not in page and "重新装订" not in page and "考勤未关账" not in page
    assert worker.get(reverse("booklets-download", args=[found["carers"].pk])).status_code == 404
    assert worker.post("/booklets/year/bind/", {"year": "2026"}).status_code == 403
    outsider = enter(january.outsider)
    assert {outsider.get(address).status_code for address in addresses} == {404}
    page = outsider.get("/booklets/year/?year=2026").content.decode()
    assert not any(name in page for name in ("怀德", "全年、嘉奖", "已装订"))
    outsider.logout()
    assert "login" in outsider.get("/booklets/year/")["Location"]


def test_the_command_binds_a_year(january, capsys):
    assert commands.handle(arguments("--year", "2026", "--street", "pingliang", "--wait")) == 0
    assert "carer_year" in capsys.readouterr().out
    assert set(Volume.objects.filter(month=YEAR).values_list("state", flat=True)) == {"bound"}
    assert commands.handle(arguments("--year", "2028", "--street", "pingliang")) == 1
    for wrong in (("--year", "26"), ("--year", "2026", "--month", "2026-11"), ()):
        with pytest.raises(SystemExit):
            arguments(*wrong)
