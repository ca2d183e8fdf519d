"""What a relative sees by a link, and what nobody sees: by a wrong code, another link, or after it was shut."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from qianshou.care.models import FamilyNote, Visit
from qianshou.care.operations import visits
from qianshou.kernel import clock
from qianshou.people.models import FamilyLook, Person
from qianshou.people.operations import withdraw_consent
from qianshou.people.operations.family import shut_family_link
from qianshou.people.rules.family import TRIES
from qianshou.reports.queries import family as queries
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from tests.cast import DAY, NOON
from tests.family.street import BACKEND, MINUTE, enter, link_for, page, scope_of, wrong


def text_of(answer) -> str:
    return re.sub(r"[\s–]*–[\s–]*", "–", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_without_the_code_there_is_only_a_door(morning):
    _, keys = link_for(morning)
    answer = page(Client(), keys)
    assert answer.status_code == 200 and "Type the code" in text_of(answer)
    for secret in ("沈玉芳", "怀德路", "9:40", "沈丽"):
        assert secret not in answer.content.decode()


def test_with_the_code_today_is_told(morning):
    _, keys = link_for(morning)
    browser = Client()
    assert enter(browser, keys).status_code == 302
    said = text_of(page(browser, keys))
    for line in (
        "9:40 Carer Ji came by done",
        "11:20 Lunch was handed over done",
        "10:00 Rung up and reached done",
        "15:00–16:00 A visit is to come to come",
        "1 visit 1 meal 1 call",
    ):
        assert line in said, said
    assert "All times here are Shanghai time" in said


def test_in_chinese_when_asked_and_it_is_remembered(morning):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    assert "季关爱员来过了" in text_of(page(browser, keys, "?language=zh-hans"))
    assert "季关爱员来过了" in text_of(page(browser, keys)) and 'lang="zh-Hans"' in page(browser, keys).content.decode()


def test_nothing_of_health_of_others_or_of_where_she_lives(morning):
    """Every name and every word of the file that is not the elder's own name stays away."""
    _link, keys = link_for(morning)
    morning.shen.file.health, morning.shen.file.remarks = ["高血压"], "钥匙在门垫下"
    morning.shen.file.save()
    watch.report_concern(
        street_id=morning.street.pk,
        person_id=morning.shen.pk,
        by_id=morning.desk.pk,
        text="跌倒了，腿肿",
        severity=2,
        made_at=NOON,
        received_at=NOON,
        now=NOON,
    )
    browser = Client()
    enter(browser, keys)
    for query in ("", "?month=2026-10", "?language=zh-hans"):
        html = page(browser, keys, query).content.decode()
        for secret in (
            "怀德路",
            "15号",
            "高血压",
            "门垫",
            "跌倒",
            "咳嗽",
            "季伟",
            "沈明",
            "陆根宝",
            "310110",
            "1381700",
            "助浴",
            "athing",
            "1938",
        ):
            assert secret not in html, secret
    said = text_of(page(browser, keys))
    assert "11月24日 · 有人在处理" in said


def test_late_says_that_somebody_looks_after_it(morning):
    _, keys = link_for(morning)
    visit = Visit.objects.filter(elder=morning.shen, day=DAY).order_by("-window_start").first()
    due = Due.objects.get(key=visit.due_key)
    with clock.frozen(due.late_at + MINUTE):
        watch.sweep(now=due.late_at + MINUTE)
        browser = Client()
        enter(browser, keys)
        assert "The visit has not been made yet The street has been told and looks after it." in text_of(page(browser, keys))
        watch.take_alert(alert_id=due.alerts.get().pk, user=morning.officer, now=due.late_at + MINUTE)
        assert "Somebody of the street is seeing to it now." in text_of(page(browser, keys))


