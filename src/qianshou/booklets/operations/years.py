"""Ask for the volumes of a year, and bind them once its months are bound."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.access.scope import Scope
from qianshou.merit.queries.attendance import carers

from ..models import Volume
from ..queries.bound_months import unfinished_months
from ..queries.elder_years import year_files
from ..spans import YEARLY, end_of, first_of_year
from .binding import bind_waiting
from .months import ask, in_order
from .queueing import enqueue_year


@transaction.atomic
def bind_year(*, street_id: int, year: date, by_id: int | None, now: datetime, language: str = "zh-hans") -> list[int]:
    """Ask for every volume of the year that `year` lies in: one a committee, and the carers'. Returns the volumes' ids.

    As with months: asking again while a volume waits leaves it as it is; before the year is over they are drafts. Raises NothingToBind and
    Street.DoesNotExist.
    """
    street, first = Street.objects.get(pk=street_id), first_of_year(year)
    ids = ask(street, first, wanted_of_year(street, first), by_id=by_id, now=now, language=language)
    log(act="booklets.asked", now=now, by_id=by_id, street_id=street_id, target="year", target_id=f"{first:%Y}", volumes=len(ids))
    enqueue_year(street_id, first, language)
    return ids


def bind_year_waiting(*, street_id: int, year: date, language: str, now: datetime) -> int:
    """Bind what waits of a year. Returns how many.

    It names the volumes of its months, so while one of those is being bound it does nothing: the job of that month asks again when it is done.
    """
    if unfinished_months(street_id, year, language):
        return 0
    return bind_waiting(street_id=street_id, month=first_of_year(year), language=language, now=now, kinds=YEARLY)


def wanted_of_year(street: Street, first: date) -> dict[tuple[str, int | None], int]:
    """Which volumes the year has, (kind, committee) → how many elders or carers; in the order in which they are bound."""
    scope, end = Scope.system(street.pk), end_of(Volume.Kind.CARERS_YEAR, first)
    rows = year_files(scope, street, first).order_by().values("person__committee_id").annotate(n=Count("pk"))
    elders = {row["person__committee_id"]: row["n"] for row in rows}
    found = in_order(street, Volume.Kind.ELDERS_YEAR.value, elders)
    count = carers(scope, first, end).count()
    return found | ({(Volume.Kind.CARERS_YEAR.value, None): count} if count else {})
