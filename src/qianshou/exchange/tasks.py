"""Background jobs of exchange: one domain call each. A job that died is run again and changes nothing twice."""

from procrastinate.contrib.django import app

from qianshou.access.models import Street
from qianshou.kernel import clock

from . import operations
from .operations.rights import list_kept_long


@app.task(name="exchange.read")
def read(batch_id: int, mapping: dict | None = None) -> None:
    """Read a large workbook for its preview."""
    operations.preview_batch(batch_id=batch_id, now=clock.now(), mapping=mapping)


@app.task(name="exchange.apply")
def apply(batch_id: int) -> None:
    """Write a confirmed workbook into files."""
    operations.apply_batch(batch_id=batch_id, now=clock.now())


@app.periodic(cron="25 * * * *")
@app.task(name="exchange.seal_rows", queueing_lock="exchange.seal_rows", lock="exchange.seal_rows")
def seal_rows(timestamp: int) -> None:
    """Raw rows go under the key of whom they are about; a second run finds nothing."""
    operations.seal_rows(now=clock.now())


@app.periodic(cron="35 * * * *")
@app.task(name="exchange.finish_erasures", queueing_lock="exchange.finish_erasures", lock="exchange.finish_erasures")
def finish_erasures(timestamp: int) -> None:
    """An erasure that was killed between rows and files comes to its end."""
    operations.finish_waiting(now=clock.now())


@app.periodic(cron="45 * * * *")
@app.task(name="exchange.list_kept_long", queueing_lock="exchange.list_kept_long", lock="exchange.list_kept_long")
def kept_long(timestamp: int) -> None:
    """Files whose retention has run out come to the list of requests; nothing is erased by it, and none is listed twice."""
    for street_id in Street.objects.values_list("pk", flat=True):
        list_kept_long(street_id=street_id, now=clock.now())
