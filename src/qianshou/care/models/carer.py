"""Carers of the four tiers, their weekly shifts and absences."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person, Place

from ..rules.absences import days_in, halves_on


@keeps_history()
class Carer(models.Model):
    """A carer at one street. Tier and skills are codes of the pack."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="carer")
    street = models.ForeignKey(Street, models.PROTECT, related_name="carers", db_index=False)
    number = models.CharField(max_length=20)  # 工号
    tier = models.CharField(max_length=20)  # full_time | assistant | aide | volunteer (packs: tiers)
    skills = ArrayField(models.CharField(max_length=30), default=list, blank=True)  # service codes of the pack
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    start_place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=10, default="foot")  # foot | bike | ebike
    link_limit = models.PositiveSmallIntegerField(default=4)  # key elders as primary
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    raw = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "number"], name="carer_number_once")]
        indexes = [models.Index(fields=["street", "tier"], name="carer_by_tier")]

    def __str__(self) -> str:
        return self.person.name


@keeps_history()
class Shift(models.Model):
    """Weekly working time: ISO weekday on which it begins, local wall-clock times. One that ends at an earlier hour ends on the next day."""

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    break_minutes = models.PositiveSmallIntegerField(default=0)  # the meal break within it, which is not working time
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [models.CheckConstraint(condition=~Q(ends=F("starts")) & Q(weekday__range=(1, 7)), name="shift_span")]

    @property
    def over_midnight(self) -> bool:
        """It ends on the day after it began."""
        return self.ends < self.starts


@keeps_history()
class Absence(models.Model):
    """Leave, sickness, training: both days included, by half days at either end (`care.rules.absences`)."""

    class Kind(models.TextChoices):
        """What kind of absence, as the attendance sheet prints it."""

        LEAVE = "leave", _("leave")  # of which kind is to be said yet
        ANNUAL = "annual", _("annual leave")
        PERSONAL = "personal", _("personal leave")
        SICK = "sick", _("sick")
        INJURY = "injury", _("hurt at work")
        MARRIAGE = "marriage", _("marriage leave")
        MATERNITY = "maternity", _("maternity leave")
        MOURNING = "mourning", _("mourning")
        IN_LIEU = "in_lieu", _("time off for overtime")
        TRAINING = "training", _("training")
        OTHER = "other", _("other")

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LEAVE)
    first_day = models.DateField()
    last_day = models.DateField()
    from_noon = models.BooleanField(default=False)  # she is still there in the morning of the first day
    until_noon = models.BooleanField(default=False)  # she is back in the afternoon of the last day
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")) | (Q(last_day=F("first_day")) & ~Q(from_noon=True, until_noon=True)), name="absence_span"
            )
        ]

    @property
    def span(self) -> tuple:
        """First and last day, from noon, until noon: as `care.rules.absences` takes it."""
        return self.first_day, self.last_day, self.from_noon, self.until_noon

    @property
    def days(self) -> int | float:
        """Calendar days of it, by halves."""
        return days_in(*self.span)

    def halves_on(self, day) -> frozenset[str]:
        """The halves of a day in which she is away."""
        return halves_on(day, *self.span)
