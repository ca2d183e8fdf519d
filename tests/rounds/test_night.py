"""A night for many streets: asked for once, each street once, whatever a person has done is left alone, and a killed worker loses nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.access.models import LogEntry
from qianshou.access.scope import Scope, scope_of
from qianshou.care.models import Visit
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import NightRun, RoundDay, RoundVersion, Stop
from qianshou.rounds.night import day_of_night, hour_of, is_silent
from qianshou.rounds.operations import night as night_operations
from qianshou.rounds.queries.night import night_of, street_in, streets_of
from tests.cast import DAY, user
from tests.faults.sweeping import count_statements, killed_at

from .days import MORNING, six, visit

pytestmark = pytest.mark.django_db
MOVES = 150


def ask(cast, *streets, **more) -> dict:
    wanted = {"street_ids": [s.pk for s in streets or (cast.street,)], "first": DAY, "seconds": 0.2, "by_id": None, "now": MORNING}
    return operations.ask_night(**wanted | more)


def run_of(street) -> NightRun:
    return NightRun.objects.get(street=street, day=DAY)


def work(street, worker: str = "host:1", ask_clock=lambda: MORNING) -> str:
    return operations.plan_night_run(run_id=run_of(street).pk, worker=worker, ask_clock=ask_clock, moves=MOVES)


def jobs() -> list[dict]:
    return [j.args for j in ProcrastinateJob.objects.filter(task_name="rounds.night", status="todo")]


def test_one_job_a_street_however_often_it_is_asked_for(cast):
    assert ask(cast, cast.street, cast.elsewhere, days=2) == {"asked": 4, "already": 0}
    assert ask(cast, cast.street, cast.elsewhere, days=2) == {"asked": 0, "already": 4}
    assert ask(cast, cast.street, cast.elsewhere, days=2, again=True) == {"asked": 0, "already": 4}
    assert len(jobs()) == NightRun.objects.count() == 4
    assert LogEntry.objects.filter(act="rounds.night_asked").count() == 4


def test_a_job_that_was_lost_is_queued_again(cast):
    ask(cast)
    ProcrastinateJob.objects.filter(task_name="rounds.night")._raw_delete("default")
    assert ask(cast)["asked"] == 0
    assert jobs() == [{"run_id": run_of(cast.street).pk}]


def test_a_street_is_planned_as_a_draft_and_says_its_numbers(cast):
    six(cast)
    ask(cast, by_id=cast.officer.pk)
    assert work(cast.street) == "done"
    row, run = RoundDay.objects.get(street=cast.street, day=DAY), run_of(cast.street)
    assert row.state == "draft" and row.version == 2 and row.planned_by == cast.officer
    assert run.numbers["visits"] == 6 and run.numbers["unserved"] == 0 and run.numbers["version"] == 2
    assert (run.worker, run.tries, run.percent) == ("host:1", 1, 100)
    assert RoundVersion.objects.get().change["code"] == "night"


def test_a_job_that_is_run_twice_plans_once(cast):
    six(cast)
    ask(cast)
    assert [work(cast.street), work(cast.street, "host:2")] == ["done", "done"]
    assert RoundDay.objects.get(street=cast.street).version == 2 and run_of(cast.street).worker == "host:1"


def test_a_day_without_visits_and_a_past_day_are_left_alone(cast):
    ask(cast)
    assert work(cast.street) == "left" and run_of(cast.street).why["code"] == "no_visits"
    six(cast)
    ask(cast, again=True)
    assert work(cast.street, ask_clock=lambda: MORNING + timedelta(days=1)) == "left" and run_of(cast.street).why["code"] == "past"
    assert not RoundDay.objects.filter(street=cast.street).exists()


def plan(cast) -> int:
    return operations.plan_day(street_id=cast.street.pk, day=DAY, moves=MOVES, now=MORNING, by_id=cast.officer.pk)["version"]


def published(cast):
    plan(cast)
    operations.publish_day(street_id=cast.street.pk, day=DAY, by_id=cast.officer.pk, now=MORNING)


def changed(cast):
    version, stop = plan(cast), Stop.objects.first()
    operations.pin_stop(street_id=cast.street.pk, day=DAY, visit_id=stop.visit_id, carer_id=stop.carer_id, what="carer", on=True,
                        version=version, by_id=cast.officer.pk, now=MORNING)  # fmt: skip


def asked_for_by_hand(cast):
    operations.ask_plan(street_id=cast.street.pk, day=DAY, version=1, seconds=1, by_id=cast.officer.pk, now=MORNING)


HANDS = {"published": (published, ""), "changed": (changed, "王敏"), "planned": (plan, "王敏"), "being_planned": (asked_for_by_hand, "")}


@pytest.mark.parametrize("code", HANDS)
def test_what_a_person_has_done_is_left_alone_and_said(cast, code):
    six(cast)
    HANDS[code][0](cast)
    before = RoundDay.objects.filter(street=cast.street).values().get(), list(Stop.objects.values())
    ask(cast)
    assert work(cast.street) == "left"
    assert run_of(cast.street).why["code"] == code and run_of(cast.street).why["params"].get("by", "") == HANDS[code][1]
    assert (RoundDay.objects.filter(street=cast.street).values().get(), list(Stop.objects.values())) == before


@pytest.mark.parametrize("code", HANDS)
def test_a_person_who_is_faster_than_the_night_wins(cast, code):
    """She acts while the worker searches: at the first sign of life after it began."""
    six(cast)
    ask(cast)
    seen = []

    def ask_clock() -> datetime:
        seen.append(1)
        if len(seen) == 2:
            HANDS[code][0](cast)
        return MORNING

    assert work(cast.street, ask_clock=ask_clock) == "left"
    assert run_of(cast.street).why["code"] in (code, "changed")
    assert not RoundVersion.objects.filter(change__code="night").exists()


def test_its_own_draft_is_planned_again_after_an_undo_or_a_new_ask(cast):
    visits = six(cast)
    ask(cast)
    work(cast.street)
    operations.undo_change(street_id=cast.street.pk, day=DAY, version=2, by_id=cast.officer.pk, now=MORNING)
    assert not Stop.objects.exists()
    NightRun.objects.update(state="failed")
    visit(cast, cast.shen, "talking", time(14), time(16))
    assert ask(cast, again=True) == {"asked": 1, "already": 0}
    assert work(cast.street) == "done" and run_of(cast.street).numbers["visits"] == len(visits) + 1


def test_an_error_is_said_and_can_be_tried_again(cast, monkeypatch):
    six(cast)
    ask(cast)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(night_operations, "solve", lambda *a, **k: 1 / 0)
        work(cast.street)
    assert run_of(cast.street).state == "failed" and run_of(cast.street).why == {"code": "error", "params": {"error": "ZeroDivisionError"}}
    assert ask(cast)["asked"] == 0, "only asking *again* tries what failed once more"
    assert ask(cast, again=True)["asked"] == 1 and work(cast.street) == "done"


def gate(cast) -> list[str]:
    """Kill the worker at each of its statements, let another one do the job again, and collect what is wrong."""
    found = []
    with transaction.atomic():
        total = count_statements(lambda: work(cast.street))
        transaction.set_rollback(True)
    for statement in range(1, total + 1):
        with transaction.atomic():
            with killed_at(statement):
                work(cast.street)
            killed = run_of(cast.street)
            state = work(cast.street, "host:2")
            row, run = RoundDay.objects.get(street=cast.street), run_of(cast.street)
            facts = state, run.state, row.state, row.version, RoundVersion.objects.count(), Stop.objects.count(), run.numbers.get("visits")
            if facts != ("done", "done", "draft", 2, 1, 7, 6) or run.tries != (2 if killed.state == "planning" else 1):
                found.append(f"killed at {statement} of {total}: {facts}, {run.tries} tries")
            transaction.set_rollback(True)
    return found


@pytest.mark.long
def test_killed_at_every_statement_nothing_is_lost_and_nothing_done_twice(cast):
    six(cast)
    ask(cast)
    assert gate(cast) == []


@pytest.mark.long
def test_the_gate_finds_a_night_that_keeps_and_ends_in_two_steps(cast, monkeypatch):
    """Negative control: as one would write it without thinking."""

    def keep_in_two_steps(run_id, gathered, plan, now):
        run = NightRun.objects.get(pk=run_id)
        numbers = operations.planning.apply_plan(run.street_id, run.day, gathered, plan, {"code": "night"}, None, now)
        NightRun.objects.filter(pk=run_id).update(state="done", percent=100, numbers=numbers)

    six(cast)
    ask(cast)
    monkeypatch.setattr(night_operations, "_keep", keep_in_two_steps)
    assert any("3, 2, 7" in text for text in gate(cast))


def test_a_silent_worker_can_be_replaced(cast):
    six(cast)
    ask(cast)
    NightRun.objects.update(state="planning", seen_at=MORNING, worker="gone:1", tries=1)
    assert ask(cast, again=True, now=MORNING + timedelta(seconds=60))["asked"] == 0
    assert is_silent(MORNING, MORNING + timedelta(seconds=91))
    assert ask(cast, again=True, now=MORNING + timedelta(seconds=91))["asked"] == 1
    assert work(cast.street) == "done"


@pytest.mark.parametrize(("at", "now", "day"), [
    ("20:00", "2026-11-23 19:59", None), ("20:00", "2026-11-23 20:00", "2026-11-24"), ("20:00", "2026-11-24 07:59", "2026-11-24"),
    ("20:00", "2026-11-24 08:00", None), ("02:30", "2026-11-24 02:30", "2026-11-24"), ("02:30", "2026-11-24 14:29", "2026-11-24"),
    ("02:30", "2026-11-24 14:31", None), ("", "2026-11-24 02:30", None),
])  # fmt: skip
def test_the_hour_of_the_night_and_its_day(at, now, day):
    found = day_of_night(datetime.fromisoformat(now).replace(tzinfo=clock.ZONE), hour_of(at))
    assert (found.isoformat() if found else None) == day


def test_a_whole_night_asks_once_for_every_street(cast):
    def tick(hour: int, minute: int) -> dict | None:
        now = clock.at(DAY - timedelta(days=1), time(hour, minute))
        return operations.ask_tonight(at=hour_of("20:00"), days=1, seconds=30, threads=1, now=now)

    assert tick(19, 50) is None and not NightRun.objects.exists()
    assert [tick(20, 0), tick(20, 10)] == [{"asked": 2, "already": 0}, {"asked": 0, "already": 2}]
    assert sorted(NightRun.objects.values_list("street_id", "day")) == [(cast.street.pk, DAY), (cast.elsewhere.pk, DAY)]
    assert len(jobs()) == 2


def test_who_sees_which_streets(cast):
    other = user("bie", "别的区", "district_officer", MORNING, district_id=type(cast.district).objects.create(code="x", name="别区").pk)
    seen = {u: set(streets_of(scope_of(u, DAY))) for u in (cast.admin, cast.district_officer, cast.officer, cast.outsider, cast.kitchen, other)}
    assert seen == {
        cast.admin: {cast.street, cast.elsewhere}, cast.district_officer: {cast.street, cast.elsewhere}, cast.officer: {cast.street},
        cast.outsider: {cast.elsewhere}, cast.kitchen: set(), other: set(),
    }  # fmt: skip
    with pytest.raises(type(cast.street).DoesNotExist):
        street_in(scope=scope_of(cast.outsider, DAY), street_id=cast.street.pk)
    ask(cast, cast.street, cast.elsewhere)
    assert [s.street for s in night_of(scope=scope_of(cast.officer, DAY), day=DAY, now=MORNING)] == [cast.street]
    assert len(night_of(scope=Scope.system(), day=DAY, now=MORNING)) == 2


def test_visits_of_other_days_and_cancelled_ones_do_not_count(cast):
    made = six(cast)
    Visit.objects.exclude(pk=made["talk"].pk).update(state="cancelled")
    Visit.objects.filter(pk=made["talk"].pk).update(day=DAY + timedelta(days=1))
    ask(cast, days=1)
    assert work(cast.street) == "left" and run_of(cast.street).why["code"] == "no_visits"
