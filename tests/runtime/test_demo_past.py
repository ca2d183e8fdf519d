"""Past weeks written at once look like what the operations write one by one."""

from datetime import date, time, timedelta

import pytest

from qianshou.care import operations as care
from qianshou.care.models import ClockEvent, Visit, VisitEvent
from qianshou.care.operations import attendance
from qianshou.care.operations import visits as doors
from qianshou.kernel import clock
from qianshou.runtime.demo.operations.past import Walk, clocked, walked
from qianshou.runtime.demo.street import beginning
from qianshou.watch.models import Due
from tests.cast import DAY, NOON


@pytest.fixture
def two_visits(cast):
    """Two visits that differ in nothing but their hour."""
    item = {"service": "talking", "weekdays": [2], "minutes": 30, "since": DAY, "until": DAY}
    for hour in (9, 14):
        values = item | {"window_start": time(hour), "window_end": time(hour + 1)}
        care.add_item(elder_id=cast.shen.pk, values=values, now=NOON - timedelta(days=1), by_id=cast.officer.pk)
    return list(Visit.objects.select_related("elder__place").order_by("window_start"))


def plain(row, *left_out: str) -> dict:
    """A row without its identity and its moments."""
    keys = {"id", "_state", "_prefetched_objects_cache", *left_out}
    return {name: value for name, value in vars(row).items() if name not in keys and not name.startswith("_")}


def test_walked_writes_what_arrive_and_complete_write(cast, two_visits):
    first, second = two_visits
    arrived, done = first.window_start + timedelta(minutes=5), first.window_start + timedelta(minutes=35)
    place = {"lon": cast.lane.lon, "lat": cast.lane.lat, "accuracy_m": 25}
    tap = {"visit_id": first.pk, "carer_id": cast.tan.pk, "place": place}
    doors.arrive(**tap, made_at=arrived, received_at=arrived, now=arrived)
    doors.complete(**tap, made_at=done, received_at=done, now=done, payload={"text": "聊了家常"})
    shift = second.window_start - first.window_start
    walked(walks=[Walk(second, cast.tan, arrived + shift, done + shift, "聊了家常")])

    moments = ("window_start", "window_end", "arrived_at", "done_at", "item_id")
    one, other = Visit.objects.get(pk=first.pk), Visit.objects.get(pk=second.pk)
    assert plain(one, *moments) == plain(other, *moments)
    assert other.arrived_at == one.arrived_at + shift and other.done_at == one.done_at + shift
    for kind in ("arrived", "done"):
        ones, others = (VisitEvent.objects.get(visit=visit, kind=kind) for visit in (one, other))
        assert plain(ones, "visit_id", "made_at", "received_at") == plain(others, "visit_id", "made_at", "received_at")
    stamps = ("key", "opens_at", "by_at", "late_at", "met_made_at", "met_received_at", "heard_at", "closed_at", "ref", "evidence")
    due, other_due = (Due.objects.get(key=visit.due_key) for visit in (one, other))
    assert plain(due, *stamps) == plain(other_due, *stamps)
    assert due.evidence.keys() == other_due.evidence.keys() and due.evidence["carer"] == other_due.evidence["carer"]
    assert other_due.heard_at == due.heard_at + shift and other_due.closed_at == due.closed_at + shift


def test_clocked_writes_what_clock_writes(cast):
    came = clock.at(DAY, time(8))
    attendance.clock(carer_id=cast.tan.pk, direction="in", made_at=came, received_at=came, now=came)
    clocked(days=[(cast.tan, came, None)])
    one, other = ClockEvent.objects.order_by("pk")
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("day", "first"), [
    (date(2026, 11, 24), date(2026, 10, 1)), (date(2026, 1, 1), date(2025, 12, 1)), (date(2026, 3, 31), date(2026, 2, 1)),
])  # fmt: skip
def test_the_past_begins_with_a_whole_month(day, first):
    assert beginning(day) == first and (day - first).days >= 28
