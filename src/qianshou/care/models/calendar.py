"""The street's word about single days of the calendar: a day off, a public holiday, a weekend that is worked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User


class CalendarDay(models.Model):
    """What an officer set for one day. Rows are added, never changed: of a day the newest holds, and the older ones say what was before."""

    class Kind(models.TextChoices):
        """What the day is; "" takes the street's word back: the day is what the published calendar says."""

        WORK = "work", _("working day")
        REST = "rest", _("day off")
        HOLIDAY = "holiday", _("public holiday")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices, blank=True)
    as_weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # a worked weekend: whose weekday's working hours hold, 1 Monday to 7
    name = models.CharField(max_length=60, blank=True)  # what the day is called
    source = models.CharField(max_length=200)  # the notice it stands in
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(as_weekday__isnull=True) | Q(as_weekday__range=(1, 7), kind="work"), name="calendar_weekday_of_work"),
            models.CheckConstraint(condition=~Q(source=""), name="calendar_has_source"),
        ]
        indexes = [models.Index(fields=["street", "on", "-id"], name="calendar_by_day")]
