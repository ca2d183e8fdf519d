"""Users and roles at the desk: an officer manages his street's accounts, never another's."""

import pytest
from django.urls import reverse

from qianshou.access.models import LogEntry, RoleAssignment, User
from tests.cast import PASSWORD


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def role(user):
    return RoleAssignment.objects.get(user=user)


def test_officer_sees_own_street_only(desk, cast):
    page = desk.get(reverse("users-list")).content.decode()
    assert cast.desk.display_name in page and "曾" not in page
    assert cast.outsider.display_name not in page
    assert desk.get(reverse("users-file", args=[cast.outsider.pk])).status_code == 404


def test_administrator_sees_all(client, cast):
    client.force_login(cast.admin, backend="qianshou.access.backends.PasswordBackend")
    assert cast.outsider.display_name in client.get(reverse("users-list")).content.decode()


def test_add_user_who_can_sign_in(desk, cast, client):
    answer = desk.post(reverse("users-add"), {"username": "Zhao", "display_name": "赵敏", "password": "kezhang-88", "role": "committee_worker",
                                              "street": cast.street.pk, "committee": cast.huaide.pk})  # fmt: skip
    made = User.objects.get(username="zhao")
    assert answer.url == reverse("users-file", args=[made.pk])
    assert role(made).committee == cast.huaide
    desk.logout()
    assert client.post(reverse("login"), {"username": "zhao", "password": "kezhang-88"}).status_code == 302
    assert "kezhang" not in str(LogEntry.objects.values_list("detail", flat=True))


@pytest.mark.parametrize("change", [
    {"username": "wang"}, {"password": "short"}, {"role": "administrator"}, {"role": "district_officer"}, {"committee": ""},
])  # fmt: skip
def test_add_user_refused(desk, cast, change):
    good = {"username": "new", "display_name": "新", "password": "kezhang-88", "role": "committee_worker", "street": cast.street.pk,
            "committee": cast.huaide.pk}  # fmt: skip
    before = User.objects.count()
    assert desk.post(reverse("users-add"), {**good, **change}).status_code == 422
    assert User.objects.count() == before


def test_officer_gives_no_role_elsewhere(desk, cast):
    answer = desk.post(reverse("users-role", args=[cast.desk.pk]), {"role": "street_officer", "street": cast.elsewhere.pk})
    assert answer.status_code == 422
    assert not RoleAssignment.objects.filter(user=cast.desk, street=cast.elsewhere).exists()


def test_end_role_today_but_not_ones_own(desk, cast):
    desk.post(reverse("users-role-end", args=[role(cast.desk).pk]))
    desk.post(reverse("users-role-end", args=[role(cast.officer).pk]))
    assert role(cast.desk).until is not None and role(cast.officer).until is None


def test_close_account_ends_sign_in(desk, cast, client):
    desk.post(reverse("users-open", args=[cast.desk.pk]), {"active": "0"})
    desk.logout()
    assert client.post(reverse("login"), {"username": "zhiban", "password": PASSWORD}).status_code == 422


def test_nobody_closes_himself_or_an_account_with_roles_elsewhere(desk, cast):
    RoleAssignment.objects.create(user=cast.desk, role="duty_desk", street=cast.elsewhere, since=role(cast.desk).since)
    for user in (cast.officer, cast.desk):
        assert desk.post(reverse("users-open", args=[user.pk]), {"active": "0"}).status_code == 404
        assert desk.post(reverse("users-password", args=[user.pk]), {"password": "kezhang-99"}).status_code == 404
        user.refresh_from_db()
        assert user.is_active


@pytest.mark.parametrize("name", ["users-file", "users-role", "users-password", "users-open"])
def test_outsider_does_not_get_in(client, cast, name):
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    path = reverse(name, args=[cast.desk.pk])
    answer = client.get(path) if name == "users-file" else client.post(path, {"active": "0", "password": "kezhang-99"})
    assert answer.status_code == 404


def test_list_leaves_as_text(desk, cast):
    text = desk.get(reverse("users-list"), {"format": "text", "role": "duty_desk"}).content.decode()
    assert "值班室" in text and cast.outsider.display_name not in text
