"""A carer takes back what she said; the office undoes what came too late. Whatever it had met is owed again, and watched."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from qianshou.acts.operations import NotApplicableError
from qianshou.care import operations as care
from qianshou.care.models import STANDING, ClockEvent, Visit, VisitEvent
from qianshou.care.operations import attendance, visits
from qianshou.notify.models import Notice
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert
from tests.care.test_visit_acts import act, due_of
from tests.cast import NOON
from tests.faults.sweeping import broken_promises


@pytest.fixture
def visit(item) -> Visit:
    return Visit.objects.order_by("day").first()


def retract(visit, effect, carer=None, *, minutes, reason=""):
    now = visit.window_start + timedelta(minutes=minutes)
    return visits.retract(
        event_id=effect["event"], made_at=now, received_at=now, now=now, reason=reason,
        carer_id=carer.pk if carer else None, by_id=carer.person.user_id if carer else None, source=f"act:{uuid4()}",
    )  # fmt: skip


def test_done_taken_back_in_time_is_owed_again(cast, visit):
    act(visits.arrive, visit, cast.tan)
    done = act(visits.complete, visit, cast.tan, minutes=1)
    effect = retract(visit, done, cast.tan, minutes=2)
    assert (effect["state"], effect["due"]) == ("arrived", "open")
    due = due_of(visit)
    assert (due.met_made_at, due.met_by, due.grade, due.closed_at) == (None, None, "", None)
    assert due.evidence["taken_back"]["event"] == done["event"]
    visit.refresh_from_db()
    assert visit.done_at is None and visit.arrived_at == visit.window_start
    assert list(VisitEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["arrived", "done", "retracted"]


def test_taking_back_twice_changes_nothing(cast, visit):
    done = act(visits.complete, visit, cast.tan)
    first, again = retract(visit, done, cast.tan, minutes=2), retract(visit, done, cast.tan, minutes=3)
    assert again["repeated"] and again["event"] == first["event"]
    assert VisitEvent.objects.filter(kind="retracted").count() == 1


def test_done_taken_back_after_its_moment_alarms_at_once_from_the_foot_of_the_ladder(cast, visit):
    done = act(visits.complete, visit, cast.tan, minutes=30)
    assert retract(visit, done, cast.tan, minutes=8 * 60)["due"] == "late"
    alert = Alert.objects.get()
    now = visit.window_start + timedelta(hours=8, seconds=20)
    assert (alert.state, alert.why, alert.rung) == ("raised", "late", 0) and alert.climbs_at <= now
    watch.sweep(now=now)
    assert alert.steps.get(kind="told").user_id == due_of(visit).ladder[0] == cast.tan.person.user_id
    assert broken_promises(now) == []


def test_what_was_late_before_it_was_met_is_late_again_with_a_new_alert(cast, visit):
    night = visit.window_start + timedelta(hours=7)
    watch.sweep(now=night)
    done = act(visits.complete, visit, cast.tan, minutes=7 * 60 + 5)
    assert Alert.objects.get().state == "closed"
    retract(visit, done, cast.tan, minutes=7 * 60 + 10)
    assert sorted(Alert.objects.values_list("state", flat=True)) == ["closed", "raised"]


def test_what_another_carer_did_still_counts(cast, visit):
    done = act(visits.complete, visit, cast.tan)
    act(visits.complete, visit, cast.feng, minutes=10)
    assert retract(visit, done, cast.tan, minutes=20)["state"] == "done"
    assert (due_of(visit).state, due_of(visit).met_by_id) == ("met", cast.feng.person.user_id)


def test_a_cancelled_visit_is_cancelled_and_excused_again(cast, visit):
    care.cancel_visit(visit_id=visit.pk, reason="电话里说不用来", now=NOON, by_id=cast.officer.pk)
    done = act(visits.complete, visit, cast.tan)
    assert retract(visit, done, cast.tan, minutes=8 * 60)["state"] == "cancelled"
    assert due_of(visit).state == "excused" and not Alert.objects.exists()


def test_whom_the_desk_reached_stays_reached(cast, visit):
    nobody = act(visits.unanswered, visit, cast.tan)
    watch.close_alert(alert_id=nobody["alert"], user=cast.desk, outcome="well", note="", now=visit.window_start + timedelta(minutes=9))
    done = act(visits.complete, visit, cast.tan, minutes=3)
    assert retract(visit, done, cast.tan, minutes=8 * 60)["due"] == "met"
    assert due_of(visit).grade == "desk"


def test_nobody_answers_taken_back_ends_its_alert(cast, visit):
    nobody = act(visits.unanswered, visit, cast.tan)
    effect = retract(visit, nobody, cast.tan, minutes=1)
    alert = Alert.objects.get()
    assert (effect["state"], effect["alert"], alert.state, alert.outcome) == ("planned", "ended", "closed", "taken_back")
    watch.sweep(now=visit.window_start + timedelta(hours=8))
    assert Alert.objects.filter(state="raised", why="late").count() == 1


def test_nobody_answers_taken_back_after_its_moment_goes_on_as_late(cast, visit):
    nobody = act(visits.unanswered, visit, cast.tan)
    now = visit.window_start + timedelta(hours=5)
    watch.sweep(now=now)
    assert retract(visit, nobody, cast.tan, minutes=5 * 60 + 1)["alert"] == "kept"
    assert (Alert.objects.get().state, Alert.objects.get().why) == ("raised", "late")
    assert broken_promises(now) == []


def test_an_alert_that_somebody_took_is_left_with_a_note_to_that_person(cast, visit):
    nobody = act(visits.unanswered, visit, cast.tan)
    watch.take_alert(alert_id=nobody["alert"], user=cast.desk, now=visit.window_start)
    assert retract(visit, nobody, cast.tan, minutes=1)["alert"] == "told"
    assert Alert.objects.get().state == "taken"
    assert Notice.objects.get(code="taken_back").user == cast.desk


def test_another_carers_nobody_answers_keeps_the_alarm(cast, visit):
    nobody = act(visits.unanswered, visit, cast.tan)
    act(visits.unanswered, visit, cast.feng, minutes=1)
    assert retract(visit, nobody, cast.tan, minutes=2)["state"] == "unanswered"
    assert Alert.objects.get().state == "raised"


def test_the_same_evidence_in_any_order_leaves_the_same_visit(cast, visit):
    """What was taken back leaves no trace in the state, as if it had never been said."""
    gone = act(visits.unanswered, visit, cast.tan, minutes=20)
    act(visits.arrive, visit, cast.tan, minutes=10, heard=30)
    assert retract(visit, gone, cast.tan, minutes=40)["state"] == "arrived"


def test_evidence_is_never_changed_or_removed(cast, visit):
    done = act(visits.complete, visit, cast.tan)
    retract(visit, done, cast.tan, minutes=2)
    for change in (lambda rows: rows.update(note="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(VisitEvent.objects.filter(kind="retracted"))


def test_coming_to_work_taken_back_counts_on_no_sheet(cast):
    tap = attendance.clock(carer_id=cast.tan.pk, direction="in", made_at=NOON, received_at=NOON, now=NOON, act_id="0191")
    first, again = (
        attendance.retract(event_id=tap.pk, made_at=NOON, received_at=NOON, now=NOON, by_id=cast.tan.person.user_id) for _ in range(2)
    )
    assert first.pk == again.pk and ClockEvent.objects.count() == 2
    assert not ClockEvent.objects.filter(STANDING).exists()


@pytest.mark.parametrize("other", ["feng", "outsider_carer"])
def test_nobody_takes_back_what_another_said(cast, visit, other):
    done = act(visits.complete, visit, cast.tan)
    with pytest.raises(NotApplicableError) as caught:
        retract(visit, done, getattr(cast, other), minutes=1)
    assert caught.value.code == "retract_other" and due_of(visit).state == "met"
