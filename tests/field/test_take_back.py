"""From the phone: a tap taken back after it was entered, the same day by itself, another day by the office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.acts import operations as acts
from qianshou.acts.models import Act
from qianshou.care.models import VisitEvent
from qianshou.field import inbox
from qianshou.kernel import clock
from qianshou.watch.models import Alert, Concern, Due
from qianshou.watch.operations import take_concern
from tests.cast import NOON
from tests.field.phone import bound

pytestmark = [pytest.mark.usefixtures("noon"), pytest.mark.django_db]
BACKEND = "qianshou.access.backends.PasswordBackend"
CONCERN = {"category": "body", "severity": "now", "text": "摔了一跤"}


def sent(phone, kind, payload=None, *, at=NOON):
    """One act, posted by itself at its moment: (the act, the server's answer)."""
    with clock.frozen(at):
        act = phone.act(kind, payload, made_at=at)
        return act, phone.answers(act)[0]


def taken_back(phone, act, *, after=timedelta(minutes=5)):
    return sent(phone, "retract", {"act": act["id"]}, at=NOON + after)


def test_done_is_undone_the_same_day_and_the_door_is_open_again(phone, tans_round):
    phone.open()
    done, _ = sent(phone, "done", {"visit": tans_round[0].pk})
    assert phone.day().json()["days"][0]["stops"][0]["state"] == "done"
    _, answer = taken_back(phone, done)
    assert (answer["state"], answer["reason"]) == ("applied", None)
    stop = phone.day().json()["days"][0]["stops"][0]
    assert (stop["state"], stop["done_at"]) == ("due", None)
    assert Due.objects.get(key=tans_round[0].due_key).state == "open"
    assert phone.day().json()["month"]["visits"] == 0


def test_taken_back_again_by_a_phone_that_was_not_answered(phone, tans_round):
    done, _ = sent(phone, "done", {"visit": tans_round[0].pk})
    assert [taken_back(phone, done)[1]["state"] for _ in range(2)] == ["applied", "applied"]
    assert VisitEvent.objects.filter(kind="retracted").count() == 1


def test_coming_to_work_and_a_concern_are_taken_back(cast, phone, tans_round):
    phone.open()
    came, _ = sent(phone, "clock_in")
    concern, _ = sent(phone, "concern", {"person": cast.shen.pk, **CONCERN})
    assert Alert.objects.get().state == "raised"
    assert [taken_back(phone, act)[1]["state"] for act in (came, concern)] == ["applied", "applied"]
    day = phone.day().json()
    assert day["clock"]["state"] == "out" and day["month"]["days"] == 0
    assert (Concern.objects.get().state, Alert.objects.get().state) == ("taken_back", "closed")
    assert Due.objects.get(kind="concern").state == "excused"


def test_a_concern_that_somebody_sees_to_is_not_unsaid(cast, phone):
    concern, _ = sent(phone, "concern", {"person": cast.shen.pk, **CONCERN})
    take_concern(concern=Concern.objects.get(), user=cast.desk, now=NOON)
    _, answer = taken_back(phone, concern)
    assert (answer["state"], answer["reason"]) == ("held", "concern_seen")
    assert Concern.objects.get().state == "taken"


def test_a_held_tap_that_is_taken_back_waits_for_nobody(cast, phone):
    wrong, answer = sent(phone, "concern", {"person": cast.stranger.pk, **CONCERN})
    assert answer["state"] == "held"
    assert taken_back(phone, wrong)[1]["state"] == "applied"
    assert Act.objects.get(pk=wrong["id"]).state == "settled"


def test_what_was_taken_back_is_not_put_back(phone, tans_round):
    done, _ = sent(phone, "done", {"visit": tans_round[0].pk})
    back, _ = taken_back(phone, done)
    assert taken_back(phone, back, after=timedelta(minutes=6))[1]["reason"] == "retract_other"


def test_somebody_elses_tap_is_nobodys(cast, phone, tans_round):
    done, _ = sent(phone, "done", {"visit": tans_round[0].pk})
    other = bound(cast.shao.person.user, by=cast.officer, now=NOON)
    assert taken_back(other, done)[1]["state"] == "applied"  # it tells nothing of whose it is, and does nothing
    assert Due.objects.get(key=tans_round[0].due_key).state == "met"


def test_two_carers_see_who_has_done_her_part(cast, phone, tans_round):
    phone.open()
    shao = bound(cast.shao.person.user, by=cast.officer, now=NOON)
    shao.open()
    lu = {"visit": tans_round[1].pk}
    sent(phone, "arrived", lu)
    sent(phone, "done", lu, at=NOON + timedelta(minutes=1))
    mine, hers = phone.day().json()["days"][0]["stops"][1], shao.day().json()["days"][0]["stops"][0]
    assert (mine["state"], mine["done_by"], hers["state"], hers["done_by"]) == ("half", [], "due", ["谭美华"])
    sent(shao, "done", lu, at=NOON + timedelta(minutes=2))
    assert [p.day().json()["days"][0]["stops"][i]["state"] for p, i in ((phone, 1), (shao, 0))] == ["done", "done"]
    assert Due.objects.get(key=tans_round[1].due_key).state == "met"


@pytest.fixture
def late(phone, tans_round):
    """Tan said "done" at noon and takes it back the next morning: the office is asked."""
    done, _ = sent(phone, "done", {"visit": tans_round[0].pk})
    back, answer = taken_back(phone, done, after=timedelta(hours=20))
    assert (answer["state"], answer["reason"]) == ("held", "retract_late")
    assert Due.objects.get(key=tans_round[0].due_key).state == "met"
    return Act.objects.get(pk=back["id"])


def test_the_office_undoes_with_one_button_and_a_reason(client, cast, late, tans_round):
    client.force_login(cast.officer, backend=BACKEND)
    page = client.get(reverse("acts-held")).content.decode()
    for words in ("沈玉芳", "隔天才收回", "撤销“做好了”"):
        assert words in page
    with clock.frozen(NOON + timedelta(hours=21)):
        client.post(reverse("acts-undo", args=[late.pk]), {"note": " "})
        assert Act.objects.get(pk=late.pk).state == "held"
        client.post(reverse("acts-undo", args=[late.pk]), {"note": "谭阿姨说敲错了门"})
    kept, event = Act.objects.get(pk=late.pk), VisitEvent.objects.get(kind="retracted")
    assert (kept.state, kept.settled_by, event.note, event.carer) == ("settled", cast.officer, "谭阿姨说敲错了门", None)
    assert Due.objects.get(key=tans_round[0].due_key).state == "late"
    assert Alert.objects.get().state == "raised"
    visit = client.get(reverse("visits-one", args=[tans_round[0].pk])).content.decode()
    assert "谭阿姨说敲错了门" in visit and "<s>" in visit
    assert client.post(reverse("acts-undo", args=[late.pk]), {"note": "x"}).status_code == 404


def test_nothing_is_settled_when_nothing_can_be_undone(client, cast, phone):
    concern, _ = sent(phone, "concern", {"person": cast.shen.pk, **CONCERN})
    take_concern(concern=Concern.objects.get(), user=cast.desk, now=NOON)
    back, _ = taken_back(phone, concern)
    client.force_login(cast.officer, backend=BACKEND)
    answer = client.post(reverse("acts-undo", args=[back["id"]]), {"note": "误报"}, follow=True)
    assert "已经有人接手" in answer.content.decode()
    assert Act.objects.get(pk=back["id"]).state == "held"


def test_outsiders_undo_nothing(client, cast, late):
    for user, status in ((cast.outsider, 404), (cast.tan.person.user, 403)):
        client.force_login(user, backend=BACKEND)
        assert client.post(reverse("acts-undo", args=[late.pk]), {"note": "x"}).status_code == status
    client.logout()
    assert client.post(reverse("acts-undo", args=[late.pk]), {"note": "x"}).status_code == 302
    assert Act.objects.get(pk=late.pk).state == "held"


def test_taken_back_before_it_was_applied_it_never_is(phone, tans_round):
    tap = phone.act("done", {"visit": tans_round[0].pk}, made_at=NOON)
    back = phone.act("retract", {"act": tap["id"]}, made_at=NOON)
    answers = acts.store(device=phone.device, batch=[tap, back], received_at=NOON)
    inbox.apply_all([answers[1].act.pk, answers[0].act.pk], now=NOON)  # the wrong way round
    assert not VisitEvent.objects.exists()
