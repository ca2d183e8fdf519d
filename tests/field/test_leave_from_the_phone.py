"""Leave asked for on the phone: kept once, taken back while it waits, answered by the office; what cannot be taken up is held with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.acts.models import Act
from qianshou.care.models import Absence
from qianshou.merit.models import LeaveRequest
from qianshou.merit.operations.leave import grant_leave, refuse_leave
from tests.cast import DAY, NOON
from tests.field.phone import bound

FIRST, LAST = (DAY + timedelta(days=2)).isoformat(), (DAY + timedelta(days=3)).isoformat()
ASKED = {"leave": "annual", "first": FIRST, "last": LAST, "half": "", "text": "回老家看母亲"}


def leave_of(phone) -> dict:
    return phone.day().json()["leave"]


def test_what_she_asks_for_is_kept_once_and_its_answer_comes_back(cast, phone, noon):
    phone.open()
    mine = leave_of(phone)
    assert mine["asks"] == [] and {"code": "sick", "zh": "病假", "en": "Sick leave", "paper": 2} in mine["kinds"]
    said = phone.act("leave_request", ASKED, made_at=NOON)
    phone.answers(said)
    phone.answers(said)
    row = LeaveRequest.objects.get()
    assert (row.carer, row.kind, row.days, row.source) == (cast.tan, "annual", 2, f"act:{said['id']}")
    refuse_leave(leave_id=row.pk, answer="那两天缺人", now=NOON, by_id=cast.officer.pk)
    told = {"id": said["id"], "kind": "annual", "first": FIRST, "last": LAST, "half": "", "days": 2, "text": "回老家看母亲", "state": "refused", "answer": "那两天缺人"}
    assert leave_of(phone)["asks"] == [told]


def test_half_a_day_from_the_phone(phone, noon):
    phone.answers(phone.act("leave_request", ASKED | {"last": FIRST, "half": "afternoon"}, made_at=NOON))
    assert (LeaveRequest.objects.get().from_noon, LeaveRequest.objects.get().until_noon) == (True, False)


@pytest.mark.parametrize("wrong, code", [
    ({"first": "2026-13-01"}, "payload"), ({"last": None}, "payload"), ({"leave": ""}, "payload"), ({"leave": 7}, "payload"), ({"half": "evening"}, "payload"),
    ({"half": "morning"}, "payload"), ({"leave": "holiday"}, "leave_kind"), ({"last": DAY.isoformat()}, "leave_days"), ({"last": "9999-12-31"}, "leave_days"),
])  # fmt: skip
def test_what_cannot_be_taken_up_is_held_with_its_reason(phone, noon, wrong, code):
    phone.answers(phone.act("leave_request", ASKED | wrong, made_at=NOON))
    act = Act.objects.get()
    assert (act.state, act.reason["code"]) == ("held", code) and not LeaveRequest.objects.exists()


def test_a_second_one_for_these_days_is_held_and_another_carer_is_free_to_ask(cast, phone, noon):
    phone.answers(*(phone.act("leave_request", ASKED, made_at=NOON) for _ in range(2)))
    assert [(act.state, act.reason.get("code", "")) for act in Act.objects.order_by("seq")] == [("applied", ""), ("held", "leave_open")]
    other = bound(cast.shao.person.user, by=cast.officer, now=NOON)
    other.answers(other.act("leave_request", ASKED, made_at=NOON))
    assert LeaveRequest.objects.count() == 2


def test_taken_back_days_later_while_it_waits_and_not_once_it_is_answered(cast, phone, noon):
    phone.open()
    said = [phone.act("leave_request", ASKED | days, made_at=NOON) for days in ({}, {"first": DAY.isoformat(), "last": DAY.isoformat()})]
    phone.answers(*said)
    grant_leave(leave_id=LeaveRequest.objects.get(first_day=DAY).pk, kind="annual", answer="", now=NOON, by_id=cast.officer.pk)
    phone.answers(*(phone.act("retract", {"act": one["id"]}, made_at=NOON + timedelta(days=1)) for one in said))
    assert dict(LeaveRequest.objects.values_list("source", "state")) == {f"act:{said[0]['id']}": "taken_back", f"act:{said[1]['id']}": "granted"}
    assert [(act.state, act.reason.get("code", "")) for act in Act.objects.filter(kind="retract").order_by("seq")] == [("applied", ""), ("held", "leave_answered")]
    assert Absence.objects.filter(cancelled_at=None).count() == 1 and [one["state"] for one in leave_of(phone)["asks"]] == ["granted"]


def test_asked_and_taken_back_without_signal_is_never_asked(phone, noon):
    said = phone.act("leave_request", ASKED, made_at=NOON)
    phone.answers(said, phone.act("retract", {"act": said["id"]}, made_at=NOON))
    assert not LeaveRequest.objects.filter(state="open").exists()


def test_nobody_takes_back_what_another_asked_for(cast, phone, noon):
    said = phone.act("leave_request", ASKED, made_at=NOON)
    phone.answers(said)
    other = bound(cast.shao.person.user, by=cast.officer, now=NOON)
    other.answers(other.act("retract", {"act": said["id"]}, made_at=NOON))
    assert LeaveRequest.objects.get().state == "open"


def test_a_driver_has_no_leave_to_ask_for(cast, noon):
    driver = bound(cast.driver, by=cast.officer, now=NOON)
    driver.open()
    driver.answers(driver.act("leave_request", ASKED, made_at=NOON))
    assert driver.day().json()["leave"] is None and Act.objects.get().reason["code"] == "no_person"
