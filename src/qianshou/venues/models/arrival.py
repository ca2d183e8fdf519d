"""People who came, counted at the door: one entry each, and an entry against it where one was wrong."""

from django.db import models
from django.db.models import F, Q

from qianshou.access.models import Street, User
from qianshou.people.models import Person

from .venue import Venue


class Arrival(models.Model):
    """One who came (`number` 1), or one taken off again (−1, with the entry that it `corrects`). Only ever added; the sum is the count."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="arrivals", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # the office's date of `at`
    hour = models.PositiveSmallIntegerField()  # of the office's clock, 0–23
    sex = models.CharField(max_length=1, blank=True)  # "f", "m", "" not known
    number = models.SmallIntegerField(default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="arrivals", db_index=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)  # a button pressed once and sent twice is one arrival

    class Meta:
        indexes = [
            models.Index(fields=["venue", "day", "hour"], name="arrival_by_day"),
            models.Index(fields=["person", "day"], name="arrival_by_person", condition=Q(person__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(number=1, corrects__isnull=True) | Q(number=-1, corrects__isnull=False), name="arrival_or_its_correction"),
            models.CheckConstraint(condition=Q(sex__in=["f", "m", ""]) & Q(hour__lte=23), name="arrival_values"),
            models.CheckConstraint(condition=Q(corrects__isnull=True) | ~Q(corrects=F("pk")), name="arrival_corrects_another"),
        ]
