"""An activity: the plan sheet, what it costs, its photographs and its report. Who is asked, signs up and comes is an Occasion of care."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Occasion
from qianshou.people.models import Paper, Person

from .ideas import Idea


class Activity(models.Model):
    """The plan of one idea, and what came of it. `occasion` is made when sign-up opens: places, waiting list and who came stand there.

    `venue_code` may name a room that the street runs, by its name only.
    """

    idea = models.OneToOneField(Idea, models.PROTECT, related_name="activity")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=500)
    venue = models.CharField(max_length=120)
    venue_code = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    for_whom = models.CharField(max_length=200, blank=True)
    responsible = models.CharField(max_length=60)
    telephone = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    occasion = models.OneToOneField(Occasion, models.PROTECT, null=True, blank=True, related_name="activity")
    result = models.TextField(blank=True)  # how it was
    said = models.TextField(blank=True)  # what people said, a line each
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["street", "on"], name="activity_by_day")]
        constraints = [models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gte=1), name="activity_has_a_place")]

    def __str__(self) -> str:
        return self.name


class PlanLine(models.Model):
    """A line of the sheet. Material and gift: how many, for how much, and how many were used or given. Duty: who does it. Risk: what is done against it."""

    class Kind(models.TextChoices):
        """Which table of the sheet it stands in."""

        MATERIAL = "material", _("material")
        GIFT = "gift", _("gift")
        DUTY = "duty", _("duty")
        RISK = "risk", _("risk")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="lines", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    what = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField(null=True, blank=True)
    fen = models.PositiveIntegerField(default=0)  # planned, of the whole line
    who = models.CharField(max_length=120, blank=True)  # who brings or does it; of a risk: what is done against it
    used = models.PositiveIntegerField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # taken off the sheet

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["activity", "id"], name="plan_line_by_activity")]


class ActivityCost(models.Model):
    """Money spent on an activity, shared between street and association; it stands in the books under `source` and is corrected by reversal only."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="costs", db_index=False)
    line = models.ForeignKey(PlanLine, models.PROTECT, null=True, blank=True, related_name="costs", db_index=False)
    what = models.CharField(max_length=120)
    street_fen = models.PositiveIntegerField(default=0)
    own_fen = models.PositiveIntegerField(default=0)
    receipt = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    batch = models.UUIDField(unique=True)  # the act that wrote it: sent twice it is one
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["activity", "id"], name="cost_by_activity")]
        constraints = [
            models.CheckConstraint(condition=Q(street_fen__gt=0) | Q(own_fen__gt=0), name="cost_of_something"),
            models.CheckConstraint(condition=Q(reversed_at__isnull=True) | ~Q(reversed_why=""), name="cost_reversed_with_reason"),
        ]

    @property
    def source(self) -> str:
        """Under which it stands in the books."""
        return f"association.cost:{self.batch}"


class ActivityPhoto(models.Model):
    """A photograph of the day. It is shown only while everybody on it agrees to photographs (`shown`); the picture is a Paper of who is on it first,
    or of who took it where nobody can be recognised."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="photos", db_index=False)
    paper = models.OneToOneField(Paper, models.CASCADE, related_name="+")
    caption = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["activity", "id"], name="photo_by_activity")]


class PhotoPerson(models.Model):
    """Somebody who can be recognised on a photograph."""

    photo = models.ForeignKey(ActivityPhoto, models.CASCADE, related_name="people", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["photo"], name="photo_people"), models.Index(fields=["person"], name="photo_by_person")]
