"""The time bank on a giver's phone: what she has, where she agreed to go, hours written down without signal, the elder's card that confirms them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from qianshou.acts.models import Act
from qianshou.association.models import TimebankHours
from qianshou.association.operations import timebank_asks, timebank_hours, timebank_members
from qianshou.care.models import Link
from qianshou.kernel import clock
from qianshou.people.operations.wall_codes import wall_codes
from tests.association.timebank_street import CEILING, asks, balance, confirms, founds, joins, logs
from tests.cast import DAY, LONG_AGO, NOON
from tests.field.phone import Phone, bound
from tests.ledger.books import audit

pytestmark = pytest.mark.usefixtures("noon")
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def qiu(cast):
    """The volunteer takes part, and the street has filled the pot."""
    founds(cast)
    return joins(cast, cast.volunteer.person)


@pytest.fixture
def task(cast, qiu):
    """Shen asked for an hour of talking, and Qiu said that she goes."""
    ask = asks(cast, cast.shen, service="talking", note="想听越剧")
    by = {"now": NOON, "by_id": cast.officer.pk}
    match = timebank_asks.propose_member(ask_id=ask.pk, member_id=qiu.pk, **by)
    timebank_asks.agree_to_go(match_id=match.pk, **by)
    return ask


@pytest.fixture
def hers(cast) -> Phone:
    """Qiu's phone, opened."""
    phone = bound(cast.volunteer.person.user, by=cast.officer, now=NOON)
    phone.open()
    return phone


def hours(phone: Phone, elder, *, made_at=NOON, **more) -> dict:
    payload = {"person": elder.pk, "day": DAY.isoformat(), "minutes": 60, "service": "talking", "text": "聊天"} | more
    return phone.act("timebank_hours", {name: value for name, value in payload.items() if value is not None}, made_at=made_at)


def card(phone: Phone, act: dict, code: str) -> dict:
    return phone.act("timebank_confirm", {"hours": act["id"], "scan": code}, made_at=NOON)


def joins_elsewhere(cast) -> None:
    offer = timebank_members.Offer()
    timebank_members.join_timebank(person_id=cast.outsider_carer.person_id, offer=offer, since=LONG_AGO, now=NOON, by_id=cast.outsider.pk)


def code_of(person) -> str:
    return wall_codes(person_ids=[person.pk], now=NOON)[person.pk]


def how(phone: Phone, *acts) -> list[tuple[str, str | None]]:
    return [(answer["state"], answer["reason"]) for answer in phone.answers(*acts)]


def test_the_day_tells_a_giver_what_she_has_where_she_goes_and_nobody_else(cast, hers, task, phone):
    code_of(cast.shen)
    found = hers.day().json()["bank"]
    (one,) = found["tasks"]
    assert (one["ask"], one["name"], one["service"]["zh"], one["minutes"], one["note"]) == (task.pk, "沈玉芳", "助聊", 60, "想听越剧")
    assert [row["name"] for row in found["people"]] == ["沈玉芳"] and len(found["people"][0]["wall"][0]) == 16
    assert (found["balance"], found["hours"], found["saves"]) == (0, [], True) and "助浴" not in str(found["services"])
    phone.open()
    assert phone.day().json()["bank"] is None, "a carer who takes no part"


def test_hours_written_down_wait_and_count_once_the_elders_card_was_scanned(cast, hers, task):
    said = hours(hers, cast.shen, ask=task.pk)
    assert how(hers, said, said) == [("applied", None)] * 2
    row = TimebankHours.objects.get()
    assert (str(row.batch), row.state, row.note, row.logged_by, balance(cast, cast.volunteer.person)) == (said["id"], "logged", "聊天", cast.volunteer.person.user, 0)
    task.refresh_from_db()
    bank = hers.day().json()["bank"]
    assert task.state == "done" and bank["tasks"] == [] and [(one["id"], one["state"]) for one in bank["hours"]] == [(said["id"], "logged")]
    assert how(hers, card(hers, said, code_of(cast.shen))) == [("applied", None)]
    row.refresh_from_db()
    assert (row.state, row.said_by, row.kept, balance(cast, cast.volunteer.person), balance(cast, "pot")) == ("confirmed", "card", 60, 60, 540)
    assert hers.day().json()["bank"]["balance"] == 60 and audit() == []


def test_another_persons_card_an_ended_card_and_a_second_confirmation_are_refused_with_a_reason(cast, hers, task):
    said = hours(hers, cast.shen)
    hers.answers(said)
    other = card(hers, said, code_of(cast.lu))
    assert how(hers, other) == [("held", "hours_card")] and TimebankHours.objects.get().state == "logged", "nothing is lost, nothing moves"
    right = card(hers, said, code_of(cast.shen))
    assert how(hers, right, right, card(hers, said, code_of(cast.shen))) == [("applied", None), ("applied", None), ("held", "hours_again")]
    assert balance(cast, cast.volunteer.person) == 60
    assert how(hers, card(hers, hours(hers, cast.shen), code_of(cast.shen))) == [("held", "hours_unknown")], "hours that never arrived"


