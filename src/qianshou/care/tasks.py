"""Background jobs of care: one domain call each."""

from procrastinate.contrib.django import app

from qianshou.access.models import Street
from qianshou.kernel import clock

from . import operations


@app.periodic(cron="7 * * * *")
@app.task(name="care.make_visits_everywhere", queueing_lock="care.make_visits_everywhere")
def make_visits_everywhere(timestamp: int) -> None:
    """Each hour, one job a street that makes the visits of the next days. Hourly and not nightly: a machine that was off at night must
    not leave a day without visits, and a run that finds nothing new costs little."""
    for street_id in Street.objects.order_by("pk").values_list("pk", flat=True):
        make_visits_of.configure(lock=f"care.make_visits:{street_id}").defer(street_id=street_id)


@app.periodic(cron="20 * * * *")
@app.task(name="care.owe_reviews_everywhere", queueing_lock="care.owe_reviews_everywhere")
def owe_reviews_everywhere(timestamp: int) -> None:
    """Each hour, one job a street that owes the reviews of the month: a machine that is off at night owes them by day, a second run owes nothing twice."""
    for street_id in Street.objects.order_by("pk").values_list("pk", flat=True):
        owe_reviews_of.configure(lock=f"care.owe_reviews:{street_id}").defer(street_id=street_id)


@app.periodic(cron="35 * * * *")
@app.task(name="care.owe_renewals_everywhere", queueing_lock="care.owe_renewals_everywhere")
def owe_renewals_everywhere(timestamp: int) -> None:
    """Each hour, one job a street that owes the renewal of covers that run out."""
    for street_id in Street.objects.order_by("pk").values_list("pk", flat=True):
        owe_renewals_of.configure(lock=f"care.owe_renewals:{street_id}").defer(street_id=street_id)


@app.task(name="care.owe_renewals")
def owe_renewals_of(street_id: int) -> None:
    """The renewals of one street; done twice it owes nothing the second time."""
    operations.owe_renewals(street_id=street_id, now=clock.now())


@app.task(name="care.owe_reviews")
def owe_reviews_of(street_id: int) -> None:
    """The reviews of one street's month; done twice it owes nothing the second time."""
    operations.owe_reviews(street_id=street_id, now=clock.now())


@app.task(name="care.make_visits")
def make_visits_of(street_id: int) -> None:
    """The visits of one street for the next days; done twice it makes nothing the second time."""
    operations.make_visits(street_id=street_id, first=clock.today(), days=operations.HORIZON_DAYS, now=clock.now())
