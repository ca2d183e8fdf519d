"""What a carer's finished tasks earned, task by task, with the reasons. The points themselves are in the books (ledger)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .carer import Carer


class PointCredit(models.Model):
    """The points of one carer for one task as they stand now; worked out from acts, never typed in.

    `task` is "visit:<id>". Each change is a new revision: the books hold a reversal and a new entry, under `source` the one that stands
    ("" while it is worth nothing).
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="credits", db_index=False)
    task = models.CharField(max_length=40)
    service = models.CharField(max_length=30)
    day = models.DateField()  # the office's date of the act
    made_at = models.DateTimeField()
    points = models.PositiveIntegerField()
    reasons = models.JSONField()  # [["service", 3], ["winter", 2], ["day_limit", -1]]: codes of the pack's rules
    pack = models.CharField(max_length=60)  # the version of the rules
    revision = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=100, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "task"], name="credit_once_per_task"),
            models.CheckConstraint(
                condition=models.Q(points=0, source="") | models.Q(~models.Q(source=""), points__gt=0), name="credit_is_in_the_books"
            ),
        ]
        indexes = [models.Index(fields=["street", "day", "carer"], name="credit_by_day"), models.Index(fields=["carer", "day"], name="credit_of_carer")]


class PointsOwed(models.Model):
    """A task whose points are to be worked out: written with the act, gone once the books follow it. Acts that come together are worked out together."""

    carer = models.ForeignKey(Carer, models.CASCADE, related_name="+")
    task = models.CharField(max_length=40)  # as in `PointCredit`
    day = models.DateField()  # the office's date of the act


class PointObjection(models.Model):
    """A carer says that the points of a day are not right, and an officer answers. One open objection for each carer and day."""

    class State(models.TextChoices):
        """Open, or how it was answered."""

        OPEN = "open", _("to be answered")
        UPHELD = "upheld", _("you were right")
        REFUSED = "refused", _("stays as it is")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="objections", db_index=False)
    day = models.DateField()
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)  # "act:<uuid>"
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "day"], condition=models.Q(state="open"), name="one_open_objection_per_day"),
            models.UniqueConstraint(fields=["source"], condition=~models.Q(source=""), name="objection_once"),
            models.CheckConstraint(condition=models.Q(state="open") | ~models.Q(answer=""), name="answered_in_words"),
        ]
        indexes = [models.Index(fields=["street", "made_at"], name="objection_in_street")]
