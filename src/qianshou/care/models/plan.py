"""The care plan of an elder: items that recur."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from qianshou.access.models import Street
from qianshou.people.history import keeps_history
from qianshou.people.models import Person


@keeps_history()
class PlanItem(models.Model):
    """One service that recurs: on weekdays, or n times a week (spread by the program).

    Exactly one of `weekdays` (ISO 1–7) and `times_per_week` is used. Months limit it to a season.
    """

    elder = models.ForeignKey(Person, models.PROTECT, related_name="plan_items")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    service = models.CharField(max_length=30)  # code of the pack's catalogue
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    times_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    window_start = models.TimeField()
    window_end = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    carers_needed = models.PositiveSmallIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    skip_holidays = models.BooleanField(default=False)  # not on public holidays; care at home does not stop for them by default
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["elder_id", "window_start", "id"]
        indexes = [models.Index(fields=["street", "since"], name="plan_by_street")]
        constraints = [
            models.CheckConstraint(condition=Q(window_end__gt=F("window_start")), name="plan_window"),
            models.CheckConstraint(condition=Q(carers_needed__range=(1, 2)), name="plan_one_or_two_carers"),
            models.CheckConstraint(
                condition=Q(times_per_week__isnull=True) & ~Q(weekdays=[]) | Q(times_per_week__range=(1, 7), weekdays=[]),
                name="plan_recurs_one_way",
            ),
        ]
