"""The desk makes a link, shows its keys once, prints the letter, answers, shuts; another street does none of it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from qianshou.care.models import FamilyNote
from qianshou.people.models import FamilyLink
from tests.family.street import BACKEND, agree, enter, link_for, page


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def made(desk, cast, **post) -> tuple[str, str, str]:
    """(page, token, code) of a new link."""
    html = desk.post(
        reverse("family-new", args=[cast.shen.pk]), {"name": "沈丽", "relation": "女儿", "language": "en", "days": "90"} | post
    ).content.decode()
    return html, re.search(r'name="token" value="([^"]+)"', html)[1], re.search(r'name="code" value="(\d{6})"', html)[1]


def test_without_consent_the_page_says_what_to_do_first(desk, cast):
    assert "还没有“家人页面”的有效同意" in desk.get(reverse("family-links", args=[cast.shen.pk])).content.decode()
    answer = desk.post(reverse("family-new", args=[cast.shen.pk]), {"name": "沈丽"})
    assert answer.status_code == 422 and "请先登记" in answer.content.decode() and not FamilyLink.objects.exists()


def test_the_keys_stand_on_one_page_once_and_open_the_link(desk, cast):
    agree(cast)
    html, token, code = made(desk, cast)
    assert f"/family/{token}/" in html and f"{code[:3]} {code[3:]}" in html and "<svg" in html
    again = desk.get(reverse("family-links", args=[cast.shen.pk])).content.decode()
    assert token not in again and code not in again and "沈丽" in again
    browser = Client()
    assert browser.post(f"/family/{token}/enter/", {"code": code}).status_code == 302
    assert "沈玉芳" in browser.get(f"/family/{token}/").content.decode()
    seen = desk.get(reverse("family-links", args=[cast.shen.pk])).content.decode()
    assert "输入口令进入" in seen and "127.0.0.1" in seen and "1次" in seen


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_letter_is_printed_from_the_keys_and_from_no_others(desk, cast, language):
    agree(cast)
    _, token, code = made(desk, cast, language=language)
    address = reverse("family-letter-pdf", args=[cast.shen.pk])
    answer = desk.post(address, {"token": token, "code": code})
    assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    assert desk.post(address, {"token": token, "code": f"{(int(code) + 1) % 10**6:06d}"}).status_code == 404
    assert desk.post(address, {"token": "x", "code": code}).status_code == 404
    assert desk.post(reverse("family-letter-pdf", args=[cast.lu.pk]), {"token": token, "code": code}).status_code == 404


def test_a_new_code_and_shutting(desk, cast):
    link, keys = link_for(cast)
    html = desk.post(reverse("family-code", args=[link.pk])).content.decode()
    assert "只在此刻显示" in html and "/family/x" not in html
    assert f"/family/{keys.token}/" not in desk.post(reverse("family-code", args=[link.pk]), {"whole": "1"}).content.decode()
    assert page(Client(), keys).status_code == 404  # the old address leads nowhere
    desk.post(reverse("family-shut", args=[link.pk]))
    link.refresh_from_db()
    assert (link.shut_why, link.shut_by) == ("office", cast.officer)
    assert desk.post(reverse("family-code", args=[link.pk])).status_code == 302  # shut: no new code
    assert "街道已关闭" in desk.get(reverse("family-links", args=[cast.shen.pk])).content.decode()


def test_messages_wait_are_answered_and_an_empty_answer_is_none(desk, cast):
    _, keys = link_for(cast)
    browser = Client()
    enter(browser, keys)
    browser.post(reverse("family-say", args=[keys.token]), {"kind": "message", "text": "谢谢关爱员"})
    note = FamilyNote.objects.get()
    assert "谢谢关爱员" in desk.get(reverse("family-messages")).content.decode()
    assert desk.post(reverse("family-answer", args=[note.pk]), {"answer": " "}).status_code == 422
    desk.post(reverse("family-answer", args=[note.pk]), {"answer": "转告了"})
    assert "谢谢关爱员" not in desk.get(reverse("family-messages")).content.decode()
    assert "转告了" in desk.get(reverse("family-messages") + "?show=answered").content.decode()
    assert desk.get(reverse("family-messages") + "?show=answered&q=陆").content.decode().count("谢谢关爱员") == 0
    assert desk.get(reverse("family-messages") + "?show=answered&format=text").content.decode().count("谢谢关爱员") == 1
    concern = desk.get(reverse("concerns-one", args=[note.concern_id])).content.decode()
    assert "家人在页面上写的" in concern and "沈丽（女儿）" in concern


def test_another_street_does_none_of_it(client, cast):
    link, keys = link_for(cast)
    browser = Client()
    enter(browser, keys)
    browser.post(reverse("family-say", args=[keys.token]), {"kind": "message", "text": "谢谢关爱员"})
    note = FamilyNote.objects.get()
    client.force_login(cast.outsider, backend=BACKEND)
    assert client.get(reverse("family-links", args=[cast.shen.pk])).status_code == 404
    posts = [
        ("family-new", cast.shen.pk),
        ("family-letter-pdf", cast.shen.pk),
        ("family-code", link.pk),
        ("family-shut", link.pk),
        ("family-answer", note.pk),
    ]
    assert [
        client.post(reverse(name, args=[pk]), {"answer": "x", "token": keys.token, "code": keys.code}).status_code for name, pk in posts
    ] == [404] * 5
    assert "谢谢关爱员" not in client.get(reverse("family-messages")).content.decode()
    for user in (cast.family, cast.tan.person.user, cast.kitchen):
        client.force_login(user, backend=BACKEND)
        assert client.get(reverse("family-links", args=[cast.shen.pk])).status_code == 403
    link.refresh_from_db()
    assert link.shut_at is None and note.concern.answer == ""
