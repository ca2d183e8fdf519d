"""Background jobs of exchange: one domain call each. A job that died is run again and changes nothing twice."""

from procrastinate.contrib.django import app

from qianshou.kernel import clock

from . import operations


@app.task(name="exchange.read")
def read(batch_id: int, mapping: dict | None = None) -> None:
    """Read a large workbook for its preview."""
    operations.preview_batch(batch_id=batch_id, now=clock.now(), mapping=mapping)


@app.task(name="exchange.apply")
def apply(batch_id: int) -> None:
    """Write a confirmed workbook into files."""
    operations.apply_batch(batch_id=batch_id, now=clock.now())
