"""Background jobs of notify. Each may run twice: claiming decides who sends."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qianshou.kernel import clock
from qianshou.notify import operations
from qianshou.notify.operations.outbox import QUEUE, SEND_TASK


@app.task(name=SEND_TASK, queue=QUEUE)
def send(delivery_id: int) -> None:
    """Send one message now."""
    operations.send_waiting(now=clock.now(), delivery_id=delivery_id)


@app.periodic(cron="* * * * * */15")
@app.task(name="notify.send_waiting", queue=QUEUE, queueing_lock="notify.send_waiting", pass_context=False)
def send_waiting(timestamp: int) -> None:
    """Send whatever waits for another try; also what a killed worker left behind."""
    operations.send_waiting(now=clock.now())
