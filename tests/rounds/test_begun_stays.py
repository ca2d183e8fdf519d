"""What has begun keeps its carers and its time to the second, however the day is planned or changed after it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from qianshou.care.models import Carer, Shift, Visit
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop
from qianshou.rounds.queries import gather
from qianshou.rounds.queries.gather import FROZEN
from qianshou.rounds.rules import DayRefused
from tests.cast import DAY

from .days import MORNING, absent, six, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(cast):
    made = six(cast)
    plan(cast)
    return made


def plan(cast, seed: int = 1) -> dict:
    return operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, seed=seed, now=MORNING, by_id=cast.officer.pk)


def row(cast) -> RoundDay:
    return RoundDay.objects.get(street=cast.street, day=DAY)


def begin(until: time) -> dict:
    """Every visit that starts by then has begun, in each of the ways one can have; its stops as they stand."""
    stops = Stop.objects.filter(starts_at__lte=clock.at(DAY, until))
    for k, v in enumerate(sorted(set(stops.values_list("visit_id", flat=True)))):
        Visit.objects.filter(pk=v).update(state=FROZEN[k % len(FROZEN)])
    return books(stops.values_list("visit_id", flat=True))


def books(visits) -> dict:
    return {(s.visit_id, s.carer_id): (s.starts_at, s.ends_at) for s in Stop.objects.filter(visit__in=list(visits))}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("until", [time(8, 30), time(9, 30), time(11), time(16)])
def test_planned_again_it_stays(cast, visits, until, seed):
    begun = begin(until)
    assert begun
    # Something else to do, early and long: there is every reason to move what stands.
    more = [visit(cast, cast.lu, "cleaning", time(8), time(12), minutes=45), visit(cast, cast.shen, "talking", time(8), time(9), minutes=20)]
    plan(cast, seed)
    assert books({v for v, _ in begun}) == begun
    assert row(cast).complaints == []
    assert Stop.objects.filter(visit__in=more).exists() or row(cast).unserved


@pytest.mark.parametrize("from_now", [True, False])
def test_planned_again_at_noon_nothing_is_given_a_time_that_is_past(cast, visits, from_now):
    """The control: planned as for a day that has not come, the visit asked for at eleven would be sent to nine o'clock."""
    noon = clock.at(DAY, time(12))
    early = visit(cast, cast.lu, "talking", time(9), time(10, 30), minutes=20)
    long = visit(cast, cast.shen, "talking", time(9), time(15), minutes=20)
    before = books(Stop.objects.filter(starts_at__lt=noon).values_list("visit_id", flat=True))
    assert before
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=noon, by_id=cast.officer.pk, from_now=from_now)
    stands = {k: v for k, v in books({v for v, _ in before}).items() if k in before} == before
    fresh = [s.starts_at for s in Stop.objects.filter(visit__in=[early, long])]
    assert (stands and all(start >= noon for start in fresh)) is from_now
    if from_now:
        (left,) = [u for u in row(cast).unserved if u["visit"] == early.pk]
        assert len(fresh) == 1 and [r["code"] for r in left["reasons"]] == ["over"] and left["mends"] == []


def test_another_stop_put_before_it_by_hand_does_not_move_it(cast, visits):
    stops = list(Stop.objects.filter(carer=Stop.objects.get(visit=visits["talk"]).carer).order_by("position"))
    after = next(s for s in stops[1:] if s.visit.carers_needed == 1)
    Visit.objects.filter(pk=stops[0].visit_id).update(state="arrived")
    begun = books([stops[0].visit_id])
    outcome = operations.move_stop(
        street_id=cast.street.pk, day=DAY, visit_id=after.visit_id, carer_id=after.carer_id, to_carer_id=after.carer_id, position=0,
        version=row(cast).version, by_id=None, now=MORNING, why="first",
    )  # fmt: skip
    assert not outcome.applied and "pinned_start" in {c["code"] for c in outcome.complaints}
    assert books([stops[0].visit_id]) == begun


def pair_begun(cast, visits) -> tuple[dict, Carer]:
    """The visit for two has begun; then one of them goes home ill. Its stops, and who is ill."""
    Visit.objects.filter(pk=visits["pair"].pk).update(state="half")
    begun = books([visits["pair"].pk])
    _, (_, two) = begun
    gone = Carer.objects.get(pk=two)
    absent(cast, gone)
    return begun, gone


