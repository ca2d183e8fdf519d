"""Key elders, and links: this carer answers for this elder."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person

from .carer import Carer


@keeps_history()
class KeyElder(models.Model):
    """重点老人: an elder whom the net must hold by a primary and a backup carer."""

    elder = models.ForeignKey(Person, models.PROTECT, related_name="key_spans")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["elder"], condition=Q(until__isnull=True), name="key_once")]
        indexes = [models.Index(fields=["street"], name="key_now", condition=Q(until__isnull=True))]


class Rank(models.TextChoices):
    """Who comes first, and who when the first cannot."""

    PRIMARY = "primary", _("primary")
    BACKUP = "backup", _("backup")


@keeps_history()
class Link(models.Model):
    """对口联系: from `since` to `until` (last day), this carer answers for this elder."""

    elder = models.ForeignKey(Person, models.PROTECT, related_name="links")
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="links")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    rank = models.CharField(max_length=7, choices=Rank.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)  # why it was proposed: codes and params
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["elder", "rank"], condition=Q(until__isnull=True), name="one_link_per_rank"),
            models.UniqueConstraint(fields=["elder", "carer"], condition=Q(until__isnull=True), name="one_link_per_carer"),
        ]
        indexes = [models.Index(fields=["street"], name="link_now", condition=Q(until__isnull=True))]
