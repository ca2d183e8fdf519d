"""What stands in a room, how it is, and when it is looked at again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history

from .venue import Venue


@keeps_history()
class Equipment(models.Model):
    """One thing or several alike. `sort` is its code in the pack (equipment.toml), which says how often it is checked."""

    class State(models.TextChoices):
        """How it is."""

        GOOD = "good", _("in order")
        FAULTY = "faulty", _("to be repaired")
        GONE = "gone", _("not there any more")

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="equipment")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    count = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=6, choices=State.choices, default=State.GOOD)
    check_by = models.DateField(null=True, blank=True)  # the next check; None: it is not checked regularly
    repair_by = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="equipment_is_something"),
            models.CheckConstraint(condition=Q(repair_by__isnull=True) | Q(state="faulty"), name="equipment_repair_of_a_fault"),
        ]

    def __str__(self) -> str:
        return self.name


class EquipmentEntry(models.Model):
    """What was seen or done: only ever added."""

    class Act(models.TextChoices):
        """What it was."""

        CHECKED = "checked", _("checked, in order")
        FAULT = "fault", _("found faulty")
        REPAIRED = "repaired", _("repaired")
        GONE = "gone", _("was taken away")

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="entries")
    act = models.CharField(max_length=8, choices=Act.choices)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
