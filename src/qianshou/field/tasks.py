"""Background: acts that were stored but not applied (a crash in between, a fault of ours, a release by the office)."""

from procrastinate.contrib.django import app

from qianshou.kernel import clock

from . import inbox


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="field.apply_waiting", pass_context=False)
def apply_waiting(timestamp: int) -> None:
    """Take up what waits, once a minute."""
    inbox.apply_waiting(now=clock.now())
