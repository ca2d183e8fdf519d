"""The watch's pages: what they do, and that nobody from outside gets in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.access.operations import set_language
from qianshou.kernel import clock
from qianshou.notify.models import Channel, Notice
from qianshou.watch import operations
from qianshou.watch.models import Alert, Call, Campaign, Concern, Due, DutyShift
from qianshou.watch.rules.roster import week_of
from tests.cast import DAY, NOON
from tests.watch.test_meet_due import due

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def afternoon():
    with clock.frozen(LATER):
        yield


@pytest.fixture
def life(cast):
    """One of everything."""
    operations.owe_many(
        dues=[due(cast, ladder=[cast.tan.person.user_id]), due(cast, "visit:2", person=cast.lu, by=LATER + timedelta(hours=2))], now=NOON
    )
    operations.report_concern(
        street_id=cast.street.pk,
        person_id=cast.lu.pk,
        by_id=cast.feng.person.user_id,
        text="屋里有煤气味",
        severity=3,
        made_at=NOON,
        received_at=NOON,
        now=NOON,
    )
    operations.launch_campaign(
        street_id=cast.street.pk,
        by=cast.officer,
        title="高温关爱",
        query={"min_age": 80},
        by_at=LATER + timedelta(hours=3),
        kind="heat",
        now=NOON,
    )
    operations.assign_duty(street_id=cast.street.pk, user_id=cast.desk.pk, day=DAY, slot="day", by_id=cast.officer.pk, now=NOON)
    operations.sweep(now=LATER)
    return cast


def as_user(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


def addresses(cast) -> dict[str, str]:
    alert, concern, row = Alert.objects.get(why="late"), Concern.objects.get(), Due.objects.get(key="visit:1")
    return {
        "alerts": reverse("alerts-list"), "taken": reverse("alerts-list") + "?state=taken", "closed": reverse("alerts-list") + "?state=closed",
        "alert": reverse("alerts-one", args=[alert.pk]), "notices": reverse("notices-list"), "dues": reverse("dues-list"),
        "due": reverse("dues-one", args=[row.pk]), "concerns": reverse("concerns-list"), "concern": reverse("concerns-one", args=[concern.pk]),
        "concern-new": reverse("concerns-new", args=[cast.shen.pk]), "roster": reverse("roster-week"), "calls": reverse("calls-desk"),
        "campaigns": reverse("campaigns-list"), "campaign": reverse("campaigns-one", args=[Campaign.objects.get().pk]),
        "campaign-new": reverse("campaigns-new"), "channels": reverse("channels-list"), "channel-new": reverse("channels-new"), "log": reverse("channels-log"),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(client, life, language):
    set_language(user=life.officer, language=language)
    as_user(client, life.officer)
    for name, address in addresses(life).items():
        answer = client.get(address)
        assert answer.status_code == 200, name


def test_whatever_belongs_to_another_street_is_not_there(client, life):
    as_user(client, life.outsider)
    shift = DutyShift.objects.get()
    for name in ("alert", "due", "concern", "concern-new", "campaign"):
        assert client.get(addresses(life)[name]).status_code == 404, name
    for name in ("alerts", "dues", "concerns", "calls", "campaigns"):
        assert "沈玉芳" not in client.get(addresses(life)[name]).content.decode(), name
    posts = [
        reverse("alerts-take", args=[Alert.objects.first().pk]), reverse("alerts-close", args=[Alert.objects.first().pk]),
        reverse("dues-excuse", args=[Due.objects.first().pk]), reverse("concerns-take", args=[Concern.objects.get().pk]),
        reverse("calls-answer", args=[Due.objects.filter(kind="call").first().pk]), reverse("roster-clear", args=[shift.pk]),
        reverse("campaigns-end", args=[Campaign.objects.get().pk]),
    ]  # fmt: skip
    for address in posts:
        assert client.post(address, {"outcome": "well", "reason": "x"}).status_code == 404, address


def test_a_committee_worker_sees_only_her_committee(client, life):
    as_user(client, life.committee_worker)
    page = client.get(reverse("dues-list")).content.decode()
    assert "沈玉芳" in page
    assert "陆根宝" not in page
    assert client.get(reverse("concerns-one", args=[Concern.objects.get().pk])).status_code == 404
    assert client.get(reverse("campaigns-list")).status_code == 403
    assert client.get(reverse("channels-list")).status_code == 403


@pytest.mark.parametrize("who", ["kitchen", "family", "district_officer"])
def test_who_has_no_part_in_it_gets_403(client, life, who):
    as_user(client, getattr(life, who))
    for name, address in addresses(life).items():
        assert client.get(address).status_code == 403, name


def test_signed_out_is_sent_to_sign_in(client, life):
    for address in addresses(life).values():
        assert client.get(address).status_code == 302


def test_take_and_end_an_alert(client, life):
    as_user(client, life.officer)
    alert = Alert.objects.get(why="late")
    assert "1381700 1234" not in client.get(reverse("alerts-one", args=[alert.pk])).content.decode()
    assert "138 1700 1234" in client.get(reverse("alerts-one", args=[alert.pk])).content.decode()
    client.post(reverse("alerts-take", args=[alert.pk]))
    answer = client.post(reverse("alerts-close", args=[alert.pk]), {"outcome": "hospital", "note": ""})
    assert answer.status_code == 422
    client.post(reverse("alerts-close", args=[alert.pk]), {"outcome": "well", "note": ""})
    alert.refresh_from_db()
    assert (alert.state, alert.closed_by, alert.due.state) == ("closed", life.officer, "met_late")


def test_somebody_elses_alert_is_said_to_be_taken(client, life):
    alert = Alert.objects.get(why="late")
    operations.take_alert(alert_id=alert.pk, user=life.desk, now=LATER)
    as_user(client, life.officer)
    assert "值班室" in client.post(reverse("alerts-take", args=[alert.pk]), follow=True).content.decode()
    client.post(reverse("alerts-close", args=[alert.pk]), {"outcome": "well"})
    alert.refresh_from_db()
    assert alert.taken_by == life.desk


def test_excuse_with_name_and_reason(client, life):
    as_user(client, life.officer)
    row = Due.objects.get(key="visit:1")
    assert client.post(reverse("dues-excuse", args=[row.pk]), {"reason": " "}).status_code == 422
    client.post(reverse("dues-excuse", args=[row.pk]), {"reason": "女儿接走了"})
    row.refresh_from_db()
    assert (row.state, row.excused_by, row.excuse) == ("excused", life.officer, "女儿接走了")


def test_answer_a_concern_and_look_again(client, life):
    as_user(client, life.officer)
    concern = Concern.objects.get()
    client.post(reverse("concerns-answer", args=[concern.pk]), {"answer": "燃气公司已来检修"})
    client.post(reverse("concerns-follow-up", args=[concern.pk]), {"day": "2026-11-26"})
    again = Due.objects.get(key=f"concern:{concern.pk}:1")
    client.post(reverse("concerns-looked", args=[concern.pk, again.pk]), {"note": "没有气味了"})
    again.refresh_from_db()
    assert again.state == "met"


def test_report_a_concern_from_the_desk(client, life):
    as_user(client, life.officer)
    address = reverse("concerns-new", args=[life.shen.pk])
    assert client.post(address, {"text": ""}).status_code == 422
    client.post(address, {"text": "邻居说两天没出门", "severity": "3", "category": "body"})
    assert Concern.objects.get(person=life.shen).reported_by == life.officer


def test_the_desk_rings_one_after_the_other_and_can_take_back(client, life):
    as_user(client, life.officer)
    first = client.get(reverse("calls-desk")).context["due"]
    client.post(reverse("calls-answer", args=[first.pk]), {"outcome": "well"})
    assert client.get(reverse("calls-desk")).context["due"] != first
    client.post(reverse("calls-undo", args=[Call.objects.get().pk]))
    assert Due.objects.get(pk=first.pk).state == "open"
    assert client.post(reverse("calls-answer", args=[first.pk]), {"outcome": "concern"}).status_code == 422


def test_two_at_the_desk_ring_different_people(client, life):
    as_user(client, life.officer)
    first = client.get(reverse("calls-desk")).context["due"]
    for user in (life.desk, life.officer):
        call = operations.answer_call(due_id=first.pk, by=user, outcome="no_answer", now=LATER)
        operations.take_back_call(call_id=call.pk, by=user, now=LATER)
    one = client.get(reverse("calls-desk")).context["due"]
    as_user(client, life.desk)
    assert client.get(reverse("calls-desk")).context["due"] != one


def test_a_campaign_shows_its_number_before_it_is_launched(client, life):
    as_user(client, life.officer)
    form = {
        "kind": "typhoon",
        "title": "台风",
        "min_age": 80,
        "living_alone": "on",
        "day": "2026-11-24",
        "hour": "18:00",
        "ladder": "carers",
    }
    answer = client.post(reverse("campaigns-new"), form)
    assert answer.context["count"] == 2
    assert Campaign.objects.count() == 1
    client.post(reverse("campaigns-new"), {**form, "launch": "1"})
    made = Campaign.objects.get(kind="typhoon")
    assert Due.objects.get(key=f"campaign:{made.pk}:{life.shen.pk}").ladder[:2] == [life.tan.person.user_id, life.shao.person.user_id]
    client.post(reverse("campaigns-new"), {**form, "launch": "1", "key_elder": "on"})
    assert Campaign.objects.filter(kind="typhoon").latest("pk").people == 1
    assert client.post(reverse("campaigns-new"), {**form, "hour": "08:00"}).status_code == 422
    client.post(reverse("campaigns-end", args=[made.pk]), {"reason": "台风转向"})
    assert Due.objects.filter(state="excused").count() == 2


def test_the_roster_is_filled_swapped_and_cleared(client, life):
    as_user(client, life.officer)
    answer = client.post(reverse("roster-assign"), {"user": life.officer.pk, "day": "2026-11-25", "slot": "night"})
    assert "day=2026-11-26" in answer["Location"]
    first, second = DutyShift.objects.order_by("starts_at")
    client.post(reverse("roster-swap", args=[first.pk]), {"with": second.pk})
    first.refresh_from_db()
    assert first.user == life.officer
    assert client.post(reverse("roster-assign"), {"user": life.outsider.pk, "day": "2026-11-25", "slot": "day"}).status_code == 404
    client.post(reverse("roster-copy"), {"week": str(week_of(DAY) + timedelta(days=7))})
    assert DutyShift.objects.count() == 4
    client.post(reverse("roster-clear", args=[first.pk]))
    assert DutyShift.objects.count() == 3


def test_a_channel_is_added_tested_and_logged(client, life):
    as_user(client, life.officer)
    form = {"kind": "wecom", "name": "值班群", "address": "http://192.168.1.5/x", "from_rung": 0}
    assert client.post(reverse("channels-new"), form).status_code == 422
    client.post(reverse("channels-new"), {**form, "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=robot-key-1"})
    channel = Channel.objects.get()
    client.post(reverse("channels-test", args=[channel.pk]))
    page = client.get(reverse("channels-edit", args=[channel.pk])).content.decode()
    assert "qyapi.weixin.qq.com" in page
    assert "robot-key-1" not in page
    client.post(reverse("channels-edit", args=[channel.pk]), {"name": "群", "from_rung": 2, "address": "", "secret": ""})
    client.post(reverse("channels-switch", args=[channel.pk]))
    channel.refresh_from_db()
    assert (channel.name, channel.from_rung, channel.enabled) == ("群", 2, False)
    as_user(client, life.outsider)
    assert client.get(reverse("channels-edit", args=[channel.pk])).status_code == 404
    assert client.post(reverse("channels-again", args=[channel.deliveries.get().pk])).status_code == 404


def test_notices_are_read(client, life):
    as_user(client, life.desk)
    assert Notice.objects.filter(user=life.desk, read_at=None).exists()
    client.post(reverse("notices-read"))
    assert not Notice.objects.filter(user=life.desk, read_at=None).exists()


@pytest.mark.parametrize("name", ["alerts", "dues", "concerns", "roster", "calls", "campaigns", "campaign", "log"])
def test_every_list_leaves_three_ways(client, life, name):
    as_user(client, life.officer)
    for form in ("xlsx", "print", "text"):
        answer = client.get(addresses(life)[name], {"format": form})
        assert answer.status_code == 200, form
