"""Which cut-offs have to be run."""

from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.kernel.clock import local_date
from qianshou.packs.loader import load

from ..models import Arrangement, CutOff, MealChange
from ..rules import owed


def streets_waiting(now: datetime) -> list[int]:
    """Ids of streets that bring meals and have a cut-off behind them whose orders were not taken."""
    with_meals = set(Arrangement.objects.values_list("street_id", flat=True).distinct().order_by())
    with_meals |= set(MealChange.objects.filter(day__gte=local_date(now)).values_list("street_id", flat=True).distinct().order_by())
    taken = set(CutOff.objects.filter(day__gte=local_date(now)).values_list("street_id", "day", "meal"))
    return [
        street.pk
        for street in Street.objects.filter(pk__in=with_meals).order_by("pk")
        if any((street.pk, day, meal) not in taken for day, meal in owed(load(street.pack, local_date(now)).meal_times, now))
    ]


def streets_with_meals(day: date) -> list[int]:
    """Ids of streets that have taken orders of a day."""
    return sorted(CutOff.objects.filter(day=day).values_list("street_id", flat=True).distinct().order_by())