def test_headers_keep_it_out_of_search_engines_caches_and_referrers(morning):
    _, keys = link_for(morning)
    browser = Client()
    answers = [page(browser, keys), enter(browser, keys), page(browser, keys), browser.get("/family/nobody/")]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer" and "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]
        assert "default-src 'self'" in answer["Content-Security-Policy"]
    cookie = answers[1].cookies["family"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/family/{keys.token}/", True, "Lax")
    assert "沈" not in answers[2].request["PATH_INFO"]


def test_the_cookie_of_one_link_opens_no_other(morning):
    _, keys = link_for(morning)
    _other, more = link_for(morning, person=morning.lu, name="陆家")
    browser = Client()
    enter(browser, keys)
    thief = Client()
    thief.cookies["family"] = browser.cookies["family"].value
    assert "Type the code" in text_of(page(thief, more)) and "陆根宝" not in page(thief, more).content.decode()
    assert "沈玉芳" in page(thief, keys).content.decode()  # it is good for its own


def test_a_new_code_ends_what_the_old_one_had_opened(morning, client):
    link, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    client.force_login(morning.officer, backend=BACKEND)
    answer = client.post(reverse("family-code", args=[link.pk]))
    assert answer.status_code == 200
    assert "沈玉芳" not in page(browser, keys).content.decode()


def test_a_cookie_is_good_for_twelve_hours(morning):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    assert browser.cookies["family"]["max-age"] == 12 * 3600


def test_five_wrong_codes_lock_with_a_word_and_the_telephone(morning):
    type(morning.street).objects.filter(pk=morning.street.pk).update(telephone="021-65190000")
    _link, keys = link_for(morning)
    browser, inside = Client(), Client()
    enter(inside, keys)
    answers = [enter(browser, keys, wrong(keys)) for _ in range(TRIES)]
    assert [a.status_code for a in answers] == [422, 422, 422, 422, 429] and "3 tries are left" in text_of(answers[1])
    locked = text_of(enter(browser, keys))
    assert "Too many wrong codes" in locked and "错的口令太多" in locked and "021-65190000" in locked and "沈" not in locked
    assert "沈玉芳" in page(inside, keys).content.decode()  # whoever was in goes on reading: the lock is for guessers


@pytest.mark.parametrize("how", ["office", "consent", "over"])
def test_shut_the_next_request_is_refused_in_both_languages(morning, how):
    type(morning.street).objects.filter(pk=morning.street.pk).update(telephone="021-65190000")
    link, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    assert "沈玉芳" in page(browser, keys).content.decode()
    at = NOON + MINUTE
    if how == "office":
        shut_family_link(link=link, now=NOON, by_id=morning.officer.pk)
    elif how == "consent":
        withdraw_consent(consent_id=morning.shen.consents.get(ended_at=None).pk, reason="", now=NOON, by_id=morning.officer.pk)
    else:
        at = link.expires_at
    with clock.frozen(at):
        answers = [
            page(browser, keys),
            enter(browser, keys),
            browser.post(reverse("family-say", args=[keys.token]), {"kind": "message", "text": "您好"}),
        ]
    for answer in answers:
        said = text_of(answer)
        assert answer.status_code == 410 and "021-65190000" in said and "沈玉芳" not in said and "9:40" not in said
        assert ("This page has run out" if how == "over" else "This page is shut") in said and (
            "已经到期" if how == "over" else "这个页面已经关闭"
        ) in said
    assert not FamilyNote.objects.exists()
    assert FamilyLook.objects.filter(link=link, kind="refused").count() == 1


def test_an_address_that_never_was_is_404_in_both_languages(cast):
    answer = Client().get("/family/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/")
    assert answer.status_code == 404 and "没有这个页面" in text_of(answer) and "There is no such page" in text_of(answer)
    for name in ("enter", "say"):
        assert Client().post(f"/family/xxxxxxxxxxxx/{name}/").status_code == 404


def test_a_form_of_another_site_is_refused(morning):
    _, keys = link_for(morning)
    answer = Client().post(reverse("family-enter", args=[keys.token]), {"code": keys.code}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and not FamilyLook.objects.exists()


def test_the_files_own_pages_stay_shut_to_whoever_has_a_link(morning):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    for name in ("people-file", "family-links", "consents-person"):
        assert browser.get(reverse(name, args=[morning.shen.pk])).url.startswith("/login/")


def test_the_month_counts_what_came_and_what_did_not(morning):
    link, _ = link_for(morning)
    month = queries.month_of(scope=scope_of(link), first=DAY, now=NOON)
    day = next(one for one in month.days if one.day == DAY)
    assert (day.visits, day.meals, day.calls, day.missed) == (1, 1, 1, 0) and len(month.days) == 30
    visit = Visit.objects.filter(elder=morning.shen, day=DAY).order_by("-window_start").first()
    visits.unanswered(visit_id=visit.pk, carer_id=morning.tan.pk, made_at=NOON, received_at=NOON, now=NOON)
    assert queries.month_of(scope=scope_of(link), first=DAY, now=NOON).total.missed == 1


@pytest.mark.parametrize("month", ["2026-10", "2031-01", "1999-01", "x", "2026-13"])
def test_any_month_in_the_address_is_a_page(morning, month):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    assert page(browser, keys, f"?month={month}").status_code == 200


def test_scopes_read_of_their_own_person_only(morning):
    mine, _ = link_for(morning)
    other, _ = link_for(morning, person=morning.lu, name="陆家")
    for read in (
        queries.notes_of,
        lambda scope: queries.others_of(scope=scope, now=NOON),
        lambda scope: queries.today_of(scope=scope, language="en", now=NOON),
    ):
        assert not read(scope=scope_of(other))
    assert queries.today_of(scope=scope_of(mine), language="en", now=NOON)
    assert Person.objects.filter(pk=queries.person_of(scope_of(mine)).pk).get() == morning.shen


def test_before_the_office_opened_there_is_nothing_and_the_page_says_so(cast):
    _, keys = link_for(cast, now=NOON)
    browser = Client()
    enter(browser, keys)
    assert "Nothing is planned for today." in text_of(page(browser, keys))
