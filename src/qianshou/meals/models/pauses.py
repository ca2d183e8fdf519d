"""Stretches of days without meals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person

from .arrangements import DAY_BEFORE


@keeps_history()
class Pause(models.Model):
    """No meals from `since` to `until` (its last day; none: nobody knows yet). `meal` "" stops all meals.

    The arrangement stands meanwhile and comes back by itself. A pause that was taken back holds on no day: `until` lies before `since`.
    """

    class Reason(models.TextChoices):
        """Why."""

        HOSPITAL = "hospital", _("in hospital")
        AWAY = "away", _("away")
        FAMILY = "family", _("family cooks")
        UNWELL = "unwell", _("no appetite, unwell")
        OTHER = "other", _("another reason")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="meal_pauses")
    meal = models.CharField(max_length=20, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["street", "since"], name="pause_by_street")]
        constraints = [models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=DAY_BEFORE), name="pause_span")]

    @property
    def held(self) -> bool:
        """False for one that was taken back."""
        return self.until is None or self.until >= self.since
