"""Filling the duty roster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.kernel.clock import ZONE
from qianshou.watch import operations
from qianshou.watch.models import DutyShift
from qianshou.watch.queries import duty
from qianshou.watch.rules.roster import week_of
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db
MONDAY = week_of(DAY)


def assign(cast, user, day=DAY, slot="day"):
    return operations.assign_duty(street_id=cast.street.pk, user_id=user.pk, day=day, slot=slot, by_id=cast.officer.pk, now=NOON)


def test_assigned_twice_is_on_duty_once(cast):
    assert assign(cast, cast.desk) == assign(cast, cast.desk)
    assert duty.desks_of(street_ids=[cast.street.pk], at=NOON) == {cast.street.pk: (cast.desk.pk,)}
    with pytest.raises(ValueError, match="slot"):
        assign(cast, cast.desk, slot="dawn")


def test_where_the_roster_has_a_hole_the_officers_stand(cast):
    assert duty.desks_of(street_ids=[cast.street.pk], at=NOON) == {cast.street.pk: (cast.officer.pk, cast.desk.pk)}


def test_two_people_change_places(cast):
    first, second = assign(cast, cast.desk), assign(cast, cast.officer, slot="night")
    operations.swap_duty(first=first, second=second, by_id=cast.officer.pk, now=NOON)
    first.refresh_from_db()
    assert first.user == cast.officer
    with pytest.raises(ValueError, match="two people"):
        operations.swap_duty(first=first, second=first, by_id=cast.officer.pk, now=NOON)


def test_nobody_swaps_into_two_places_at_once(cast):
    first, second = assign(cast, cast.desk), assign(cast, cast.officer, slot="night")
    assign(cast, cast.desk, slot="night")
    with pytest.raises(ValueError, match="already"):
        operations.swap_duty(first=first, second=second, by_id=cast.officer.pk, now=NOON)


def test_last_week_is_copied_and_what_stands_stays(cast):
    assign(cast, cast.desk, MONDAY - timedelta(days=7), "night")
    assign(cast, cast.desk, MONDAY - timedelta(days=6))
    assign(cast, cast.desk, MONDAY + timedelta(days=1))
    ask = {"street_id": cast.street.pk, "monday": MONDAY, "by_id": cast.officer.pk, "now": NOON}
    assert operations.copy_week(**ask) == 1
    assert operations.copy_week(**ask) == 0
    assert {s.starts_at.astimezone(ZONE).date() for s in DutyShift.objects.filter(starts_at__gte=NOON - timedelta(days=2))} == {MONDAY, DAY}


def test_clearing_leaves_a_line_in_the_log(cast):
    operations.clear_duty(shift=assign(cast, cast.desk), by_id=cast.officer.pk, now=NOON)
    assert not DutyShift.objects.exists()
    from qianshou.access.models import LogEntry

    assert LogEntry.objects.filter(act="duty.cleared").count() == 1


def test_outsiders_see_no_roster(cast):
    shift = assign(cast, cast.desk)
    outsider = Scope(user_id=cast.outsider.pk, street_id=cast.elsewhere.pk, street_ids=frozenset({cast.elsewhere.pk}))
    with pytest.raises(DutyShift.DoesNotExist):
        duty.shift(scope=outsider, shift_id=shift.pk)
    assert cast.desk not in duty.staff(scope=outsider, today=DAY)
