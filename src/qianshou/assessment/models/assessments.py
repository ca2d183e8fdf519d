"""One questionnaire answered for one person on one day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person


@keeps_history(exclude=["row_version"])
class Assessment(models.Model):
    """Answers, points and level, with the version of the instrument that they belong to. A draft has no points yet.

    A finished one is not changed: a correction is a new one that `replaces` it, and the old one stays as it was.
    """

    class State(models.TextChoices):
        """Begun, finished, or taken back with a reason."""

        DRAFT = "draft", _("begun")
        DONE = "done", _("finished")
        WITHDRAWN = "withdrawn", _("taken back")

    class Why(models.TextChoices):
        """What it was made for."""

        FIRST = "first", _("first assessment")
        PERIODIC = "periodic", _("it was time again")
        HOSPITAL = "hospital", _("after hospital")
        FALL = "fall", _("after a fall")
        REQUEST = "request", _("asked for")
        APPEAL = "appeal", _("an appeal")
        MONTH = "month", _("form of the month")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments", db_index=False)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=40)  # of the instrument
    why = models.CharField(max_length=8, choices=Why.choices, default=Why.REQUEST)
    month = models.DateField(null=True, blank=True)  # its first day, for the form of a month
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    made_on = models.DateField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    second = models.CharField(max_length=60, blank=True)  # who was there as the second assessor
    answers = models.JSONField(default=dict, blank=True)  # item → answer code, codes, words or number
    changes = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # reasons beside the points
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    by_section = models.JSONField(default=dict, blank=True)
    by_points = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # those of `changes` that made it worse
    note = models.CharField(max_length=500, blank=True)
    why_withdrawn = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaced = models.BooleanField(default=False)  # the same, for queries
    source = models.CharField(max_length=60, blank=True)  # what it came from, taken in once: "act:<uuid>", "fhir:<hash>"
    begun_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)  # for two people at one form

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(completed_at__isnull=False), name="assessment_done_has_a_time"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(total__isnull=False), name="assessment_level_from_points"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__gte=F("by_points")), name="assessment_reasons_only_worsen"),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(why_withdrawn=""), name="assessment_withdrawn_with_reason"),
            models.UniqueConstraint(fields=["person", "instrument", "month"], condition=Q(month__isnull=False, replaces__isnull=True) & ~Q(state="withdrawn"), name="one_form_a_month"),
            models.UniqueConstraint(fields=["street", "source"], condition=~Q(source=""), name="assessment_once"),
        ]
        indexes = [
            models.Index(fields=["person", "instrument", "made_on"], name="assessment_by_person"),
            models.Index(fields=["street", "instrument", "month"], include=["person", "state"], name="assessment_by_month", condition=Q(month__isnull=False)),
            models.Index(fields=["street", "state", "made_on"], name="assessment_by_day"),
            models.Index(fields=["made_by", "completed_at"], name="month_forms_by_maker", condition=Q(month__isnull=False)),
        ]

    @property
    def instrument_id(self) -> str:
        """Code and version: "gbt42195@2022"."""
        return f"{self.instrument}@{self.version}"
