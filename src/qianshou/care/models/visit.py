"""Visits: one service at one elder's home on one day, and what was heard of it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street
from qianshou.people.models import Person

from .carer import Carer
from .plan import PlanItem

# Evidence that counts: not taken back, and not itself the taking back of another. The same for visits and for coming and going.
STANDING = Q(takes_back__isnull=True, taken_back_by__isnull=True)


class Visit(models.Model):
    """A visit that is to be made. Its due has the key `visit:<id>`."""

    class State(models.TextChoices):
        """From planned to its end."""

        PLANNED = "planned", _("due")
        ARRIVED = "arrived", _("arrived")
        HALF = "half", _("one of two done")
        DONE = "done", _("done")
        UNANSWERED = "unanswered", _("nobody answers")
        CANCELLED = "cancelled", _("cancelled")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    elder = models.ForeignKey(Person, models.PROTECT, related_name="visits", db_index=False)
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True, related_name="visits", db_index=False)
    service = models.CharField(max_length=30)
    day = models.DateField()
    window_start = models.DateTimeField()
    window_end = models.DateTimeField()  # latest start of the service, not its end
    minutes = models.PositiveSmallIntegerField()
    carers_needed = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    arrived_at = models.DateTimeField(null=True, blank=True)  # made-at of the first arrival
    done_at = models.DateTimeField(null=True, blank=True)  # made-at of the word that completed it: for two carers, the second
    reason = models.CharField(max_length=200, blank=True)  # of a cancellation
    # Cancelled because plan or status changed: the day may be made anew, unlike a person's "not this time".
    withdrawn = models.BooleanField(default=False)
    # The visit that stands in its place.
    moved_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="moved_from")
    # The day on which the plan item alone would have had it, where the week's plan chose another: that day is not made again.
    instead_of = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "day"], condition=Q(withdrawn=False), name="visit_once_per_item_and_day"),
            models.CheckConstraint(condition=Q(window_end__gte=F("window_start")), name="visit_window"),
        ]
        indexes = [
            models.Index(fields=["street", "day", "state"], name="visit_by_day"),
            models.Index(fields=["elder", "day"], name="visit_by_elder"),
        ]

    @property
    def due_key(self) -> str:
        """The key of the due that this visit meets."""
        return f"visit:{self.pk}"


class VisitEvent(models.Model):
    """What was heard of a visit: append-only evidence (arrived, done, nobody, note, retracted).

    `takes_back` of a "retracted" names the event that does not stand any more; without a carer, the office undid it.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="events")
    carer = models.ForeignKey(Carer, models.PROTECT, null=True, blank=True, related_name="visit_events", db_index=False)
    kind = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    grade = models.CharField(max_length=10)
    place = models.JSONField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=60, blank=True)  # "act:<uuid>": applied once
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind"], condition=~Q(source=""), name="visit_event_once")]
        indexes = [models.Index(fields=["carer", "made_at"], name="visit_event_by_carer")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
