"""Papers of a person: scans, drawn signatures, certificates, photographs. Their bytes lie in the data directory, sealed with the person's key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .key import PersonKey
from .person import Person


class Paper(models.Model):
    """One paper. Never written over: a better scan is a new paper."""

    class Kind(models.TextChoices):
        """What it is."""

        SIGNATURE = "signature", _("signature")
        SCAN = "scan", _("scan of a signed paper")
        CERTIFICATE = "certificate", _("certificate")
        PHOTO = "photo", _("photograph")
        OTHER = "other", _("other paper")

    person = models.ForeignKey(Person, models.CASCADE, related_name="papers")
    key = models.ForeignKey(PersonKey, models.PROTECT, related_name="+")  # whose key sealed it: stays when two files become one
    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()  # bytes, unsealed
    sha256 = models.CharField(max_length=64)  # of the sealed file
    path = models.CharField(max_length=120)  # below the data directory
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["person", "kind"], name="paper_of_person")]
