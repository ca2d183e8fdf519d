"""Plan a day: gathered from the books, checked, kept as a draft; pins, absences, begun visits and lunch hold."""

from __future__ import annotations

from datetime import time

import pytest

from qianshou.access.scope import Scope
from qianshou.care.models import Carer, Visit
from qianshou.planner import check
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, RoundVersion, Stop
from qianshou.rounds.queries import board_of, gather
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.rounds.tasks import plan as plan_task
from tests.cast import DAY

from .days import MORNING, absent, six, visit

pytestmark = pytest.mark.django_db


def plan(cast, **more) -> dict:
    return operations.plan_day(**{"street_id": cast.street.pk, "day": DAY, "moves": 150, "seed": 1, "now": MORNING, "by_id": cast.officer.pk} | more)


def scope(cast) -> Scope:
    return Scope.system(cast.street.pk)


def test_a_day_is_planned_and_the_plan_is_sound(cast):
    visits = six(cast)
    numbers = plan(cast)
    assert numbers["unserved"] == 0 and numbers["visits"] == 6
    row = RoundDay.objects.get(street=cast.street, day=DAY)
    assert row.state == "draft" and row.complaints == []
    assert check((g := gather(street_id=cast.street.pk, day=DAY)).problem, g.plan()).sound
    pair = Stop.objects.filter(visit=visits["pair"])
    assert pair.count() == 2 and len({s.starts_at for s in pair}) == 1
    for walk in row.walks.values():
        (lunch,) = [r for r in walk["rests"] if r[0] == "break"]
        assert 11 * 3600 <= lunch[1] <= 12.5 * 3600


def test_the_primary_goes_to_her_elder(cast):
    visits = six(cast)
    plan(cast)
    assert Stop.objects.get(visit=visits["shop"]).carer in (cast.tan, cast.shao)
    assert Stop.objects.get(visit=visits["talk"]).carer == cast.tan


def test_an_unplaced_lane_is_guessed_and_said(cast):
    six(cast)
    plan(cast)
    notes = RoundDay.objects.get(street=cast.street, day=DAY).notes
    assert {"code": "unplaced", "params": {"lane": "霍山路899弄", "visits": 2}} in notes


def test_a_service_nobody_may_give_is_left_over_with_reasons(cast):
    bath = visit(cast, cast.lu, "bathing", time(9), time(11))
    Carer.objects.filter(pk=cast.aide.pk).update(skills=[])
    plan(cast)
    (left,) = RoundDay.objects.get(street=cast.street, day=DAY).unserved
    assert left["visit"] == bath.pk
    assert {r["code"] for r in left["reasons"] if r["carer"] == str(cast.tan.pk)} <= {"tier", "skill"}
    assert len({r["carer"] for r in left["reasons"]}) == 5


def test_cancelled_visits_are_not_planned(cast):
    visits = six(cast)
    Visit.objects.filter(pk=visits["chat"].pk).update(state="cancelled")
    assert plan(cast)["visits"] == 5


def test_planning_twice_gives_the_same_day_and_another_version(cast):
    six(cast)
    first = plan(cast)
    stops = list(Stop.objects.order_by("carer_id", "position").values_list("carer_id", "visit_id", "starts_at"))
    second = plan(cast)
    assert list(Stop.objects.order_by("carer_id", "position").values_list("carer_id", "visit_id", "starts_at")) == stops
    assert second["version"] == first["version"] + 1
    assert RoundVersion.objects.count() == 2


def test_pins_are_kept(cast):
    visits = six(cast)
    version = plan(cast)["version"]
    stop = Stop.objects.get(visit=visits["clean"])
    operations.pin_stop(street_id=cast.street.pk, day=DAY, visit_id=visits["clean"].pk, carer_id=stop.carer_id, what="carer",
                        on=True, version=version, by_id=None, now=MORNING)  # fmt: skip
    for seed in (2, 3, 4):
        plan(cast, seed=seed)
        again = Stop.objects.get(visit=visits["clean"])
        assert again.carer_id == stop.carer_id and again.pinned_carer


def test_replanning_without_an_ill_carer_changes_little(cast):
    visits = six(cast)
    plan(cast)
    before = dict(Stop.objects.exclude(visit=visits["pair"]).values_list("visit_id", "carer_id"))
    with pytest.raises(DayRefused) as e:
        operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=cast.tan.pk, by_id=None, now=MORNING)
    assert e.value.code == "still_here"
    absent(cast, cast.tan)
    operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=cast.tan.pk, by_id=None, now=MORNING, tries=20)
    after = dict(Stop.objects.exclude(visit=visits["pair"]).values_list("visit_id", "carer_id"))
    assert cast.tan.pk not in after.values()
    assert all(after.get(v) == c for v, c in before.items() if c != cast.tan.pk)


def test_what_has_begun_keeps_its_carer_and_hour(cast):
    visits = six(cast)
    plan(cast)
    stop = Stop.objects.get(visit=visits["clean"])
    Visit.objects.filter(pk=visits["clean"].pk).update(state="done")
    plan(cast, seed=9)
    again = Stop.objects.get(visit=visits["clean"])
    assert (again.carer_id, again.starts_at) == (stop.carer_id, stop.starts_at)


def test_an_outdated_version_plans_nothing(cast):
    six(cast)
    version = plan(cast)["version"]
    with pytest.raises(DayChanged) as e:
        plan(cast, version=version - 1)
    assert e.value.version == version


def test_the_job_shows_progress_and_leaves_a_draft(cast):
    six(cast)
    operations.ask_plan(street_id=cast.street.pk, day=DAY, version=1, seconds=0.3, by_id=cast.officer.pk, now=MORNING)
    row = RoundDay.objects.get(street=cast.street, day=DAY)
    asked = row.version
    assert row.state == "planning"
    with pytest.raises(DayRefused):
        operations.ask_plan(street_id=cast.street.pk, day=DAY, version=1, seconds=0.3, by_id=None, now=MORNING)
    for _ in range(2):  # a job that is run again finds the work done
        plan_task(street_id=cast.street.pk, day=DAY.isoformat(), seconds=0.3, by_id=cast.officer.pk, version=asked)
        row.refresh_from_db()
        assert row.state == "draft" and row.version == 2


def test_a_job_that_comes_too_late_gives_the_day_back(cast):
    six(cast)
    plan(cast)
    version = RoundDay.objects.get(street=cast.street, day=DAY).version
    operations.ask_plan(street_id=cast.street.pk, day=DAY, version=version, seconds=0.1, by_id=None, now=MORNING)
    plan_task(street_id=cast.street.pk, day=DAY.isoformat(), seconds=0.1, by_id=None, version=version - 1)
    row = RoundDay.objects.get(street=cast.street, day=DAY)
    assert row.state == "draft" and row.progress["failed"] == "changed"


def test_the_outsider_sees_no_day(cast):
    six(cast)
    plan(cast)
    with pytest.raises(RoundDay.DoesNotExist):
        board_of(scope=Scope(user_id=cast.outsider.pk, street_id=cast.street.pk, street_ids=frozenset({cast.elsewhere.pk})), day=DAY)
    elsewhere = board_of(scope=Scope.system(cast.elsewhere.pk), day=DAY)
    assert elsewhere.visits == 0 and not any(r.stops for r in elsewhere.rounds)
    assert board_of(scope=scope(cast), day=DAY).visits == 6
