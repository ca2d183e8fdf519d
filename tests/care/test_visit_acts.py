"""What a carer taps at a door, in any order, once or twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from qianshou.acts.operations import NotApplicableError
from qianshou.care import operations as care
from qianshou.care.models import ClockEvent, Visit, VisitEvent
from qianshou.care.operations import attendance, visits
from qianshou.care.operations.credits import credit_owed
from qianshou.watch.models import Alert, Due
from tests.cast import NOON

PLACE = {"lon": 121.525, "lat": 31.2608, "accuracy_m": 12}


@pytest.fixture
def visit(item) -> Visit:
    return Visit.objects.order_by("day").first()


def act(operation, visit, carer, *, minutes=0, heard=None, place=None, **payload):
    made_at = visit.window_start + timedelta(minutes=minutes)
    received_at = visit.window_start + timedelta(minutes=minutes if heard is None else heard)
    return operation(
        visit_id=visit.pk, carer_id=carer.pk, made_at=made_at, received_at=received_at, place=place,
        payload={"act": str(uuid4())} | payload, now=received_at,
    )  # fmt: skip


def finish(visit, carer, *, minutes=0, heard=None, **more) -> dict:
    """She says "done", and her points are worked out as the phone's batch does it."""
    effect = act(visits.complete, visit, carer, minutes=minutes, heard=heard, **more)
    credit_owed(carer_id=carer.pk, now=visit.window_start + timedelta(minutes=minutes if heard is None else heard))
    return effect


def due_of(visit) -> Due:
    return Due.objects.get(key=visit.due_key)


def test_arrived_then_done_meets_the_due_with_evidence(cast, visit):
    assert act(visits.arrive, visit, cast.tan)["state"] == "arrived"
    assert due_of(visit).state == "open" and due_of(visit).heard_at is not None
    effect = act(visits.complete, visit, cast.tan, minutes=30, place=PLACE, text="精神好")
    assert (effect["state"], effect["due"]) == ("done", "met")
    due = due_of(visit)
    assert (due.grade, due.met_by_id, due.evidence["note"]) == ("tap_place", cast.tan.person.user_id, "精神好")
    visit.refresh_from_db()
    assert visit.arrived_at == visit.window_start and visit.done_at == visit.window_start + timedelta(minutes=30)


def test_the_same_act_again_is_applied_once(cast, visit):
    first = act(visits.complete, visit, cast.tan, **{"act": "0190"})
    second = act(visits.complete, visit, cast.tan, minutes=5, **{"act": "0190"})
    assert second["repeated"] and second["event"] == first["event"]
    assert VisitEvent.objects.count() == 1


def test_nobody_answers_is_an_alert_at_once_before_the_deadline(cast, visit):
    effect = act(visits.unanswered, visit, cast.tan)
    alert = Alert.objects.get(pk=effect["alert"])
    assert (alert.why, alert.person_id, alert.state) == ("nobody", cast.shen.pk, "raised")
    assert alert.raised_at < due_of(visit).by_at


def test_done_after_nobody_closes_the_alert_and_keeps_its_history(cast, visit):
    alert = Alert.objects.get(pk=act(visits.unanswered, visit, cast.tan)["alert"])
    assert act(visits.complete, visit, cast.tan, minutes=40)["state"] == "done"
    alert.refresh_from_db()
    assert alert.state == "closed" and alert.steps.count() >= 2


def test_nobody_heard_after_done_raises_no_alarm_and_done_stays(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    effect = act(visits.unanswered, visit, cast.tan, minutes=5, heard=60)
    assert effect["state"] == "done" and "alert" not in effect
    assert not Alert.objects.exists()


def test_an_earlier_arrival_heard_late_does_not_take_the_alarm_back(cast, visit):
    act(visits.unanswered, visit, cast.tan, minutes=5)
    assert act(visits.arrive, visit, cast.tan, minutes=0, heard=30)["state"] == "unanswered"
    assert act(visits.arrive, visit, cast.tan, minutes=35)["state"] == "arrived"


def test_done_in_time_but_heard_late_is_said_so(cast, visit):
    effect = act(visits.complete, visit, cast.tan, minutes=60, heard=24 * 60)
    assert effect["due"] == "met_heard_late"


def test_done_after_the_office_cancelled_counts_all_the_same(cast, visit):
    care.cancel_visit(visit_id=visit.pk, reason="电话里说不用来", now=NOON, by_id=cast.officer.pk)
    assert act(visits.complete, visit, cast.tan)["state"] == "done"
    assert due_of(visit).state == "met"


def test_a_note_changes_no_state(cast, visit):
    assert act(visits.note, visit, cast.tan, text="钥匙换了")["state"] == "planned"
    assert VisitEvent.objects.get().note == "钥匙换了"


def test_a_stand_in_of_the_street_may_act_and_is_named(cast, visit):
    act(visits.complete, visit, cast.feng)
    assert due_of(visit).met_by_id == cast.feng.person.user_id


@pytest.mark.parametrize("operation", [visits.arrive, visits.complete, visits.unanswered, visits.note])
def test_a_carer_of_another_street_finds_no_such_visit(cast, visit, operation):
    with pytest.raises(NotApplicableError) as caught:
        act(operation, visit, cast.outsider_carer)
    assert caught.value.code == "unknown_visit"
    assert not VisitEvent.objects.exists()


def test_the_desk_may_write_down_a_visit_and_must_say_how_it_knows(cast, visit):
    with pytest.raises(NotApplicableError):
        visits.complete_at_desk(visit_id=visit.pk, made_at=NOON, text=" ", now=NOON, by_id=cast.officer.pk)
    visits.complete_at_desk(visit_id=visit.pk, made_at=NOON, text="谭阿姨电话告知", now=NOON, by_id=cast.officer.pk)
    assert (due_of(visit).state, due_of(visit).grade) == ("met", "desk")


def test_coming_and_going_is_kept_once(cast):
    first, again = (
        attendance.clock(carer_id=cast.tan.pk, direction="in", made_at=NOON, received_at=NOON, now=NOON, place=PLACE, act_id="0191")
        for _ in range(2)
    )
    assert first.pk == again.pk
    attendance.clock(carer_id=cast.tan.pk, direction="out", made_at=NOON, received_at=NOON, now=NOON, act_id="0192")
    assert list(ClockEvent.objects.order_by("pk").values_list("direction", flat=True)) == ["in", "out"]
    with pytest.raises(care.Refused):
        attendance.clock(carer_id=cast.tan.pk, direction="sideways", made_at=NOON, received_at=NOON, now=NOON)
