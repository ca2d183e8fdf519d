"""The office sees what phones sent and nobody could enter, and deals with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.acts import operations
from qianshou.acts.models import Act, ActConflict, UnreadableAct
from qianshou.acts.rules import content_hash
from qianshou.field import inbox
from tests.cast import NOON
from tests.field.phone import bound

BACKEND = "qianshou.access.backends.PasswordBackend"
SOON = NOON + timedelta(minutes=1)


@pytest.fixture
def full(cast):
    """One held act, one conflict, one damaged item, all from Tan's phone."""
    phone = bound(cast.tan.person.user, by=cast.officer, now=NOON)
    held = phone.act("concern", {"person": cast.shen.pk, "category": "nonsense", "severity": "soon", "text": "不肯吃饭"}, made_at=NOON)
    first = phone.act("clock_in", made_at=NOON)
    second = {**first, "kind": "clock_out"}
    second["hash"] = content_hash(second)
    answers = operations.store(device=phone.device, batch=[held, first, second, {"broken": True}], received_at=SOON)
    inbox.apply_all([a.act.pk for a in answers if a.act], now=SOON)
    return Act.objects.get(state="held"), ActConflict.objects.get(), UnreadableAct.objects.get()


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def test_the_list_says_who_what_and_why(desk, full):
    page = desk.get(reverse("acts-held")).content.decode()
    for words in ("谭美华", "沈玉芳", "不肯吃饭", "内容不全", "上班", "下班", "broken"):
        assert words in page, words
    text = desk.get(reverse("acts-held"), {"format": "text"}).content.decode()
    assert "内容不全" in text and "不肯吃饭" not in text  # what she saw at the door is not for a chat group


def test_settled_needs_words(desk, full):
    act = full[0]
    desk.post(reverse("acts-settle", args=[act.pk]), {"note": "  "})
    assert Act.objects.get(pk=act.pk).state == "held"
    desk.post(reverse("acts-settle", args=[act.pk]), {"note": "电话问过，已登记"})
    kept = Act.objects.get(pk=act.pk)
    assert (kept.state, kept.settled_note) == ("settled", "电话问过，已登记")
    assert desk.post(reverse("acts-settle", args=[act.pk]), {"note": "again"}).status_code == 404


def test_tried_again_by_the_next_round_of_the_inbox(desk, full):
    desk.post(reverse("acts-again", args=[full[0].pk]))
    assert Act.objects.get(pk=full[0].pk).state == "stored"
    assert inbox.apply_waiting(now=SOON) == 1
    assert Act.objects.get(pk=full[0].pk).state == "held"


def test_a_conflict_is_chosen_and_a_damaged_item_settled(desk, full, cast):
    desk.post(reverse("acts-choose", args=[full[1].pk]), {"choice": "second"})
    conflict = ActConflict.objects.get()
    assert (conflict.choice, conflict.settled_by) == ("second", cast.officer)
    desk.post(reverse("acts-damaged", args=[full[2].pk]))
    assert UnreadableAct.objects.get().settled_by == cast.officer


def test_an_empty_list_says_so(desk):
    assert "没有要处理的" in desk.get(reverse("acts-held")).content.decode()


def test_outsiders_do_not_get_in(client, cast, full):
    posts = [reverse("acts-settle", args=[full[0].pk]), reverse("acts-again", args=[full[0].pk]), reverse("acts-choose", args=[full[1].pk]), reverse("acts-damaged", args=[full[2].pk])]  # fmt: skip
    client.force_login(cast.outsider, backend=BACKEND)
    assert "谭美华" not in client.get(reverse("acts-held")).content.decode()
    assert [client.post(path, {"note": "x"}).status_code for path in posts] == [404] * 4
    client.force_login(cast.tan.person.user, backend=BACKEND)
    assert client.get(reverse("acts-held")).status_code == 403
    assert [client.post(path).status_code for path in posts] == [403] * 4
    client.logout()
    assert client.get(reverse("acts-held")).status_code == 302
