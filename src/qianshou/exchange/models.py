"""Workbooks that came in: the batch, each row with its outcome, mappings that a person saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.models import Person


class Batch(models.Model):
    """One uploaded workbook on its way in."""

    class Kind(models.TextChoices):
        """What is in it."""

        REGISTER = "register", _("register of elders")
        CARERS = "carers", _("carers")
        PLACES = "places", _("places")
        MENU = "menu", _("menu")
        MEMBERS = "members", _("members of the association")

    class State(models.TextChoices):
        """Read (preview stands), being applied, done, failed with nothing changed, or dropped by the officer."""

        READING = "reading", _("being read")
        READ = "read", _("to be confirmed")
        APPLYING = "applying", _("being written")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("dropped")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)  # below the data directory
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True)
    mapping = models.JSONField(default=dict, blank=True)  # column index → field, confidence, sample
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    done = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    error = models.JSONField(default=dict, blank=True)  # {"code", "params"}
    answers = models.JSONField(default=dict, blank=True, db_default={})  # members: row → a person's id, "new" or "leave", as an officer said
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]


class ImportRow(models.Model):
    """One row of a workbook with its outcome. Nothing is lost: raw cells are kept whatever the outcome."""

    class Outcome(models.TextChoices):
        """Every row is in exactly one."""

        OK = "ok", _("fine")
        REVIEW = "review", _("to be looked at")
        REJECT = "reject", _("rejected")
        SKIP = "skip", _("no person")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="import_rows", db_index=False)
    row = models.PositiveIntegerField()  # the sheet's row number, from 1
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    reasons = models.JSONField(default=list, blank=True)  # [{"code", "params"}]
    raw = models.JSONField(default=list)  # cells as the sheet had them
    understood = models.JSONField(default=dict, blank=True)  # without ID number and telephones
    change = models.CharField(max_length=9, blank=True)  # created | updated | unchanged
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="import_rows")
    sealed = models.BooleanField(default=False, db_default=False)  # raw and understood lie under the person's key: queries.sealed opens them

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="import_row_once")]
        # Most rows are fine, and are found by their number.
        indexes = [
            models.Index(fields=["batch", "outcome", "row"], name="import_row_by_outcome", condition=~models.Q(outcome="ok")),
            models.Index(fields=["batch"], name="import_row_to_seal", condition=models.Q(sealed=False, person__isnull=False)),
        ]


class ReviewCase(models.Model):
    """A doubtful row that waits for a person. `fingerprint` keeps the same doubt from being asked twice."""

    class State(models.TextChoices):
        """Open until somebody settles it."""

        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    import_row = models.ForeignKey(ImportRow, models.SET_NULL, null=True, related_name="cases")
    person = models.ForeignKey(Person, models.CASCADE, related_name="review_cases")
    other = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")  # the file it may be the same as
    fingerprint = models.CharField(max_length=64)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    action = models.CharField(max_length=12, blank=True)  # merged | mended | kept; of a member: joined | apart
    note = models.CharField(max_length=200, blank=True)
    undo = models.JSONField(default=dict, blank=True)  # what `undo` needs to take it back
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "fingerprint"], name="review_case_once")]
        indexes = [models.Index(fields=["street", "made_at"], name="review_open", condition=models.Q(state="open"))]


class SavedMapping(models.Model):
    """A mapping that a person corrected and saved, found again by the headings' fingerprint."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Batch.Kind.choices)
    headings_hash = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "kind", "headings_hash"], name="mapping_once")]