@pytest.mark.parametrize("seed", range(4))
def test_begun_by_two_of_whom_one_is_gone_it_stays_with_both(cast, visits, seed):
    begun, gone = pair_begun(cast, visits)
    visit(cast, cast.lu, "cleaning", time(8), time(11), minutes=60)
    plan(cast, seed)
    assert books([visits["pair"].pk]) == begun
    assert {"code": "begun_absent", "params": {"carer": str(gone.pk), "visits": 1}} in row(cast).notes
    assert row(cast).complaints == [] and visits["pair"].pk not in {u["visit"] for u in row(cast).unserved}


def test_planned_around_her_it_stays_with_both(cast, visits):
    begun, gone = pair_begun(cast, visits)
    operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=gone.pk, by_id=None, now=MORNING, tries=20)
    assert books([visits["pair"].pk]) == begun
    left = Stop.objects.filter(carer=gone)
    assert [s.visit_id for s in left] == [visits["pair"].pk]
    # Once more, and undone: still the same.
    operations.undo_change(street_id=cast.street.pk, day=DAY, version=row(cast).version, by_id=None, now=MORNING)
    plan(cast)
    assert books([visits["pair"].pk]) == begun


def test_what_can_no_longer_have_been_is_refused(cast, visits):
    stops = list(Stop.objects.filter(carer=Stop.objects.get(visit=visits["talk"]).carer).order_by("position"))[:2]
    Visit.objects.filter(pk__in=[s.visit_id for s in stops]).update(state="done")
    Visit.objects.filter(pk=stops[0].visit_id).update(minutes=300)
    before, version = books(visits[k].pk for k in visits), row(cast).version
    with pytest.raises(DayRefused) as e:
        plan(cast)
    assert e.value.code == "begun_out"
    assert books(visits[k].pk for k in visits) == before and row(cast).version == version


# Who is late stays late, whatever is done to the visit that was her next one.


@pytest.fixture
def behind(cast, visits):
    """A carer with two visits or more of one, late with the first: her stops, and when she can begin at the earliest."""
    who = Stop.objects.get(visit=visits["talk"]).carer
    others = Shift.objects.exclude(carer=who).filter(carer__street=cast.street)
    assert others.exists() and Stop.objects.filter(carer=who, visit__carers_needed=1).count() > 1
    operations.say_late(street_id=cast.street.pk, day=DAY, carer_id=who.pk, minutes=50, version=row(cast).version, by_id=None, now=MORNING)
    stops = list(Stop.objects.filter(carer=who).order_by("position"))
    return who, stops, stops[0].starts_at


@pytest.mark.parametrize("how", ["given", "out", "moved"])
def test_given_away_by_hand_her_other_visits_still_wait(cast, visits, behind, how):
    who, stops, first = behind
    act = {"street_id": cast.street.pk, "day": DAY, "visit_id": stops[0].visit_id, "version": row(cast).version, "by_id": None, "now": MORNING}
    other = next(c for c in (cast.tan, cast.shao, cast.feng) if c.pk != who.pk)
    if how == "out":
        done = operations.take_out(**act)
    elif how == "given":
        done = operations.move_stop(carer_id=who.pk, to_carer_id=other.pk, position=0, why="she is late", **act)
    else:
        done = operations.move_stop(carer_id=who.pk, to_carer_id=who.pk, position=1, why="she is late", **act)
    assert done.applied
    hers = Stop.objects.filter(carer=who).order_by("position")
    assert hers and all(s.starts_at >= first for s in hers)
    assert str(row(cast).walks[str(who.pk)]["late"]["visit"]) == str(hers[0].visit_id)
    if how == "given":
        assert Stop.objects.get(visit=stops[0].visit_id).starts_at < first  # its own hours again
    plan(cast)
    mine = Stop.objects.filter(carer=who, visit__in=[s.visit_id for s in hers])
    assert all(s.starts_at >= first for s in mine)


def test_what_is_given_to_her_waits_too(cast, visits, behind):
    who, _stops, first = behind
    more = visit(cast, cast.lu, "talking", time(8), time(15), minutes=20)
    done = operations.give_visit(street_id=cast.street.pk, day=DAY, visit_id=more.pk, carer_ids=[who.pk], version=row(cast).version, by_id=None, now=MORNING)
    assert done.applied and Stop.objects.get(visit=more).starts_at >= first
    assert {g.id for g in gather(street_id=cast.street.pk, day=DAY).problem.visits} >= {str(more.pk)}
    assert Stop.objects.filter(carer=who, starts_at__lt=first - timedelta(seconds=1)).count() == 0
