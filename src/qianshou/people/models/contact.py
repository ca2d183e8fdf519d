"""Telephones, emergency contacts in order, and who holds the spare key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..history import keeps_history
from .person import Person


@keeps_history()
class Phone(models.Model):
    """A person's own telephone number, sealed; `blind` is for exact search."""

    class Kind(models.TextChoices):
        """Mobile or landline."""

        MOBILE = "mobile", _("mobile")
        LANDLINE = "landline", _("landline")

    person = models.ForeignKey(Person, models.CASCADE, related_name="phones")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed = models.BinaryField()
    blind = models.BinaryField(db_index=True)

    class Meta:
        ordering = ["person_id", "position", "id"]


@keeps_history()
class Contact(models.Model):
    """An emergency contact, called in `position` order. `person` links to a file where the contact has one."""

    elder = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)  # telephone
    blind = models.BinaryField(default=b"", blank=True)
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="contact_of")

    class Meta:
        ordering = ["elder_id", "position", "id"]
        indexes = [models.Index(fields=["blind"], name="contact_by_number", condition=~models.Q(blind=b""))]


@keeps_history()
class SpareKey(models.Model):
    """Who holds an elder's spare key, from when until when."""

    elder = models.ForeignKey(Person, models.CASCADE, related_name="spare_keys")
    holder_name = models.CharField(max_length=60)
    holder = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="keys_held")
    sealed = models.BinaryField(default=b"", blank=True)  # telephone of the holder
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "id"]