def test_what_the_office_confirmed_or_doubted_the_card_does_not_confirm_again(cast, hers, task):
    first, second = hours(hers, cast.shen), hours(hers, cast.shen, minutes=30)
    hers.answers(first, second)
    one, two = TimebankHours.objects.order_by("pk")
    confirms(cast, one, "officer")
    timebank_hours.dispute_hours(hours_id=two.pk, why="只来了一刻钟", now=NOON, by_id=cast.officer.pk)
    code = code_of(cast.shen)
    assert how(hers, card(hers, first, code), card(hers, second, code)) == [("held", "hours_again"), ("held", "hours_doubted")]
    assert balance(cast, cast.volunteer.person) == 60
    found = {row["minutes"]: row["state"] for row in hers.day().json()["bank"]["hours"]}
    assert found == {60: "confirmed", 30: "disputed"} and "只来了一刻钟" not in hers.day().content.decode()


def test_nobody_confirms_hours_of_another_giver(cast, hers, task, phone):
    joins(cast, cast.tan.person)
    said = hours(hers, cast.shen)
    hers.answers(said)
    assert how(phone, card(phone, said, code_of(cast.shen))) == [("held", "hours_unknown")]


def test_a_carer_writes_for_those_she_answers_for_and_meets_on_her_round(cast, phone, tans_round, qiu):
    joins(cast, cast.tan.person)
    phone.open()
    assert {row["name"] for row in phone.day().json()["bank"]["people"]} == {"沈玉芳", "陆根宝"}, "linked to Shen, on the round to Lu"
    assert how(phone, hours(phone, cast.shen), hours(phone, cast.lu), hours(phone, cast.bao)) == [("applied", None), ("applied", None), ("held", "hours_not_seen")]
    Link.objects.filter(carer=cast.tan).update(until=DAY - timedelta(days=3), ended_reason="换人")
    old = (DAY - timedelta(days=4)).isoformat()
    assert how(phone, hours(phone, cast.shen, day=old)) == [("applied", None)], "she answered for her on that day"


def test_somebody_of_another_street_and_whoever_takes_no_part_are_refused(cast, hers, qiu, phone):
    outsider = bound(cast.outsider_carer.person.user, by=cast.outsider, now=NOON)
    assert how(hers, hours(hers, cast.stranger)) == [("held", "unknown_person")]
    assert how(phone, hours(phone, cast.shen)) == [("held", "hours_no_member")]
    assert how(outsider, hours(outsider, cast.shen)) == [("held", "hours_no_member")] and not TimebankHours.objects.exists()
    joins_elsewhere(cast)
    assert how(outsider, hours(outsider, cast.shen)) == [("held", "unknown_person")] and not TimebankHours.objects.exists()
    hers.client.cookies.clear()
    assert hers.client.get("/api/field/day").status_code == 401


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"service": "bathing"}, "hours_kind"), ({"minutes": 5}, "hours_short"), ({"minutes": 481}, "hours_day"), ({"day": TOMORROW.isoformat()}, "future"),
        ({"day": (DAY - timedelta(days=32)).isoformat()}, "hours_late"), ({"day": "2026-01-04"}, "hours_before"), ({"ask": 999999}, "hours_other"),
        ({"minutes": None}, "payload"), ({"minutes": "60"}, "payload"), ({"service": None}, "payload"), ({"day": "heute"}, "payload"), ({"ask": -1}, "payload"),
    ],
)  # fmt: skip
def test_what_does_not_count_is_held_with_the_reason_and_kept(cast, hers, task, more, reason):
    assert how(hers, hours(hers, cast.shen, **more)) == [("held", reason)]
    assert not TimebankHours.objects.exists() and Act.objects.get().payload["person"] == cast.shen.pk
    hers.open()
    (told,) = hers.day().json()["held"]
    assert (told["kind"], told["person"], told["reason"]) == ("timebank_hours", cast.shen.pk, reason)


def test_an_ask_that_was_withdrawn_meanwhile_is_the_offices_to_settle(cast, hers, task):
    timebank_asks.withdraw_ask(ask_id=task.pk, reason="好了", now=NOON, by_id=cast.officer.pk)
    assert how(hers, hours(hers, cast.shen, ask=task.pk)) == [("held", "hours_other")]


def test_hours_written_in_time_are_in_time_whenever_there_was_signal(cast, hers, task):
    then = NOON - timedelta(days=25)
    late = hours(hers, cast.shen, day=(clock.local_date(then) - timedelta(days=20)).isoformat(), made_at=then)
    assert how(hers, late) == [("applied", None)]
    assert TimebankHours.objects.get().logged_at == then


