"""The rights of a person (PIPL articles 44 to 50): what was asked, the erasure, and who read the file."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .person import Person


class RightsRequest(models.Model):
    """A request of the person, or of somebody for them. Answered by `due_on`; what was answered is kept."""

    class Kind(models.TextChoices):
        """As request_leads.toml of the pack."""

        ACCESS = "access", _("to see or have a copy")
        CORRECTION = "correction", _("to correct or add")
        ERASURE = "erasure", _("to erase")
        RESTRICTION = "restriction", _("to restrict the use")
        OBJECTION = "objection", _("to withdraw consent or object")

    class State(models.TextChoices):
        """Open until it is answered: done, or refused with a reason, or taken back by the person."""

        OPEN = "open", _("open")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused, with a reason")
        TAKEN_BACK = "taken_back", _("taken back")

    class Origin(models.TextChoices):
        """Who began it."""

        PERSON = "person", _("asked by the person")
        OTHER = "other", _("asked for the person")
        RETENTION = "retention", _("kept long enough")

    person = models.ForeignKey(Person, models.PROTECT, related_name="rights_requests", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.PERSON)
    by_name = models.CharField(max_length=60, blank=True)  # who asked, where it was not the person
    by_relation = models.CharField(max_length=20, blank=True)
    identity = models.CharField(max_length=100, blank=True)  # how it was made sure who asks
    words = models.CharField(max_length=500, blank=True)  # what is asked
    asked_on = models.DateField()
    due_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    changed = models.JSONField(default=list, blank=True)  # fields that were corrected
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["street", "state", "due_on"], name="rights_by_street"),
            models.Index(fields=["person", "asked_on"], name="rights_by_person"),
        ]

    @property
    def due_key(self) -> str:
        """The key of the due that an answer meets."""
        return f"rights:{self.pk}"


class Erasure(models.Model):
    """The erasure of one person, and the stub that stays of it: who, when, why, and no value of theirs.

    Asked by one officer and done by another. `to_remove`: files still to be removed after the rows are gone, and tables to be swept.
    """

    class State(models.TextChoices):
        """Asked; rows gone and files still going; done; or dropped before anything was done."""

        ASKED = "asked", _("waits for a second officer")
        GOING = "going", _("files are being removed")
        DONE = "done", _("erased")
        DROPPED = "dropped", _("dropped")

    class Reason(models.TextChoices):
        """Why, PIPL article 47."""

        REQUEST = "request", _("asked for by the person")
        WITHDRAWN = "withdrawn", _("consent was withdrawn")
        PURPOSE = "purpose", _("no longer needed")
        RETENTION = "retention", _("kept long enough")
        UNLAWFUL = "unlawful", _("should never have been kept")

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(RightsRequest, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    mentions = models.JSONField(default=list, blank=True)  # [[table, row, column]]: names in rows of others that are to be blotted out
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)  # table → rows gone or emptied
    to_remove = models.JSONField(default=list, blank=True)  # paths below the data directory
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=~models.Q(state="dropped"), name="erasure_once"),
            models.CheckConstraint(condition=models.Q(done_by__isnull=True) | ~models.Q(done_by=models.F("asked_by")), name="erasure_by_two"),
        ]
        indexes = [models.Index(fields=["street", "state"], name="erasure_by_street")]


class ReadEntry(models.Model):
    """Somebody read a person's file. Append-only; no relation points here, so that it can be cut by month when it grows."""

    person_id = models.BigIntegerField()
    street_id = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)  # null: the program itself
    at = models.DateTimeField()
    page = models.CharField(max_length=60)  # name of the page or file, "people-file"
    ground = models.CharField(max_length=12)  # by what right: street | committee | link | round | company | consent | program
    way = models.CharField(max_length=12, blank=True)  # how it was come upon: search | list | direct | export | phone

    class Meta:
        indexes = [models.Index(fields=["person_id", "at"], name="read_by_person")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
