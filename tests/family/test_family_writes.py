"""A relative writes by a link: kept once, told to carer and desk, answered; not without words, not without end, not for other eyes."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from qianshou.care.models import FamilyNote
from qianshou.notify.models import Notice
from qianshou.watch.models import Concern, Due
from tests.family.street import BACKEND, enter, link_for, page
from tests.family.test_family_page import text_of


def test_a_message_is_kept_reaches_carer_and_desk_and_its_answer_stands_on_the_page(morning, client):
    _link, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    batch = str(uuid4())
    for _ in range(2):  # sent twice on a bad line
        answer = browser.post(reverse("family-say", args=[keys.token]), {"kind": "message", "text": "请提醒妈妈多喝水", "batch": batch})
        assert answer.status_code == 302
    note = FamilyNote.objects.get()
    assert (note.concern.text, note.concern.said_by, note.concern.severity) == ("请提醒妈妈多喝水", "沈丽（女儿）", 2)
    told = list(Notice.objects.filter(code="family_note").values_list("user", flat=True))
    assert morning.tan.person.user_id in told and morning.officer.pk in told and morning.outsider.pk not in told
    assert Due.objects.get(key=f"concern:{note.concern_id}").ladder[0] == morning.tan.person.user_id
    assert "received, an answer will follow" in text_of(page(browser, keys))
    client.force_login(morning.officer, backend=BACKEND)
    assert "请提醒妈妈多喝水" in client.get(reverse("family-messages")).content.decode()
    client.post(reverse("family-answer", args=[note.pk]), {"answer": "说过了，杯子放在床头"})
    assert "杯子放在床头" in text_of(page(browser, keys)) and "answered" in text_of(page(browser, keys))
    assert Due.objects.get(key=f"concern:{note.concern_id}").state == "met"


def test_an_urgent_concern_alarms_at_once(morning):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    browser.post(reverse("family-say", args=[keys.token]), {"kind": "concern", "text": "电话一直没人接", "urgent": "1"})
    concern = Concern.objects.get()
    assert concern.severity == 3 and concern.state == "open" and Due.objects.get(key=f"concern:{concern.pk}").alerts.get().why == "concern"


@pytest.mark.parametrize(
    "post, word",
    [
        ({"kind": "message", "text": "  "}, "Write a few words"),
        ({"kind": "other", "text": "x"}, "Choose whether"),
        ({"kind": "message", "text": "长" * 501}, "Write a few words"),
    ],
)
def test_what_cannot_be_sent_says_why_and_keeps_nothing(morning, post, word):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    answer = browser.post(reverse("family-say", args=[keys.token]), post)
    assert answer.status_code == 422 and word in text_of(answer) and not FamilyNote.objects.exists()


def test_twenty_notes_a_day_are_enough(morning):
    _, keys = link_for(morning)
    browser = Client()
    enter(browser, keys)
    said = [browser.post(reverse("family-say", args=[keys.token]), {"kind": "message", "text": f"{n}"}).status_code for n in range(21)]
    assert said == [302] * 20 + [422] and FamilyNote.objects.count() == 20


def test_one_relative_does_not_read_what_another_wrote(morning):
    _first, keys = link_for(morning)
    _second, more = link_for(morning, name="沈明", relation="儿子")
    son, daughter = Client(), Client()
    enter(daughter, keys)
    enter(son, more)
    daughter.post(reverse("family-say", args=[keys.token]), {"kind": "message", "text": "不要告诉弟弟"})
    assert "不要告诉弟弟" not in page(son, more).content.decode() and "不要告诉弟弟" in page(daughter, keys).content.decode()
