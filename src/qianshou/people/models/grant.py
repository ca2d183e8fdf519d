"""A grant: this user may see this person, from, until, why."""

from django.db import models

from qianshou.access.models import Street, User

from .person import Person


class Grant(models.Model):
    """Written by links, published rounds, forms handed out and (later) family consent; read by every query of the carer's phone."""

    class Why(models.TextChoices):
        """What wrote it."""

        LINK = "link"
        ROUND = "round"
        CONSENT = "consent"
        TABLE = "table"  # handed out to a tablet for the kitchen table

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    street = models.ForeignKey(Street, models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    source = models.CharField(max_length=60)  # "link:17", "round:2026-11-23:5": one grant for one source

    class Meta:
        indexes = [models.Index(fields=["user", "person", "since"], name="grant_by_user")]
        constraints = [models.UniqueConstraint(fields=["user", "person", "source"], name="grant_once_per_source")]
