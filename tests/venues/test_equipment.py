"""Equipment: its checks and repairs are owed in the watch, met by what was done, ended when it is taken away."""

from datetime import date, timedelta

import pytest

from qianshou.venues.models import Equipment
from qianshou.venues.operations.equipment import add_equipment, months_on, say_equipment
from qianshou.venues.operations.errors import Refused
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert, Due
from qianshou.watch.words import due_title
from tests.cast import DAY, NOON
from tests.venues.rooms import by, room


@pytest.fixture
def thing(cast) -> Equipment:
    return add_equipment(venue_id=room(cast).pk, sort="extinguisher", name="", count=2, **by(cast))


def states(kind: str) -> list[str]:
    return list(Due.objects.filter(kind=kind).order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_a_check_is_owed_to_the_office_and_the_next_one_when_it_was_done(cast, thing):
    due = Due.objects.get(kind="room_check")
    assert thing.name == "灭火器" and thing.check_by == due.day == date(2026, 12, 24) and cast.officer.pk in due.ladder
    assert "怀德活动室" in due_title(due.title)
    say_equipment(equipment_id=thing.pk, act="checked", now=NOON + timedelta(days=20), by_id=cast.officer.pk)
    thing.refresh_from_db()
    assert thing.check_by == date(2027, 1, 14) and states("room_check") == ["met", "open"]


@pytest.mark.django_db
def test_a_check_that_is_not_done_raises_an_alert(cast, thing):
    watch.sweep(now=NOON + timedelta(days=31))
    assert Alert.objects.get().due.kind == "room_check"


@pytest.mark.django_db
def test_a_fault_owes_its_repair_and_twice_the_same_day_too(cast, thing):
    with pytest.raises(Refused, match="note"):
        say_equipment(equipment_id=thing.pk, act="fault", **by(cast))
    say_equipment(equipment_id=thing.pk, act="fault", note="压力不足", **by(cast))
    thing.refresh_from_db()
    assert thing.state == "faulty" and thing.repair_by == DAY + timedelta(days=3) and states("room_repair") == ["open"]
    say_equipment(equipment_id=thing.pk, act="fault", note="还是不行", **by(cast))
    assert states("room_repair") == ["open"], "it is one matter until it is repaired"
    say_equipment(equipment_id=thing.pk, act="repaired", **by(cast))
    assert states("room_repair") == ["met"]
    say_equipment(equipment_id=thing.pk, act="fault", note="又坏了", **by(cast))
    assert states("room_repair") == ["met", "open"]


@pytest.mark.django_db
def test_what_is_taken_away_owes_nothing_more(cast, thing):
    say_equipment(equipment_id=thing.pk, act="gone", note="报废", **by(cast))
    assert set(states("room_check")) == {"excused"}
    with pytest.raises(Refused, match="gone"):
        say_equipment(equipment_id=thing.pk, act="checked", **by(cast))
    with pytest.raises(Refused, match="sort"):
        add_equipment(venue_id=thing.venue_id, sort="rocket", name="", count=1, **by(cast))


@pytest.mark.parametrize(("day", "months", "then"), [(date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 12, 5), 1, date(2027, 1, 5)), (date(2026, 11, 30), 3, date(2027, 2, 28)), (date(2026, 6, 30), 6, date(2026, 12, 30))])
def test_months_end_where_the_month_ends(day, months, then):
    assert months_on(day, months) == then
