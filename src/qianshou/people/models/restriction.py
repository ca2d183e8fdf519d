"""A restriction: what must not be done with a person's data any more, because the person asked for it (PIPL article 44)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from ..rules.restrictions import CALLS, FAMILY, PASSING_ON, PHOTOS, TALENTS
from .person import Person
from .rights import RightsRequest


class Restriction(models.Model):
    """One purpose that a request stopped. It holds until it is lifted; lifted by mistake, it holds again by a row of its own.

    Two requests may stop the same purpose: then each holds by itself, also when two files became one.
    """

    class Purpose(models.TextChoices):
        """What may be restricted: rules/restrictions.py."""

        PHOTOS = PHOTOS, _("Her photographs")
        FAMILY = FAMILY, _("Page for the family")
        TALENTS = TALENTS, _("Invitations and company")
        CALLS = CALLS, _("Calls about carers")
        PASSING_ON = PASSING_ON, _("Lists and files for others")

    class Lifted(models.TextChoices):
        """Why it was lifted."""

        ASKED = "asked", _("the person asks for it")
        MISTAKE = "mistake", _("written down by mistake")
        LAW = "law", _("a law or an authority obliges the office")

    person = models.ForeignKey(Person, models.PROTECT, related_name="restrictions", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    # None once the file has moved: the request stays with the street that was asked, what it stopped goes along.
    request = models.ForeignKey(RightsRequest, models.PROTECT, null=True, related_name="restrictions", db_index=False)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    reason = models.CharField(max_length=500)  # of whoever decided it
    since = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(max_length=8, choices=Lifted.choices, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)
    lifted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["request", "purpose"], condition=Q(lifted_at__isnull=True), name="restricted_once_by_request")]
        indexes = [
            # Lists ask for the few of a street, pages for one person.
            models.Index(fields=["street", "purpose", "person"], condition=Q(lifted_at__isnull=True), name="restricted_in_street"),
            models.Index(fields=["person", "purpose"], name="restricted_person"),
        ]
