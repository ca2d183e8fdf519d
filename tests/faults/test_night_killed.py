"""Workers killed with SIGKILL in the middle of a night: another one takes over, nothing is lost, nothing is planned twice."""

from __future__ import annotations

import time as real
from datetime import date, time

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import NightRun, RoundVersion, Stop
from tests.cast import carer, elder, make
from tests.faults.nights import Worker, age, tomorrow, until
from tests.rounds.days import visit

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("night")]
STALLED = 40.0  # seconds without a word after which a worker counts as dead (30), and some
LOOKS = 35.0  # seconds in which somebody has looked for such workers once, if there is anybody who does (every 30)
READY = 120.0  # seconds a worker may need on a busy machine to start and to compile


@pytest.fixture
def day():
    return tomorrow()


@pytest.fixture
def streets(day):
    """Two streets, each with a carer or more and visits to plan."""
    cast = make()
    carer(cast.elsewhere, "专002", "卫梅", "full_time", None, clock.now(), skills=["talking", "shopping"])
    other = elder(cast.elsewhere, cast.elsewhere_committee, "单国梁", None, "9号", date(1940, 1, 1), "310110194001011529", clock.now())
    for who in (cast.shen, cast.lu, other):
        for hour in (8, 10, 13, 14):
            visit(cast, who, "talking", time(hour), time(hour + 2), day=day)
    yield [cast.street, cast.elsewhere]
    with connection.cursor() as cursor:  # jobs are nobody's model: the clean-up after a test does not know them
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def worker(tmp_path):
    started = []

    def start(*queues: str, jobs: int = 1) -> Worker:
        started.append(Worker(tmp_path / "workers.log", *queues, jobs=jobs))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def says(tmp_path):
    return lambda: f"{list(NightRun.objects.values())}\n{(tmp_path / 'workers.log').read_text()[-3000:]}"


def ask(streets, day, seconds: float) -> None:
    operations.ask_night(street_ids=[s.pk for s in streets], first=day, seconds=seconds, by_id=None, now=clock.now())


def runs(state: str):
    return NightRun.objects.filter(state=state)


def sound(day) -> None:
    """Each street planned once, each visit with its one carer."""
    assert runs("done").count() == 2
    for run in NightRun.objects.all():
        assert RoundVersion.objects.filter(round_day__street=run.street).count() == 1
        assert run.numbers["unserved"] == 0 and Stop.objects.filter(round_day__street=run.street).count() == run.numbers["visits"]


def test_a_killed_worker_loses_nothing_and_without_the_retry_it_would(streets, day, worker, tmp_path):
    ask(streets[:1], day, 6.0)
    first = worker("default")
    until(READY, lambda: runs("planning").filter(percent__gte=15).exists(), says(tmp_path))
    first.kill()
    run = NightRun.objects.get()
    assert run.state == "planning" and run.worker.endswith(first.name) and not Stop.objects.exists()
    # Negative control: workers that do not look for stalled jobs never finish the street, however long one waits; they are not idle.
    second = worker("default")
    ask(streets[1:], day, 2.0)
    until(READY, lambda: runs("done").filter(street=streets[1]).exists(), says(tmp_path))
    age(run, STALLED)
    real.sleep(LOOKS)
    assert NightRun.objects.get(street=streets[0]).worker == run.worker and runs("planning").count() == 1
    assert ProcrastinateJob.objects.get(task_name="rounds.night", args={"run_id": run.pk}).status == "doing"
    # With the watch's queue served, the job is given to whoever is free.
    worker("watch")
    until(READY, lambda: runs("done").count() == 2, says(tmp_path))
    mended = NightRun.objects.get(street=streets[0])
    assert mended.tries == 2 and mended.worker.endswith(second.name)
    sound(day)


def test_two_workers_work_on_two_streets_at_once_and_survive_one_another(streets, day, worker, tmp_path):
    ask(streets, day, 12.0)
    one, two = worker(), worker()
    until(READY, lambda: runs("planning").filter(percent__gte=5).count() == 2, says(tmp_path))
    assert {r.worker.rpartition(":")[2] for r in NightRun.objects.all()} == {one.name[1:], two.name[1:]}
    one.kill()
    age(NightRun.objects.get(worker__endswith=one.name), STALLED)
    until(2 * READY, lambda: runs("done").count() == 2, says(tmp_path))
    assert sorted(NightRun.objects.values_list("tries", flat=True)) == [1, 2]
    assert all(r.worker.endswith(two.name) for r in NightRun.objects.all())
    sound(day)


def test_one_worker_finishes_them_all(streets, day, worker, tmp_path):
    ask(streets, day, 1.0)
    worker()
    until(READY, lambda: runs("done").count() == 2, says(tmp_path))
    assert set(NightRun.objects.values_list("tries", flat=True)) == {1}
    sound(day)
