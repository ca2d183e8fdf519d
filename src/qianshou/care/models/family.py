"""What a relative writes on the family page: kept first, owed an answer like anything that somebody noticed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street
from qianshou.people.models import FamilyLink, Person
from qianshou.watch.models import Concern


class FamilyNote(models.Model):
    """One message or concern of the family. Its words and its answer are those of the concern that carries it to the desk."""

    class Kind(models.TextChoices):
        """A word to the carer, or something that worries them."""

        MESSAGE = "message", _("a message to the carer")
        CONCERN = "concern", _("a worry")

    link = models.ForeignKey(FamilyLink, models.PROTECT, related_name="notes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="family_notes", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    concern = models.OneToOneField(Concern, models.PROTECT, related_name="family_note")
    made_at = models.DateTimeField()
    batch = models.UUIDField(unique=True)  # sent twice, it is one

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["person", "made_at"], name="family_note_by_person"),
            models.Index(fields=["street", "made_at"], name="family_note_by_street"),
        ]
