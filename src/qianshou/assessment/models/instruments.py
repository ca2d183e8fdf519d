"""Instruments that a site made for itself, beside those of its pack."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User


class SiteInstrument(models.Model):
    """One version of an instrument of a street: `text` is TOML as in the pack, read and checked when it was kept.

    A published version is never changed: records name it. A change is a new version.
    """

    class State(models.TextChoices):
        """Being written, in use from its day on, or out of use."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("in use")
        RETIRED = "retired", _("out of use")

    street = models.ForeignKey(Street, models.PROTECT, related_name="instruments", db_index=False)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    holds_from = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["code", "holds_from", "id"]
        constraints = [models.UniqueConstraint(fields=["street", "code", "version"], name="site_instrument_once")]
