"""The phone's API: who may ask for what, and what a day looks like."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from qianshou.access.models import Device
from qianshou.access.operations import end_role, set_password
from qianshou.access.operations.devices import issue_card, revoke_device
from qianshou.kernel import clock
from qianshou.watch.models import Concern
from tests.cast import DAY, NOON, PASSWORD
from tests.field.phone import OURS, PIN, bound

pytestmark = [pytest.mark.usefixtures("noon"), pytest.mark.django_db]


def send(client, path, body, **headers):
    return client.post(f"/api/field{path}", json.dumps(body), content_type="application/json", **{**OURS, **headers})


def test_a_card_binds_the_phone_and_opens_the_day(cast, client, tans_round):
    _row, code = issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)
    assert send(client, "/card", {"code": code}).json()["name"] == "谭美华"
    bound_ = send(client, "/bind", {"code": code, "pin": PIN, "label": "x"})
    assert bound_.status_code == 200 and bound_.cookies["qianshou_device"]["httponly"]
    day = client.get("/api/field/day").json()
    assert [s["elder"]["name"] for s in day["days"][0]["stops"]] == ["沈玉芳", "陆根宝"]
    assert send(client, "/bind", {"code": code, "pin": PIN}).json() == {"why": "card.used", "left": None}


def test_what_a_stop_tells(phone, tans_round):
    phone.open()
    today, tomorrow = phone.day().json()["days"]
    shen, lu = today["stops"]
    assert (shen["from"], shen["to"], shen["minutes"]) == ("2026-11-24T05:00:00.000Z", "2026-11-24T05:30:00.000Z", 30)
    assert shen["service"]["zh"] and shen["instructions"] == "带上次的毛线样子" and shen["together"] == []
    elder = shen["elder"]
    assert (elder["age"], elder["address"], elder["phones"]) == (88, "怀德路454弄15号二楼前楼", ["13817001234"])
    assert "沪语" in elder["notes"] and elder["key_holder"] == "隔壁周阿姨"
    assert shen["contacts"] == [{"name": "沈明", "relation": "儿子", "phone": "13917005678"}]
    assert lu["together"] == ["邵桂英"]
    assert [s["elder"]["name"] for s in tomorrow["stops"]] == ["沈玉芳"]


def test_only_the_own_day(cast, tans_round):
    feng = bound(cast.feng.person.user, by=cast.officer, now=NOON)
    feng.open()
    assert [d["stops"] for d in feng.day().json()["days"]] == [[], []]
    outsider = bound(cast.outsider_carer.person.user, by=cast.outsider, now=NOON)
    outsider.open()
    assert "沈玉芳" not in outsider.day().content.decode()


def test_an_unpublished_day_is_not_shown(phone, tans_round):
    phone.open()
    from qianshou.rounds.models import RoundDay

    RoundDay.objects.update(state="draft")
    assert [d["stops"] for d in phone.day().json()["days"]] == [[], []]


def test_the_same_day_is_not_sent_twice(phone, tans_round):
    phone.open()
    first = phone.day()
    again = phone.day(HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304 and not again.content
    tans_round[0].elder.name = "沈玉芬"
    tans_round[0].elder.save()
    assert phone.day(HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_what_is_missing_is_said(cast, client, phone, tans_round):
    assert client.get("/api/field/day").json()["why"] == "card"
    assert phone.day().json()["why"] == "pin"
    assert phone.open("000000").json() == {"why": "pin.wrong", "left": 4}
    assert phone.open().status_code == 200 and phone.day().status_code == 200
    revoke_device(device=phone.device, now=NOON, by=cast.officer)
    assert phone.day().json()["why"] == "revoked"
    assert phone.open().status_code == 403


def test_a_sign_in_lasts_twelve_hours(phone, tans_round):
    phone.open()
    assert phone.client.session.get_expiry_age() == 12 * 3600


def test_a_carer_who_left_reads_nothing_but_is_heard(cast, phone, tans_round):
    phone.open()
    end_role(assignment=phone.device.user.roles.get(), on=DAY - timedelta(days=1), now=NOON)
    assert phone.day().json()["why"] == "revoked"
    assert phone.answers(phone.act("clock_out", made_at=NOON))[0]["answer"] == "stored"


def test_an_expired_login_never_costs_a_tap(phone):
    phone.client = Client()  # no session, no cookie: only the token that the page keeps
    answer = phone.answers(phone.act("clock_in", made_at=NOON))
    assert [(a["answer"], a["state"]) for a in answer] == [("stored", "applied")]


def test_the_cookie_alone_posts_too(cast, client):
    _row, code = issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)
    send(client, "/bind", {"code": code, "pin": PIN})
    assert send(client, "/acts", {"acts": []}).json()["answers"] == []


def test_another_sites_page_can_do_nothing(cast, client, phone):
    _row, code = issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)
    send(client, "/bind", {"code": code, "pin": PIN})
    for path, body in [("/acts", {"acts": []}), ("/pin", {"pin": PIN}), ("/leave", {}), ("/card", {"code": "x"}), ("/bind", {"pin": PIN}), ("/language", {"language": "en"})]:
        answer = client.post(f"/api/field{path}", json.dumps(body), content_type="text/plain")
        assert answer.status_code in (401, 403), path


def test_nobody_posts_without_a_known_phone(client):
    assert send(client, "/acts", {"acts": []}, HTTP_AUTHORIZATION="Device nonsense").json()["why"] == "card"


def test_a_password_sign_in_may_bind_its_own_phone(cast, client):
    user = cast.tan.person.user
    assert send(client, "/bind", {"pin": PIN}).status_code == 404
    assert client.get("/api/field/hello").json()["name"] == ""
    set_password(user=user, password=PASSWORD, now=NOON)
    user.refresh_from_db()
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    assert client.get("/api/field/hello").json()["name"] == "谭美华"
    assert send(client, "/bind", {"pin": "123456"}).json()["why"] == "pin.easy"
    assert send(client, "/bind", {"pin": PIN}).status_code == 200
    assert Device.objects.get().user == user


def test_an_officer_binds_nothing(cast, client):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    assert client.get("/api/field/hello").json()["name"] == ""
    assert send(client, "/bind", {"pin": PIN}).status_code == 422
    assert not Device.objects.exists()


def test_signing_out_keeps_the_token_that_sends(cast, client):
    _row, code = issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)
    token = send(client, "/bind", {"code": code, "pin": PIN}).json()["token"]
    assert send(client, "/leave", {}).status_code == 200
    assert client.get("/api/field/day").json()["why"] == "card"
    assert send(client, "/acts", {"acts": []}, HTTP_AUTHORIZATION=f"Device {token}").status_code == 200


def test_language_is_kept_with_the_user(phone):
    phone.open()
    assert send(phone.client, "/language", {"language": "en"}).status_code == 200
    phone.device.user.refresh_from_db()
    assert phone.device.user.language == "en"


def test_attendance_and_the_month(phone, tans_round):
    phone.open()
    phone.answers(phone.act("clock_in", made_at=NOON - timedelta(hours=4)), phone.act("clock_out", made_at=NOON))
    day = phone.day().json()
    assert day["clock"] == {"state": "out", "at": "2026-11-24T04:00:00.000Z"} and day["month"]["days"] == 1


def test_a_concern_reaches_the_watch_once(cast, phone):
    said = {"visit": None, "person": cast.shen.pk, "category": "body", "severity": "now", "text": "摔了一跤"}
    tap = phone.act("concern", said, made_at=NOON)
    assert [a["state"] for a in phone.answers(tap, tap)] == ["applied", "applied"]
    concern = Concern.objects.get()
    assert (concern.person, concern.severity, concern.category, concern.reported_by) == (cast.shen, 3, "body", phone.device.user)


def test_another_streets_person_does_not_exist(cast, phone):
    said = {"person": cast.stranger.pk, "category": "body", "severity": "soon", "text": "x"}
    answer = phone.answers(phone.act("concern", said, made_at=NOON))[0]
    assert (answer["answer"], answer["state"], answer["reason"]) == ("stored", "held", "unknown_person")
    assert not Concern.objects.exists()


def test_held_acts_come_back_with_the_day(phone, tans_round):
    phone.open()
    phone.answers(phone.act("note", {"visit": tans_round[0].pk}, made_at=NOON))
    held = phone.day().json()["held"]
    assert [(h["kind"], h["elder"], h["reason"]) for h in held] == [("note", "沈玉芳", "payload")]


def test_naming_a_visit_tells_nothing(phone, tans_round):
    """An act may name any visit; what comes back must not say whose it is."""
    phone.open()
    answers = phone.post(phone.act("note", {"visit": tans_round[2].pk}, made_at=NOON)).content.decode()
    assert "鲍秀英" not in answers + phone.day().content.decode()


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, '{"acts": 5}', "null", '{"acts": [NaN]}'])
def test_a_body_that_is_no_batch_is_refused(phone, body):
    answer = phone.client.post("/api/field/acts", body, content_type="application/json", HTTP_AUTHORIZATION=f"Device {phone.token}", **OURS)
    assert answer.status_code in (400, 422) or answer.json()["answers"][0]["answer"] == "broken"


def test_the_answer_tells_time_and_epoch(phone):
    answer = phone.post().json()
    assert answer["server_now"] == round(NOON.timestamp() * 1000) and answer["epoch"] == "first"
    from qianshou.acts.operations import new_epoch

    with clock.frozen(NOON + timedelta(seconds=1)):
        epoch = new_epoch(now=clock.now())
        assert phone.post().json()["epoch"] == str(epoch.pk)
