"""The one clock. Edges (views, tasks, commands) ask it; domain code is given the time and never asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_source: Callable[[], datetime] = lambda: datetime.now(UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


def today() -> date:
    """Today's date at the office (Asia/Shanghai), which is not UTC's between midnight and 8:00."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The office's calendar date of an aware moment."""
    return moment.astimezone(ZONE).date()


def at(day: date, clock_time: time) -> datetime:
    """The aware moment of a wall-clock time at the office on a day."""
    return datetime.combine(day, clock_time, tzinfo=ZONE)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Half-open [start, end) of an office day as aware moments."""
    start = at(day, time.min)
    return start, start + timedelta(days=1)


def daily(clock_time: time) -> str:
    """The cron line of a job that runs once a day at a wall-clock time at the office, as Procrastinate wants it: in UTC.

    The office's zone has no summer time, so one line holds all year. A machine that is off at the hour skips the day: what must not be
    skipped runs hourly and is safe to run again.
    """
    moment = at(date(2000, 1, 1), clock_time).astimezone(UTC)
    return f"{moment.minute} {moment.hour} * * *"


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware moment: for tests and for generating the demo street, never in a server."""
    global _source
    before, _source = _source, (lambda: moment)
    try:
        yield
    finally:
        _source = before
