"""The officer prints cards, sees phones, unlocks and signs off; nobody else does, and not for another street."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from qianshou.access.models import Device, QrCard
from qianshou.access.operations import assign_role
from qianshou.access.operations.devices import issue_card, try_pin
from qianshou.web.cards.views import phone_name
from tests.cast import LONG_AGO, NOON
from tests.field.phone import bound

BACKEND = "qianshou.access.backends.PasswordBackend"
pytestmark = [pytest.mark.usefixtures("noon"), pytest.mark.django_db]


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def test_a_sheet_of_cards_works_once(desk, cast, client):
    users = [cast.tan.person.user.pk, cast.shao.person.user.pk]
    page = desk.post(reverse("cards-print"), {"user": users})
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store" and text.count("<svg") == 2 and "style=" not in text
    codes = re.findall(r'class="code num">([A-Z2-9]{5}-[A-Z2-9]{5})<', text)
    assert len(codes) == 2 and QrCard.objects.filter(used_at=None, revoked_at=None).count() == 2
    desk.post(reverse("cards-print"), {"user": users[:1]})
    assert QrCard.objects.filter(revoked_at=None).count() == 2  # the one printed before is withdrawn
    assert codes[0] not in desk.get(reverse("cards-list")).content.decode()


def test_nobody_ticked_prints_nothing(desk):
    assert desk.post(reverse("cards-print")).status_code == 302
    assert not QrCard.objects.exists()


def test_no_card_for_another_streets_carer(desk, cast):
    assert desk.post(reverse("cards-print"), {"user": [cast.outsider_carer.person.user.pk]}).status_code == 404
    assert not QrCard.objects.exists()


def test_no_card_for_who_also_uses_the_desk(desk, cast):
    user = cast.tan.person.user
    assign_role(user=user, role="duty_desk", since=LONG_AGO, now=NOON, street_id=cast.street.pk)
    assert desk.post(reverse("cards-print"), {"user": [user.pk]}, follow=True).redirect_chain
    assert not QrCard.objects.exists()


def test_unlock_sign_off_and_withdraw(desk, cast):
    phone = bound(cast.tan.person.user, by=cast.officer, now=NOON).device
    for _ in range(5):
        try_pin(device=phone, pin="000000", now=NOON)
    assert reverse("cards-unlock", args=[phone.pk]) in desk.get(reverse("cards-list")).content.decode()
    desk.post(reverse("cards-unlock", args=[phone.pk]))
    assert Device.objects.get().locked_at is None
    desk.post(reverse("cards-sign-off", args=[phone.pk]))
    assert Device.objects.get().revoked_by == cast.officer
    card, _code = issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)
    desk.post(reverse("cards-withdraw", args=[card.pk]))
    assert QrCard.objects.get(pk=card.pk).revoked_at


def test_outsiders_do_not_get_in(client, cast):
    phone = bound(cast.tan.person.user, by=cast.officer, now=NOON).device
    card, _code = issue_card(user=cast.shao.person.user, now=NOON, by=cast.officer)
    posts = [reverse("cards-sign-off", args=[phone.pk]), reverse("cards-unlock", args=[phone.pk]), reverse("cards-withdraw", args=[card.pk])]
    client.force_login(cast.outsider, backend=BACKEND)
    assert "谭美华" not in client.get(reverse("cards-list")).content.decode()
    assert [client.post(path).status_code for path in posts] == [404] * 3
    client.force_login(cast.tan.person.user, backend=BACKEND)
    assert [client.post(path).status_code for path in [*posts, reverse("cards-print")]] == [403] * 4
    client.logout()
    assert client.get(reverse("cards-list")).status_code == 302
    assert Device.objects.get().revoked_at is None


def test_the_list_leaves_as_text(desk, cast):
    bound(cast.tan.person.user, by=cast.officer, now=NOON)
    assert "谭美华" in desk.get(reverse("cards-list"), {"format": "text"}).content.decode()


def test_phones_have_short_names():
    android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0 Mobile Safari/537.36"
    assert phone_name(android) == "Android · Chrome"
    assert phone_name("Mozilla/5.0 (iPhone; CPU iPhone OS 14_0 like Mac OS X) AppleWebKit Version/14.0 Mobile Safari/604.1") == "iPhone · Safari"
    assert phone_name("test") == "test"
