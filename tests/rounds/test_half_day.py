"""Who is away for half the day gets no visits in it; who falls ill for it gives away those of that half and keeps the others. Nights reach into two days."""

from datetime import time, timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.care.models import Absence
from qianshou.care.operations import presence
from qianshou.kernel import clock
from qianshou.planner import check
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop
from qianshou.rounds.queries import board_of, gather
from qianshou.rounds.queries.carers import shifts_of
from qianshou.rounds.rules import DayRefused
from tests.cast import DAY, LONG_AGO

from .days import MORNING, six

pytestmark = pytest.mark.django_db
HOUR = 3600
BACKEND = "qianshou.access.backends.PasswordBackend"


def away(cast, carer, day=DAY, **halves) -> Absence:
    return presence.add_absence(carer_id=carer.pk, kind="personal", first_day=day, last_day=day, now=MORNING, by_id=cast.officer.pk, **halves)


def plan(cast) -> dict:
    return operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, seed=1, now=MORNING, by_id=cast.officer.pk)


def hours(cast, carer, day=DAY, with_leave=True) -> list[tuple[float, float]]:
    return [(w.start / HOUR, w.end / HOUR) for w in shifts_of(cast.street.pk, day, with_leave=with_leave).get(carer.pk, ())]


def test_no_visit_is_planned_in_the_half_in_which_she_is_away(cast):
    six(cast)
    for carer in (cast.shao, cast.feng):
        away(cast, carer)
    away(cast, cast.tan, until_noon=True)
    plan(cast)
    noon = clock.at(DAY, time(12))
    stops = Stop.objects.filter(carer=cast.tan)
    assert stops.exists() and all(stop.starts_at >= noon for stop in stops)
    row = next(r for r in board_of(scope=Scope.system(cast.street.pk), day=DAY).rounds if r.carer == cast.tan)
    assert (row.half, row.absent, row.shifts, row.outside) == ("morning", False, [(12 * HOUR, 17 * HOUR)], [])


def test_who_falls_ill_for_half_the_day_gives_away_only_that_half(cast, client):
    six(cast)
    plan(cast)
    noon = clock.at(DAY, time(12))
    hers = {s.visit_id: s.starts_at for s in Stop.objects.filter(carer=cast.tan)}
    assert any(at < noon for at in hers.values())
    with pytest.raises(DayRefused, match="still_here"):
        operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=cast.tan.pk, by_id=None, now=MORNING, tries=20)
    away(cast, cast.tan, until_noon=True)
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(MORNING):
        assert "请了半天假" in client.get(f"/rounds/{DAY}/").content.decode()
    operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=cast.tan.pk, by_id=None, now=MORNING, tries=20)
    now = {s.visit_id: s.starts_at for s in Stop.objects.filter(carer=cast.tan)}
    assert all(at >= noon for at in now.values()) and {v for v, at in hers.items() if at >= noon} <= set(now)
    g = gather(street_id=cast.street.pk, day=DAY)
    assert check(g.problem, g.plan()).sound and RoundDay.objects.get(street=cast.street, day=DAY).complaints == []
    client.force_login(cast.outsider, backend=BACKEND)
    assert client.post(f"/rounds/{DAY}/without/", {"carer": cast.tan.pk}).status_code == 404


def test_a_night_works_into_the_next_day_and_leave_is_of_the_day_on_which_it_begins(cast):
    presence.set_shifts(carer_id=cast.tan.pk, week=[(2, time(20), time(6)), (3, time(20), time(6))], since=LONG_AGO, now=MORNING, break_minutes=60)
    tomorrow, after = DAY + timedelta(days=1), DAY + timedelta(days=2)
    assert [hours(cast, cast.tan, day) for day in (DAY, tomorrow, after)] == [[(20, 24)], [(0, 6), (20, 24)], [(0, 6)]]
    away(cast, cast.tan, from_noon=True)
    assert [hours(cast, cast.tan, day) for day in (DAY, tomorrow, after)] == [[], [(20, 24)], [(0, 6)]]
    away(cast, cast.tan, day=tomorrow, until_noon=True)
    assert hours(cast, cast.tan, tomorrow) == [(20, 24)], "a morning's leave takes nothing of a night"
    assert hours(cast, cast.tan, tomorrow, with_leave=False) == [(0, 6), (20, 24)]
