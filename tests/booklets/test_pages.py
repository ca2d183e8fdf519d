"""The pages of the month: what they show, what they hand out, and who may not see it."""

import pytest
from django.urls import reverse

from qianshou.booklets.imposing import two_up
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_waiting
from qianshou.booklets.operations.binding import made_at, pages_of
from qianshou.booklets.queries.volumes import file_of
from qianshou.kernel import clock
from qianshou.people.models import Person
from tests.booklets import november

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture
def december(street_month):
    """The first of December: November can be bound."""
    with clock.frozen(november.AFTER):
        yield street_month


@pytest.fixture
def enter(client):
    """enter(user) → a client signed in as that user."""

    def sign_in(user):
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


def bind(cast) -> None:
    bind_waiting(street_id=cast.street.pk, month=november.MONTH, language="zh-hans", now=november.AFTER)


def test_binding_from_the_page(december, enter):
    officer = enter(december.officer)
    assert "这个月还没有装订" in officer.get("/booklets/").content.decode()
    answer = officer.post("/booklets/bind/", {"month": "2026-11", "language": "zh-hans"})
    assert answer.status_code == 302
    moving = officer.get("/booklets/state/?month=2026-11").content.decode()
    assert "every 2s" in moving and "8 份中已好 0 份" in moving
    bind(december)
    still = officer.get("/booklets/state/?month=2026-11").content.decode()
    assert "every 2s" not in still and still.count("已装订") == 3


def test_a_volume_is_handed_out_as_it_was_bound(december, enter):
    officer = enter(december.officer)
    officer.post("/booklets/bind/", {"month": "2026-11"})
    bind(december)
    one = Volume.objects.get(committee=december.huaide)
    address = reverse("booklets-download", args=[one.pk])
    answer = officer.get(address)
    assert b"".join(answer.streaming_content) == file_of(one).read_bytes()
    assert answer["Content-Disposition"].startswith("inline")
    assert officer.get(address + "?save=1")["Content-Disposition"].startswith("attachment")
    file_of(one).write_bytes(b"%PDF-1.7 somebody wrote here")
    lost = officer.get(address)
    assert lost.status_code == 410 and "文件不在了" in lost.content.decode()
    assert officer.get(address + "?layout=two-up").status_code == 410


def test_two_pages_on_a_sheet_for_who_saves_paper(december, enter):
    officer = enter(december.officer)
    officer.post("/booklets/bind/", {"month": "2026-11"})
    bind(december)
    one = Volume.objects.get(committee=december.huaide)
    sheets = officer.get(reverse("booklets-download", args=[one.pk]) + "?layout=two-up&save=1")
    assert one.pages > 2 and pages_of(sheets.content) == (one.pages + 1) // 2
    assert sheets["Content-Disposition"].startswith("attachment") and sheets.content == two_up(file_of(one).read_bytes(), one.pages, made_at(one))
    assert pages_of(two_up(file_of(one).read_bytes(), 1, made_at(one))) == 1


def test_a_month_ahead_or_misspelt_is_refused(december, enter):
    officer = enter(december.officer)
    for month in ("2026-13", "x", "", "2026-1"):
        assert officer.post("/booklets/bind/", {"month": month}).status_code == 404
    officer.post("/booklets/bind/", {"month": "2027-05"})
    assert "没有可以装订的东西" in officer.get("/booklets/").content.decode()
    assert not Volume.objects.exists()
    assert officer.get("/booklets/?month=9999-99").status_code == 200
    assert officer.get(f"/booklets/form/{december.shen.pk}/2027-05.pdf").status_code == 404


def test_one_form_as_pdf_in_both_languages(december, enter):
    officer = enter(december.officer)
    for language in ("zh", "en"):
        answer = officer.get(f"/booklets/form/{december.shen.pk}/2026-11.pdf?language={language}")
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_a_character_that_cannot_be_printed_is_said_first(december, enter):
    Person.objects.filter(pk=december.shen.pk).update(name="沈\U0002b740")
    officer = enter(december.officer)
    address = f"/booklets/form/{december.shen.pk}/2026-11.pdf"
    said = officer.get(address).content.decode()
    assert "U+2B740" in said and "印不出来" in said
    assert officer.get(address + "?anyway=1").content.startswith(b"%PDF")
    assert "U+2B740" in officer.get("/booklets/checks/?month=2026-11").content.decode()


def test_lists_leave_as_spreadsheet_paper_and_text(december, enter):
    officer = enter(december.officer)
    text = officer.get("/booklets/silent/?month=2026-11&format=text").content.decode()
    assert "鲍秀英" in text and "沈玉芳" not in text
    forms = officer.get(f"/booklets/forms/?month=2026-11&committee={december.huaide.pk}&format=text").content.decode()
    assert "沈玉芳 13 11 2" in forms
    assert officer.get("/attendance/?month=2026-11&format=xlsx").content.startswith(b"PK")
    assert "谭美华 21 170:00" in officer.get("/attendance/?month=2026-11&format=text").content.decode()
    assert "缺下班打卡" in officer.get(f"/attendance/{december.tan.pk}/?month=2026-11&format=print").content.decode()


def test_one_persons_forms_from_the_file(december, enter):
    officer = enter(december.officer)
    page = officer.get(f"/booklets/forms/{december.shen.pk}/").content.decode()
    assert "2026年11月" in page and f"/booklets/form/{december.shen.pk}/2026-11.pdf" in page
    assert "2026年11月 13 11 2" in officer.get(f"/booklets/forms/{december.shen.pk}/?format=text").content.decode()
    assert enter(december.outsider).get(f"/booklets/forms/{december.shen.pk}/").status_code == 404


def test_a_committee_worker_sees_only_her_committee(december, enter):
    enter(december.officer).post("/booklets/bind/", {"month": "2026-11"})
    bind(december)
    worker = enter(december.committee_worker)
    page = worker.get("/booklets/").content.decode()
    assert "怀德居委会" in page and "霍兰居委会" not in page and "重新装订" not in page
    assert worker.get(reverse("booklets-download", args=[Volume.objects.get(committee=december.huolan).pk])).status_code == 404
    assert worker.get(reverse("booklets-form", args=[december.lu.pk, "2026-11"])).status_code == 404
    assert worker.get(reverse("booklets-form", args=[december.shen.pk, "2026-11"])).status_code == 200
    assert worker.post("/booklets/bind/", {"month": "2026-11"}).status_code == 403


def test_the_outsider_gets_nothing(december, enter):
    enter(december.officer).post("/booklets/bind/", {"month": "2026-11"})
    bind(december)
    outsider = enter(december.outsider)
    one = Volume.objects.get(committee=december.huaide)
    addresses = [reverse("booklets-download", args=[one.pk]), reverse("booklets-changes", args=[one.pk]), reverse("attendance-sheet", args=[december.tan.pk]),
                 reverse("booklets-form", args=[december.shen.pk, "2026-11"]), reverse("attendance-pdf", args=[december.tan.pk, "2026-11"])]  # fmt: skip
    assert [outsider.get(address).status_code for address in addresses] == [404] * 5
    for address in ("/booklets/", "/booklets/checks/", "/booklets/forms/", "/booklets/silent/", "/attendance/"):
        page = outsider.get(f"{address}?month=2026-11").content.decode()
        assert not any(name in page for name in ("沈玉芳", "陆根宝", "鲍秀英", "谭美华", "怀德"))
