"""Background jobs as a whole: at what hour they come, and that a database connection that died between two jobs is no job's trouble."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

import qianshou
from qianshou.kernel import clock
from qianshou.watch.models import Due
from qianshou.watch.tasks import greetings
from tests.cast import DAY, make
from tests.watch.test_call_desk import launch

# The jobs of one hour of the day, as the office's clock shows it. All others run hourly or more often.
DAILY = {"watch.trim_sweeps": time(3, 40)}


def runs(task: str, since: datetime) -> list[datetime]:
    """The moments of one day at which Procrastinate defers a periodic job, by its own reckoning."""
    (one,) = [p for p in app.periodic_registry.periodic_tasks.values() if p.task.name == task]
    found = []
    moment = one.croniter.get_next(ret_type=float, start_time=since.timestamp())
    while moment <= (since + timedelta(days=1)).timestamp():
        found.append(datetime.fromtimestamp(moment, UTC))
        moment = one.croniter.get_next(ret_type=float, start_time=moment)
    return found


def names() -> list[str]:
    return sorted(p.task.name for p in app.periodic_registry.periodic_tasks.values() if p.task.name.split(".")[0] != "procrastinate")


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 7, 15), date(2026, 12, 31)])
def test_jobs_of_one_hour_come_at_that_hour_of_the_office(day):
    since = clock.at(day, time(0))
    for task, hour in DAILY.items():
        assert [r.astimezone(clock.ZONE) for r in runs(task, since)] == [clock.at(day, hour)]


def test_all_other_jobs_come_at_least_hourly():
    """A cron line with an hour in it would be read in UTC: `clock.daily` writes one of the office, and its hour stands above."""
    since = clock.at(DAY, time(0))
    assert {"watch.greetings", "care.make_visits_everywhere", "rounds.nightfall", "watch.sweep"} <= set(names())
    for task in set(names()) - set(DAILY) - {"watch.sweep", "watch.retry_stalled", "notify.send_waiting"}:
        assert len(runs(task, since)) >= 24, task


@pytest.mark.parametrize("hour", [time(0), time(3, 40), time(7, 59), time(8), time(23, 59)])
def test_a_daily_line_is_of_the_office(hour):
    minute, utc_hour, *rest = clock.daily(hour).split()
    assert rest == ["*", "*", "*"]
    assert datetime(2026, 6, 1, int(utc_hour), int(minute), tzinfo=UTC).astimezone(clock.ZONE).time() == hour


@pytest.mark.django_db
def test_a_machine_switched_on_at_eight_still_owes_the_greetings(cast):
    launch(cast, kind="greeting", by_at=clock.at(DAY, time(16)))
    Due.objects.all().delete()
    tomorrow = DAY + timedelta(days=1)
    with clock.frozen(clock.at(tomorrow, time(7, 50))):
        first = runs("watch.greetings", clock.now())[0]
    with clock.frozen(first):
        assert first <= clock.at(tomorrow, time(9))
        greetings(timestamp=0)
    assert Due.objects.filter(day=tomorrow).count() in (1, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cared_for", [True, False])
def test_a_connection_killed_between_two_jobs_fails_neither(cared_for, settings):
    """A job of many rooms, each after the connection of the one before was cut at the server. Without Procrastinate's care all fail."""
    street, cut = make().street.pk, []
    # It is night for the planner, whenever this runs: by day its job would not ask the database anything.
    settings.NIGHT_AT, settings.NIGHT_SECONDS = f"{clock.now().astimezone(clock.ZONE) - timedelta(hours=1):%H:%M}", 0.1

    def kill() -> None:
        """Cut the connection of the thread in which jobs run, from outside, as a restart of the database would."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            (pid,) = cursor.fetchone()
        where = connection.settings_dict
        with psycopg.connect(
            dbname=where["NAME"], user=where["USER"], password=where["PASSWORD"], host=where["HOST"], port=where["PORT"] or None
        ) as other:
            other.execute("select pg_terminate_backend(%s, 2000)", [pid])
        cut.append(pid)

    jobs = {
        "care.make_visits_everywhere": {"timestamp": 0}, "qianshou.field.tasks.apply_waiting": {"timestamp": 0}, "rounds.nightfall": {"timestamp": 0},
        "rounds.plan": {"street_id": street, "day": "2026-11-24", "seconds": 0.1, "by_id": None, "version": 99},
        "booklets.bind": {"street_id": street, "month": "2026-11-01", "language": "zh-hans"}, "watch.trim_sweeps": {"timestamp": 0},
        "notify.send_waiting": {"timestamp": 0},
    }  # fmt: skip
    task = app.task(kill, name="tests.kill")
    try:
        for name, fields in jobs.items():
            task.defer()
            app.configure_task(name).defer(**fields)
        with app.replace_connector(app.connector.get_worker_connector()) as runner:
            more = {} if cared_for else {"task_middleware": []}
            runner.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, **more)
    finally:
        del app.tasks["tests.kill"]
    ended = dict(ProcrastinateJob.objects.filter(task_name__in=jobs).values_list("task_name", "status"))
    lost = {name for name, status in ended.items() if status != "succeeded"}
    assert set(ended) == set(jobs) and lost == (set() if cared_for else set(jobs))
    if cared_for:
        assert len(set(cut)) == len(cut) == len(jobs)


def test_no_job_looks_after_its_connection_itself():
    """Procrastinate's Django app closes what is old or broken before and after each job: one way for all of them."""
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True
    rooms = sorted(Path(qianshou.__file__).parent.glob("*/tasks.py"))
    assert len(rooms) >= 7
    assert [str(p) for p in rooms if "close_old_connections" in p.read_text()] == []
