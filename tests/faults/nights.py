"""Real workers for the gates on the night: started, killed, waited for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.db.models import F
from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.kernel import clock
from qianshou.rounds.models import NightRun


class Worker:
    """One `qianshou worker`, its own process group; `queues` empty: all of them."""

    def __init__(self, log, *queues: str, jobs: int = 1) -> None:
        words = [sys.executable, "-m", "qianshou", "worker", "--data", os.environ["QIANSHOU_DATA"], "--jobs", str(jobs)]
        self.log = log
        words += ["--queues", *queues] if queues else []
        quiet = {**os.environ, "QIANSHOU_NIGHT_AT": ""}  # no night of its own accord, whatever the hour
        self.process = subprocess.Popen(words, stdout=log.open("ab"), stderr=subprocess.STDOUT, env=quiet)

    @property
    def name(self) -> str:
        """What a run says of who has it."""
        return f":{self.process.pid}"

    def kill(self) -> None:
        """As a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Whatever happened, leave nothing."""
        if self.process.poll() is None:
            self.kill()


def until(seconds: float, fact: Callable[[], object], says: Callable[[], str]) -> None:
    """Wait for a fact; fail with what the workers said."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, says()
        time.sleep(0.1)


def age(run: NightRun, seconds: float) -> None:
    """Let so much time have passed since the killed worker of this run was last heard of, as Procrastinate reckons and as we do."""
    job = ProcrastinateJob.objects.get(task_name="rounds.night", args={"run_id": run.pk})
    if job.worker_id is not None:  # on a slow machine the next worker may have struck the dead one off already
        with connection.cursor() as cursor:
            older = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s) WHERE id = %s"
            cursor.execute(older, [seconds, job.worker_id])
    assert NightRun.objects.filter(pk=run.pk).update(seen_at=F("seen_at") - timedelta(seconds=seconds)) == 1


def tomorrow() -> date:
    """A weekday to come: the carers of the cast work Monday to Friday."""
    day = clock.today() + timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day
