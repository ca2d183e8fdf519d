"""The board's numbers: right, scoped, and nothing of another street."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from qianshou.access.scope import scope_of
from qianshou.care.models import Absence, Link
from qianshou.kernel import clock
from qianshou.people.models import ElderFile
from qianshou.reports.queries import board, picture_of
from qianshou.reports.rules import slots_of
from qianshou.watch.models import Alert, Concern, Due, Sweep
from tests.cast import DAY, NOON


def owe(street, person, committee, number, state="open", by=NOON, **more):
    met = {"met_made_at": by, "met_received_at": by, "grade": "tap"} if state.startswith("met") else {}
    return Due.objects.create(street=street, committee=committee, person=person, key=f"visit:{number}", kind="visit", title={"code": "visit"}, day=clock.local_date(by),
                              opens_at=by - timedelta(hours=1), by_at=by, late_at=by + timedelta(minutes=30), state=state, made_at=NOON, **met, **more)  # fmt: skip


@pytest.fixture
def day(cast):
    owe(cast.street, cast.shen, cast.huaide, 1)
    owe(cast.street, cast.shen, cast.huaide, 2, "met")
    owe(cast.street, cast.lu, cast.huolan, 3, "met_late")
    late = owe(cast.street, cast.lu, cast.huolan, 4, "late", NOON - timedelta(days=1))
    owe(cast.street, cast.lu, cast.huolan, 5, "excused", excused_by=cast.officer, excuse="住院")
    owe(cast.elsewhere, cast.stranger, cast.elsewhere_committee, 6)
    Alert.objects.create(street=cast.street, committee=cast.huolan, due=late, person=cast.lu, why="late", raised_at=NOON)
    Concern.objects.create(street=cast.street, committee=cast.huaide, person=cast.shen, text="腿肿", severity=3, made_at=NOON, received_at=NOON)
    ElderFile.objects.filter(pk=cast.lu.pk).update(in_review=True)
    Sweep.objects.create(started_at=NOON - timedelta(seconds=9), finished_at=NOON)
    return cast


def test_numbers(day):
    found = board(scope=scope_of(day.officer, DAY), now=NOON)
    assert (found.due, found.planned, found.done, found.late, found.holes, found.reviews) == (1, 3, 2, 1, 0, 1)
    assert found.kinds == {"visit": 3} and found.last_sweep == NOON - timedelta(seconds=9)
    assert found.oldest_late == NOON - timedelta(days=1)
    assert [(n.kind, n.person.name if n.person else "") for n in found.needs] == [("alert", "陆根宝"), ("concern", "沈玉芳"), ("reviews", "")]


def test_a_committee_worker_sees_her_committee(day):
    found = board(scope=scope_of(day.committee_worker, DAY), now=NOON)
    assert (found.due, found.done, found.late, found.reviews) == (1, 1, 0, 0)
    assert [n.kind for n in found.needs] == ["concern"]


def test_the_outsider_sees_her_own_street(day):
    found = board(scope=scope_of(day.outsider, DAY), now=NOON)
    assert (found.due, found.done, found.late, found.reviews, found.needs) == (1, 0, 0, 0, [])


def test_holes_open_with_an_absence_and_an_end(day):
    Absence.objects.create(carer=day.shao, first_day=DAY, last_day=DAY, entered_by=day.officer)
    found = board(scope=scope_of(day.officer, DAY), now=NOON)
    assert found.holes == 1 and [str(n.of.cover) for n in found.needs if n.kind == "holes"] == ["primary_only"]
    Link.objects.filter(carer=day.tan).update(until=DAY - timedelta(days=1))
    assert [str(n.of.cover) for n in board(scope=scope_of(day.officer, DAY), now=NOON).needs if n.kind == "holes"] == ["none"]


def test_picture_of_a_person(day):
    seen = picture_of(scope=scope_of(day.officer, DAY), person=day.shen, now=NOON)
    assert (len(seen.ahead), len(seen.past), len(seen.links), len(seen.concerns)) == (1, 1, 2, 1) and seen.key
    blind = picture_of(scope=scope_of(day.secretary, DAY), person=day.shen, now=NOON)
    assert not blind.concerns and not blind.past, "without the capability nothing of the watch is shown"


def test_few_queries_whatever_the_size(day, django_assert_max_num_queries):
    for n in range(50):
        owe(day.street, day.shen, day.huaide, 100 + n, "met" if n % 2 else "open")
    scope = scope_of(day.officer, DAY)
    with django_assert_max_num_queries(20):
        board(scope=scope, now=NOON)


@given(st.lists(st.tuples(st.integers(0, 47), st.sampled_from(["open", "met", "late", "met_late", "excused"]), st.integers(1, 9))))
def test_the_picture_counts_everything_once(rows):
    slots = slots_of(rows)
    assert sum(s.due for s in slots) == sum(n for _, state, n in rows if state != "excused")
    assert sum(s.done for s in slots) == sum(n for _, state, n in rows if state.startswith("met"))
    assert [s.at for s in slots] == list(range(slots[0].at, slots[-1].at + 1)) and slots[0].at <= 16 and slots[-1].at >= 35


def test_the_database_counts_what_a_list_would(cast):
    rng, start = Random(7), clock.day_bounds(DAY)[0]
    edges = [timedelta(0), timedelta(hours=9), timedelta(hours=9, microseconds=1), timedelta(hours=9, seconds=59), timedelta(hours=24) - timedelta(microseconds=1)]
    for number in range(300):
        by = start + (edges[number] if number < len(edges) else timedelta(minutes=rng.randrange(1440)))
        more = {"excused_by": cast.officer, "excuse": "住院"} if (state := rng.choice(["open", "met", "met_heard_late", "met_late", "late", "excused"])) == "excused" else {}
        owe(cast.street, cast.shen, cast.huaide, number, state, by + timedelta(days=rng.choice((0, 0, 0, -1, -400))), **more)
        owe(cast.elsewhere, cast.stranger, cast.elsewhere_committee, number, state, by, **more)
    found, rows = board(scope=scope_of(cast.officer, DAY), now=NOON), list(Due.objects.filter(street=cast.street, day=DAY))
    counted = Counter(r.state for r in rows)
    done = [r for r in rows if r.state.startswith("met")]
    assert (found.due, found.done, found.planned) == (counted["open"], len(done), len(rows) - counted["excused"])
    assert found.kinds == {"visit": found.planned} and found.last_done == max(done, key=lambda r: (r.met_made_at, r.pk))
    assert found.late == Due.objects.filter(street=cast.street, state="late").count()
    boxes = Counter(max(0, -(-(r.by_at - start) // timedelta(minutes=30)) - 1) for r in rows if r.state != "excused")
    assert {s.at: s.due for s in found.slots if s.due} == boxes


def test_the_board_reads_no_history(cast):
    owe(cast.street, cast.shen, cast.huaide, 1)
    scope = scope_of(cast.officer, DAY)
    with CaptureQueriesContext(connection) as before:
        board(scope=scope, now=NOON)
    for n in range(200):
        owe(cast.street, cast.shen, cast.huaide, 100 + n, "met", NOON - timedelta(days=1 + n))
    with CaptureQueriesContext(connection) as after:
        board(scope=scope, now=NOON)
    assert len(after) == len(before) and not any('"watch_due"."day" <' in q["sql"] for q in after)
