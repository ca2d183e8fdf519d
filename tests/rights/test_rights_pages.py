"""The pages of the rights: a request and its answer, the whole record, erasure by two officers, who read; and who gets in."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.access.models import LogEntry
from qianshou.exchange.operations.rights import list_kept_long
from qianshou.kernel import clock
from qianshou.people.models import Contact, ElderFile, Erasure, Person, ReadEntry, RightsRequest
from qianshou.watch.models import Due
from tests.cast import DAY, NOON, user

pytestmark = pytest.mark.django_db
ASKS = {"kind": "correction", "identity": "身份证已看", "words": "门牌应为16号", "asked_on": "2026-11-23", "by_name": "沈明", "by_relation": "儿子"}


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer)
    with clock.frozen(NOON):
        yield client


@pytest.fixture
def second(cast):
    return user("zhao", "赵科员", "street_officer", NOON, street_id=cast.street.pk)


def page(client, name, *args, **get):
    answer = client.get(reverse(name, args=args), get)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_request_is_owed_and_answered(desk, cast):
    asked = desk.post(reverse("rights-ask", args=[cast.shen.pk]), ASKS)
    made = RightsRequest.objects.get()
    assert asked.url == reverse("rights-request", args=[made.pk])
    assert (made.due_on, made.origin) == (DAY - timedelta(days=1) + timedelta(days=30), "other")
    due = Due.objects.get(key=made.due_key)
    assert due.state == "open" and due.ladder == [cast.officer.pk]
    assert "沈玉芳" in page(desk, "rights-list") and "门牌应为16号" in page(desk, "rights-request", made.pk)
    desk.post(reverse("rights-request", args=[made.pk]), {"state": "done", "answer": "已更正", "changed": "门牌"})
    made.refresh_from_db()
    due.refresh_from_db()
    assert (made.state, made.changed, due.state) == ("done", ["门牌"], "met")
    assert "已更正" in page(desk, "rights-person", cast.shen.pk)
    assert list(LogEntry.objects.filter(target="rights").values_list("act", flat=True)) == ["rights.asked", "rights.answered"]


@pytest.mark.parametrize("missing", [{"identity": ""}, {"words": ""}, {"by_name": ""}, {"asked_on": "2026-12-01"}, {"asked_on": ""}, {"kind": "x"}])
def test_what_is_missing_is_said_and_nothing_is_written(desk, cast, missing):
    answer = desk.post(reverse("rights-ask", args=[cast.shen.pk]), ASKS | missing)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert not RightsRequest.objects.exists() and not Due.objects.exists()


def test_a_refusal_needs_its_reason(desk, cast):
    desk.post(reverse("rights-ask", args=[cast.shen.pk]), ASKS)
    made = RightsRequest.objects.get()
    desk.post(reverse("rights-request", args=[made.pk]), {"state": "refused", "answer": " "})
    assert RightsRequest.objects.get().state == "open"


def test_the_whole_record_needs_a_reason_and_is_a_read(desk, cast):
    where = reverse("rights-record", args=[cast.shen.pk])
    assert desk.post(where, {"format": "json", "why": ""}).status_code == 422
    taken = desk.post(where, {"format": "json", "why": "本人要求"})
    assert json.loads(taken.content)["person"] == cast.shen.pk and "13817001234" in taken.content.decode()
    pdf = desk.post(where, {"format": "pdf", "why": "本人要求"})
    assert pdf.content.startswith(b"%PDF") and pdf["Content-Disposition"].endswith('.pdf"')
    assert {e.page for e in ReadEntry.objects.all()} == {"rights-record"}
    assert LogEntry.objects.filter(act="record.taken", detail__reason="本人要求").count() == 2


def test_two_officers_erase(desk, cast, second):
    Contact.objects.create(elder=cast.lu, name="沈玉芳", relation="邻居")
    where = reverse("rights-erase", args=[cast.shen.pk])
    assert "老人档案" in page(desk, "rights-erase", cast.shen.pk)
    assert desk.post(where, {"reason": "request"}).status_code == 422, "identity was not checked"
    desk.post(where, {"reason": "request", "identity": "yes"})
    made = Erasure.objects.get()
    mine = reverse("rights-erasure", args=[made.pk])
    assert "沈玉芳" in page(desk, "rights-list")
    assert desk.post(mine, {"sure": "yes"}).status_code == 422 and Person.objects.get(pk=cast.shen.pk).name == "沈玉芳"
    desk.force_login(second)
    said = page(desk, "rights-erasure", made.pk)
    key = f"people.Contact|{Contact.objects.get(elder=cast.lu).pk}|name"
    assert key in said
    assert desk.post(mine, {"mention": [key]}).status_code == 422, "not sure yet"
    assert desk.post(mine, {"mention": [key], "sure": "yes"}).status_code == 302
    assert Contact.objects.get(elder=cast.lu).name == "▇▇"
    assert not ElderFile.objects.filter(person=cast.shen).exists()
    assert f"{cast.shen.pk}" in page(desk, "people-file", cast.shen.pk)
    for name in ("rights-erasures", "rights-list", "people-list", "board", "net", "visits-list"):
        assert "沈玉芳" not in page(desk, name), name
    page(desk, "rights-erasure", made.pk)


def test_an_erasure_is_dropped(desk, cast):
    desk.post(reverse("rights-erase", args=[cast.shen.pk]), {"reason": "request", "identity": "yes"})
    made = Erasure.objects.get()
    desk.post(reverse("rights-erasure-drop", args=[made.pk]))
    assert Erasure.objects.get().state == "dropped"
    assert desk.post(reverse("rights-erasure-drop", args=[made.pk])).status_code == 404
    assert desk.get(reverse("rights-erase", args=[cast.shen.pk])).status_code == 200


def test_a_carer_in_service_is_not_erased(desk, cast, second):
    said = page(desk, "rights-erase", cast.tan.person_id)
    assert "note late" in said
    desk.post(reverse("rights-erase", args=[cast.tan.person_id]), {"reason": "request", "identity": "yes"})
    desk.force_login(second)
    assert desk.post(reverse("rights-erasure", args=[Erasure.objects.get().pk]), {"sure": "yes"}).status_code == 422
    assert Person.objects.get(pk=cast.tan.person_id).name == "谭美华"


def test_files_kept_long_enough_are_listed_once_and_not_erased(desk, cast):
    ElderFile.objects.filter(person=cast.bao).update(status="dead", status_since=DAY.replace(year=2023))
    ElderFile.objects.filter(person=cast.lu).update(status="moved", status_since=DAY.replace(year=2024))
    assert list_kept_long(street_id=cast.street.pk, now=NOON) == 1 and list_kept_long(street_id=cast.street.pk, now=NOON) == 0
    assert RightsRequest.objects.get().person == cast.bao and Person.objects.get(pk=cast.bao.pk).name == "鲍秀英"
    assert "鲍秀英" in page(desk, "rights-list", origin="retention")


def test_who_read_is_shown_and_filtered(desk, cast):
    desk.get(reverse("people-file", args=[cast.shen.pk]), headers={"referer": "http://testserver/people/?q=x"})
    said = page(desk, "people-reads", cast.shen.pk)
    assert "王敏" in said and "档案" in said
    assert "王敏</b>" not in page(desk, "people-reads", cast.shen.pk, until="2026-11-01")
    assert desk.get(reverse("people-reads", args=[cast.shen.pk]), {"format": "xlsx"}).status_code == 200


def test_the_register_says_what_is_kept(desk):
    said = page(desk, "rights-register")
    assert all(word in said for word in ("老人档案", "健康与评估", "敏感", "街道"))
    assert desk.get(reverse("rights-register"), {"format": "xlsx"}).status_code == 200


def test_outsiders_do_not_get_in(client, cast, desk, second):
    desk.post(reverse("rights-ask", args=[cast.shen.pk]), ASKS)
    desk.post(reverse("rights-erase", args=[cast.shen.pk]), {"reason": "request", "identity": "yes"})
    ours = [("rights-request", RightsRequest.objects.get().pk), ("rights-erasure", Erasure.objects.get().pk), ("rights-person", cast.shen.pk),
            ("people-reads", cast.shen.pk), ("rights-erase", cast.shen.pk)]  # fmt: skip
    client.force_login(cast.outsider)
    for name, pk in ours:
        assert client.get(reverse(name, args=[pk])).status_code == 404, name
    assert "沈玉芳" not in page(client, "rights-list") and "沈玉芳" not in page(client, "rights-erasures")
    assert client.post(reverse("rights-record", args=[cast.shen.pk]), {"why": "x"}).status_code == 404
    client.force_login(cast.committee_worker)
    assert client.get(reverse("rights-erasure", args=[Erasure.objects.get().pk])).status_code == 403
    assert client.get(reverse("rights-request", args=[RightsRequest.objects.get().pk])).status_code == 200
    client.logout()
    for name, pk in ours:
        assert client.get(reverse(name, args=[pk])).status_code == 302