def test_who_has_left_writes_no_more(cast, hers, qiu, task):
    by = {"now": NOON, "by_id": cast.officer.pk}
    timebank_members.leave_timebank(member_id=qiu.pk, to="pot", reason="搬家", on=DAY - timedelta(days=1), batch=uuid4(), **by)
    assert hers.day().json()["bank"] is None
    assert how(hers, hours(hers, cast.shen, ask=task.pk), hours(hers, cast.shen)) == [("held", "hours_left"), ("held", "hours_not_seen")]


def test_beyond_the_ceiling_the_phone_says_what_went_to_the_pot(small, hers, task):
    cast = small
    for days in (0, 2, 29, 31):  # the small pot pays 200 minutes a month
        said = hours(hers, cast.shen, minutes=100, day=(DAY - timedelta(days=days)).isoformat())
        hers.answers(said, card(hers, said, code_of(cast.shen)))
    found = hers.day().json()["bank"]
    assert (found["balance"], found["ceiling"]) == (CEILING, CEILING)
    assert sorted((one["kept"], one["given"]) for one in found["hours"]) == [(60, 40), (100, 0), (100, 0), (100, 0)]


def test_the_pot_that_has_nothing_more_is_said_and_the_hours_still_wait(cast, hers, task):
    said = hours(hers, cast.shen, minutes=480)
    second = hours(hers, cast.shen, minutes=480, day=(DAY - timedelta(days=1)).isoformat())
    hers.answers(said, second)
    code = code_of(cast.shen)
    assert how(hers, card(hers, said, code), card(hers, second, code)) == [("applied", None), ("held", "hours_balance")]
    assert balance(cast, cast.volunteer.person) == 480 and TimebankHours.objects.filter(state="logged").count() == 1


def test_she_takes_back_what_nobody_confirmed_and_not_what_was(cast, hers, task):
    wrong, right = hours(hers, cast.shen, minutes=90), hours(hers, cast.shen)
    hers.answers(wrong, right)
    scanned = card(hers, right, code_of(cast.shen))
    hers.answers(scanned)
    back = lambda act: hers.act("retract", {"act": act["id"]}, made_at=NOON)
    assert how(hers, back(wrong), back(wrong), back(right), back(scanned)) == [("applied", None), ("applied", None), ("held", "hours_confirmed"), ("held", "hours_confirmed")]
    assert {row.minutes: row.state for row in TimebankHours.objects.all()} == {90: "dropped", 60: "confirmed"} and balance(cast, cast.volunteer.person) == 60


def test_taken_back_before_it_was_sent_nothing_is_written(cast, hers, task):
    wrong = hours(hers, cast.shen)
    assert how(hers, wrong, hers.act("retract", {"act": wrong["id"]}, made_at=NOON)) == [("applied", None)] * 2
    assert not TimebankHours.objects.exists()


def test_what_was_typed_at_the_desk_is_confirmed_by_the_card_too(cast, hers, qiu, task):
    row = logs(cast, qiu, cast.shen, 45)
    said = {"id": str(row.batch)}
    assert how(hers, card(hers, said, code_of(cast.shen))) == [("applied", None)] and balance(cast, cast.volunteer.person) == 45


def test_from_until_stands_beside_the_minutes_on_the_phone_at_the_desk_and_in_the_export(cast, hers, task, client):
    said = hours(hers, cast.shen, ask=task.pk, minutes=90, **{"from": "09:00", "until": "10:30"})
    assert how(hers, said, said) == [("applied", None)] * 2
    row = TimebankHours.objects.get()
    assert (row.minutes, str(row.from_time), str(row.until_time)) == (90, "09:00:00", "10:30:00")
    (told,) = hers.day().json()["bank"]["hours"]
    assert (told["minutes"], told["from"], told["until"]) == (90, "09:00", "10:30")
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    for address in ("/timebank/hours/", f"/timebank/hours/{row.pk}/", "/timebank/hours/?format=text"):
        assert "9:00–10:30" in client.get(address).content.decode(), address


@pytest.mark.parametrize("wrong", [{"from": "09:00"}, {"until": "10:00"}, {"from": "10:00", "until": "09:00"}, {"from": "09:00", "until": "10:01"}, {"from": "9 Uhr", "until": "10:00"}])
def test_times_that_do_not_make_the_minutes_are_held(cast, hers, task, wrong):
    how(hers, hours(hers, cast.shen, **wrong))
    act = Act.objects.get()
    assert (act.state, act.reason["code"]) == ("held", "payload") and not TimebankHours.objects.exists()


def test_nobody_is_in_two_places_at_once(cast, hers, task):
    times = [("09:00", "10:00"), ("09:30", "10:30"), ("10:00", "11:00")]
    for begun, ended in times:
        how(hers, hours(hers, cast.shen, **{"from": begun, "until": ended}))
    assert [(act.state, act.reason.get("code", "")) for act in Act.objects.order_by("seq")] == [("applied", ""), ("held", "hours_overlap"), ("applied", "")]
