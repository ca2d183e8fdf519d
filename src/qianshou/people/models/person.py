"""One row for each human; elder, carer, member, volunteer and contact are roles on it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User

from ..history import keeps_history
from .place import Place


class Sex(models.TextChoices):
    """As the register says; empty when it does not."""

    FEMALE = "f", _("female")
    MALE = "m", _("male")
    UNKNOWN = "", _("not known")


class BirthPrecision(models.TextChoices):
    """How exactly the birth date is known; a missing day or month is stored as 1."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    NONE = "", _("not known")


@keeps_history(exclude=["found_as", "updated_at", "version"])
class Person(models.Model):
    """A human known to a street. The ID number is sealed (`people.vault` is its only door)."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="persons", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="persons", db_index=False)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120, blank=True)  # pinyin sort key, kernel.names
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_precision = models.CharField(max_length=5, choices=BirthPrecision.choices, blank=True)
    id_sealed = models.BinaryField(default=b"", blank=True)
    id_blind = models.BinaryField(default=b"", blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="persons")
    door = models.CharField(max_length=80, blank=True)  # what follows the lane: 15号二楼前楼
    dialects = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    interests = ArrayField(models.CharField(max_length=30), default=list, blank=True)  # talents and interests, the pack's words where known
    found_as = models.TextField(default="", blank=True)  # what a search looks through, kernel.names.search_text
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from", db_index=False)
    version = models.PositiveIntegerField(default=1)  # for two people editing one file
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            # A search, and a list under its filters, read a street's part of this index alone; all they ask of a row must be in it.
            models.Index(
                fields=["street", "name_key", "id"], include=["committee", "merged_into", "place", "found_as"], name="person_in_street"
            ),
            # Find people: ages and sex are decided in the index, in the order of the list; who has a talent at all is a street's part of the second.
            models.Index(
                fields=["street", "name_key", "id"],
                include=["birth_date", "sex", "committee", "place"],
                name="person_asked_for",
                condition=models.Q(merged_into__isnull=True),
            ),
            models.Index(
                fields=["street"], name="person_with_talents", condition=~models.Q(interests=[]) & models.Q(merged_into__isnull=True)
            ),
            models.Index(fields=["committee", "name_key"], name="person_by_committee"),
            GinIndex(fields=["interests"], name="person_by_interest", condition=~models.Q(interests=[])),
            models.Index(fields=["id_blind"], name="person_by_id_number", condition=~models.Q(id_blind=b"")),
            models.Index(fields=["merged_into"], name="person_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["street", "name_key"], name="person_without_number", condition=models.Q(id_blind=b"")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Lane and door as one line."""
        return f"{self.place.name if self.place_id else ''}{self.door}"
