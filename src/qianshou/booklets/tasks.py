"""Background jobs of booklets: one domain call each."""

from datetime import date

from procrastinate.contrib.django import app

from qianshou.kernel import clock

from . import operations


@app.task(name="booklets.bind")
def bind(street_id: int, month: str, language: str) -> None:
    """Bind what waits of a street's month (`month`: ISO date of its first day). Done twice, it does nothing the second time."""
    operations.bind_waiting(street_id=street_id, month=date.fromisoformat(month), language=language, now=clock.now())
