"""Background jobs of people: one domain call each."""

from procrastinate.contrib.django import app

from qianshou.kernel import clock

from .operations.sealing import seal_history as seal


@app.periodic(cron="20 * * * *")
@app.task(name="people.seal_history", queueing_lock="people.seal_history", lock="people.seal_history")
def seal_history(timestamp: int) -> None:
    """Old rows go under the key of whom they are about; a second run finds nothing."""
    seal(now=clock.now())
