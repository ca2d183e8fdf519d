"""What a room is to reach in a year. How far it is reached is worked out from the records, never written down."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import User
from qianshou.people.history import keeps_history

from .venue import Venue


@keeps_history()
class Goal(models.Model):
    """One goal of one room in one year."""

    class What(models.TextChoices):
        """What is counted (queries.goals says from which records)."""

        ARRIVALS = "arrivals", _("visits counted")
        OPEN_DAYS = "open_days", _("days on which people came")
        SESSIONS = "sessions", _("sessions of classes held")
        LEARNERS = "learners", _("people who came to a class")

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="goals", db_index=False)
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    target = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "year", "what"], name="goal_once"),
            models.CheckConstraint(condition=Q(target__gte=1), name="goal_asks_for_something"),
        ]
