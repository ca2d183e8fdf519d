"""The duty desk's telephone is written down at the roster and stands on the paper that carers take along."""

from django.urls import reverse

from qianshou.access.models import LogEntry, Street

URL = reverse("roster-telephone")


def sign_in(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


def kept(street) -> str:
    return Street.objects.get(pk=street.pk).telephone


def test_the_officer_writes_it_down(cast, client):
    answer = sign_in(client, cast.officer).post(URL, {"telephone": " ０２１-6512  3456 "}, follow=True)
    assert kept(cast.street) == "021-6512 3456" and "021-6512 3456" in answer.content.decode()
    client.post(URL, {"telephone": "021-6512 3456"})
    assert LogEntry.objects.filter(act="street.telephone", street_id=cast.street.pk).count() == 1
    client.post(URL, {"telephone": ""})
    assert kept(cast.street) == ""


def test_what_is_no_number_is_not_kept(cast, client):
    answer = sign_in(client, cast.officer).post(URL, {"telephone": "问老王"}, follow=True)
    assert kept(cast.street) == "" and "021-6512 3456" in answer.content.decode()


def test_the_outsider_changes_only_the_own_street(cast, client):
    sign_in(client, cast.outsider).post(URL, {"telephone": "021-1111 1111"})
    assert kept(cast.street) == ""


def test_who_may_not_write_the_roster_may_not_write_the_number(cast, client):
    for user in (cast.desk, cast.committee_worker, cast.kitchen):
        assert sign_in(client, user).post(URL, {"telephone": "021-1111 1111"}).status_code == 403
    assert kept(cast.street) == ""
