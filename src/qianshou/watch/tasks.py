"""Background jobs of the watch. Each is safe to run twice, at once or after a crash.

They have a queue of their own: a month's volume of forms must not make a sweep wait.
"""

from __future__ import annotations

from datetime import time, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from qianshou.kernel import clock
from qianshou.notify.rules.bodies import Request
from qianshou.notify.transport import deliver
from qianshou.watch import operations

QUEUE = "watch"
STALLED_SECONDS = 30
KEEP_SWEEPS = timedelta(days=30)


@app.periodic(cron=f"* * * * * */{settings.WATCH_SWEEP_SECONDS}")
@app.task(name="watch.sweep", queue=QUEUE, queueing_lock="watch.sweep", priority=100)
def sweep(timestamp: int) -> None:
    """Look for what is late, alert and climb. The queueing lock keeps sweeps from piling up while no worker runs."""
    operations.sweep(now=clock.now())
    ping()


def ping() -> None:
    """Tell an outside watcher that we are alive; it complains at silence. After the sweep's commit, and never its failure."""
    if settings.WATCH_PING_URL:
        deliver(Request("GET", settings.WATCH_PING_URL, b""), allow_private=True, timeout=5)


@app.periodic(cron="10 * * * *")
@app.task(name="watch.greetings", queue=QUEUE, queueing_lock="watch.greetings")
def greetings(timestamp: int) -> None:
    """The day's phone greetings are owed before the office opens. Hourly: a machine that was off at night must not leave a morning without."""
    operations.owe_greetings(day=clock.today(), now=clock.now())


@app.periodic(cron=clock.daily(time(3, 40)))
@app.task(name="watch.trim_sweeps", queue=QUEUE, queueing_lock="watch.trim_sweeps")
def trim_sweeps(timestamp: int) -> None:
    """Heartbeats are kept for thirty days."""
    operations.trim_sweeps(before=clock.now() - KEEP_SWEEPS)


@app.periodic(cron="* * * * * */30")
@app.task(name="watch.retry_stalled", queue=QUEUE, queueing_lock="watch.retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:
    """A job whose worker was killed stays "doing": give it to another."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)
