"""Background jobs of the assessments: one domain call each."""

from procrastinate.contrib.django import app

from qianshou.access.models import Street
from qianshou.kernel import clock

from . import operations


@app.periodic(cron="50 * * * *")
@app.task(name="assessment.owe", queueing_lock="assessment.owe")
def owe(timestamp: int) -> None:
    """Each hour, one job for each street: a machine that is off at night owes them by day, a second run owes nothing twice."""
    for street_id in Street.objects.values_list("pk", flat=True):
        owe_street.configure(lock=f"assessment.owe:{street_id}").defer(street_id=street_id)


@app.task(name="assessment.owe_street")
def owe_street(street_id: int) -> None:
    """Assessments of one street whose time comes; done twice it changes nothing the second time."""
    operations.owe_reassessments(street_id=street_id, now=clock.now())
