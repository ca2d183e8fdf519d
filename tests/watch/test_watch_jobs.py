"""The watch's background jobs: registered as they should be, each one domain call, and taken up again after a crash."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as site
from procrastinate.contrib.django import app

from qianshou.kernel import clock
from qianshou.notify.transport import Answer
from qianshou.watch import operations, tasks
from qianshou.watch.models import Due, Sweep
from tests.cast import DAY, NOON, make
from tests.watch.test_call_desk import launch
from tests.watch.test_meet_due import due


def test_the_sweep_comes_every_twenty_seconds_before_everything_else():
    crons = {p.task.name: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert crons["watch.sweep"] == f"* * * * * */{site.WATCH_SWEEP_SECONDS}"
    assert {"watch.retry_stalled", "watch.greetings", "watch.trim_sweeps", "notify.send_waiting"} <= set(crons)
    assert (tasks.sweep.queue, tasks.sweep.priority, tasks.sweep.lock) == ("watch", 100, None)


@pytest.mark.django_db
def test_silence_of_the_program_is_noticed_outside(settings, monkeypatch):
    heard = []
    monkeypatch.setattr(tasks, "deliver", lambda request, **_: heard.append(request.url) or Answer(200))
    tasks.sweep(timestamp=0)
    assert heard == []
    settings.WATCH_PING_URL = "https://watcher.example/ping"
    tasks.sweep(timestamp=0)
    assert heard == ["https://watcher.example/ping"]
    assert Sweep.objects.filter(finished_at__isnull=False).count() == 2


@pytest.mark.django_db
def test_greetings_are_owed_each_morning_and_heartbeats_forgotten(cast):
    launch(cast, kind="greeting")
    operations.sweep(now=NOON)
    with clock.frozen(clock.at(DAY + timedelta(days=40), NOON.time().replace(hour=5))):
        tasks.greetings(timestamp=0)
        tasks.greetings(timestamp=0)
        tasks.trim_sweeps(timestamp=0)
    assert Due.objects.filter(day=DAY + timedelta(days=40)).count() == 2
    assert not Sweep.objects.exists()


def test_a_job_whose_worker_died_is_given_to_another():
    class Manager:
        retried = []

        async def get_stalled_jobs(self, seconds_since_heartbeat):
            assert seconds_since_heartbeat == tasks.STALLED_SECONDS
            return ["one", "two"]

        async def retry_job(self, job):
            self.retried.append(job)

    asyncio.run(tasks.retry_stalled(SimpleNamespace(app=SimpleNamespace(job_manager=Manager())), timestamp=0))
    assert Manager.retried == ["one", "two"]


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sweeps():
    past = clock.now() - timedelta(hours=1)
    operations.owe_many(dues=[due(make(), by=past, opens_at=past)], now=past)
    app.configure_task("watch.sweep").defer(timestamp=0)
    with app.replace_connector(app.connector.get_worker_connector()) as runner:
        runner.run_worker(wait=False, queues=["watch"], install_signal_handlers=False, listen_notify=False)
    assert Sweep.objects.filter(finished_at__isnull=False).exists()
    assert Due.objects.get().state == "late"
