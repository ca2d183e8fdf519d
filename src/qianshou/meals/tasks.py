"""Background jobs of the meals: one domain call each."""

from procrastinate.contrib.django import app

from qianshou.kernel import clock

from . import operations
from .queries.cut_offs import streets_waiting, streets_with_meals
from .queries.money import streets_to_charge


@app.periodic(cron="* * * * *")
@app.task(name="meals.cut_offs", queueing_lock="meals.cut_offs")
def cut_offs(timestamp: int) -> None:
    """Each minute, one job for each street whose cut-off has been. A machine that was off makes up for it as long as the meal can still be cooked."""
    for street_id in streets_waiting(clock.now()):
        take_orders_of.configure(lock=f"meals.take:{street_id}").defer(street_id=street_id)


@app.task(name="meals.take_orders")
def take_orders_of(street_id: int) -> None:
    """The orders of one street's meals whose cut-off has been; done twice it changes nothing the second time."""
    operations.take_owed_orders(street_id=street_id, now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="meals.follow", queueing_lock="meals.follow")
def follow(timestamp: int) -> None:
    """Each five minutes, one job for each street that has taken orders today."""
    for street_id in streets_with_meals(clock.today()):
        follow_street.configure(lock=f"meals.take:{street_id}").defer(street_id=street_id)


@app.task(name="meals.follow_street")
def follow_street(street_id: int) -> None:
    """Boxes of whoever is no longer at home (a register was read in) are taken away; dishes written after the cut-off are owed their samples."""
    operations.follow_day(street_id=street_id, now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="meals.charges", queueing_lock="meals.charges")
def charges(timestamp: int) -> None:
    """Each ten minutes, one job for each street that has a meal behind it which is not in the books yet."""
    for street_id in streets_to_charge(clock.now()):
        charge_street.configure(lock=f"meals.charge:{street_id}").defer(street_id=street_id)


@app.task(name="meals.charge_street")
def charge_street(street_id: int) -> None:
    """The meals of one street that are over; done twice, each order is charged once."""
    operations.charge_owed(street_id=street_id, now=clock.now())
