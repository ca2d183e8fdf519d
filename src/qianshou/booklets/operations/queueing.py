"""Jobs that bind: one for street, month (or year) and language; a second request while one waits adds nothing."""

from datetime import date

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued


def enqueue(street_id: int, month: date, language: str) -> None:
    """Bind what waits of a month."""
    from ..tasks import bind

    _defer(bind, f"booklets:{street_id}:{month:%Y-%m}:{language}", street_id=street_id, month=month.isoformat(), language=language)


def enqueue_year(street_id: int, year: date, language: str) -> None:
    """Bind what waits of a year."""
    from ..tasks import bind_year

    _defer(bind_year, f"booklets:{street_id}:{year:%Y}:{language}", street_id=street_id, year=year.isoformat(), language=language)


def _defer(task, name: str, **arguments) -> None:
    try:
        with transaction.atomic():
            task.configure(lock=name, queueing_lock=name).defer(**arguments)
    except AlreadyEnqueued:
        return
