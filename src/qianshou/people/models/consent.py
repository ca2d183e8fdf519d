"""Consents: what a person, or who speaks for them, allowed for one purpose; and refusals, which are answers too."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from ..history import keeps_history
from .paper import Paper
from .person import Person


@keeps_history()
class Consent(models.Model):
    """One answer for one purpose of the pack's purposes.toml (PIPL articles 14, 15 and 29: separate for each, taken back at any time).

    The answer that holds is the one without `ended_at`; at most one for each person and purpose. No row: never asked.
    """

    class How(models.TextChoices):
        """How it was said."""

        SIGNED = "signed", _("signed on the screen")
        PAPER = "paper", _("signed on paper")
        SPOKEN = "spoken", _("said before a witness")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30)
    given = models.BooleanField(default=True)  # False: asked and refused
    at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=How.choices)
    by_name = models.CharField(max_length=60, blank=True)  # who said so; empty: the person
    by_relation = models.CharField(max_length=20, blank=True)
    witness = models.CharField(max_length=60, blank=True)  # for what was said aloud
    paper = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)  # ended by a withdrawal, not by a newer answer
    withdrawn_by_name = models.CharField(max_length=60, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    withdrawn_recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose"], condition=models.Q(ended_at__isnull=True), name="one_answer_per_purpose"),
            models.CheckConstraint(
                condition=models.Q(withdrawn=False) | models.Q(given=True, ended_at__isnull=False), name="withdrawn_was_given"
            ),
        ]
        indexes = [
            models.Index(fields=["street", "purpose", "person"], condition=models.Q(ended_at__isnull=True), name="consent_in_street"),
            # Who said no: few of many, left out wherever only those may be found who did not.
            models.Index(
                fields=["street", "purpose", "person"],
                condition=models.Q(given=False, ended_at__isnull=True) | models.Q(withdrawn=True),
                name="consent_said_no",
            ),
        ]
