"""Background jobs of booklets: one domain call each."""

from datetime import date

from procrastinate.contrib.django import app

from qianshou.kernel import clock

from . import operations


@app.task(name="booklets.bind")
def bind(street_id: int, month: str, language: str) -> None:
    """Bind what waits of a street's month (`month`: ISO date of its first day). Done twice, it does nothing the second time."""
    operations.bind_waiting(street_id=street_id, month=date.fromisoformat(month), language=language, now=clock.now())


@app.task(name="booklets.bind_year")
def bind_year(street_id: int, year: str, language: str) -> None:
    """Bind what waits of a street's year (`year`: ISO date of its first day), once its months are bound."""
    operations.bind_year_waiting(street_id=street_id, year=date.fromisoformat(year), language=language, now=clock.now())


@app.task(name="booklets.print_run")
def print_run(run_id: int) -> None:
    """Set one print run. Done twice, it does nothing the second time; killed, it goes on where it was."""
    operations.set_run(run_id=run_id, now=clock.now())


@app.periodic(cron="45 * * * *")
@app.task(name="booklets.trim_runs", queueing_lock="booklets.trim_runs")
def trim_runs(timestamp: int) -> None:
    """Each hour, take away the files of print runs that are a week old."""
    operations.trim_runs(now=clock.now())
