"""The elder's file: what the register says and what the office learns, one file for each elder."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street

from ..history import keeps_history
from .person import Person


class Status(models.TextChoices):
    """Whether the elder is at home to be visited."""

    ACTIVE = "active", _("at home")
    HOSPITAL = "hospital", _("in hospital")
    AWAY = "away", _("away")
    MOVED = "moved", _("moved away")
    DEAD = "dead", _("deceased")


class Living(models.TextChoices):
    """Living situation, as registers distinguish it."""

    ALONE = "alone", _("lives alone")
    ALONE_ABROAD = "alone_abroad", _("lives alone, children abroad")
    CHILDLESS = "childless", _("alone without children")  # 孤老
    EMPTY_NEST = "empty_nest", _("with spouse only")  # 空巢
    WITH_FAMILY = "with_family", _("with children")
    OTHER = "other", _("other")
    UNKNOWN = "", _("not known")


@keeps_history(exclude=["updated_at"])
class ElderFile(models.Model):
    """One elder's file. Each field that was read from a sheet keeps the raw cell beside it in `raw`.

    `by_hand` names the fields that a person changed: an import does not overwrite them.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="file")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_since = models.DateField(null=True, blank=True)
    living = models.CharField(max_length=14, choices=Living.choices, blank=True)
    health = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    diet = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    diet_unclear = models.BooleanField(default=False)  # free text was not understood: a person settles it before the first meal
    meal_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # ISO weekdays 1–7
    hardship = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # 低保, 优抚 …
    access_note = models.CharField(max_length=200, blank=True)  # floor, lift, knock long
    remarks = models.TextField(blank=True)
    raw = models.JSONField(default=dict, blank=True)  # heading → cell as the sheet had it
    by_hand = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    in_review = models.BooleanField(default=False)  # a doubtful row made or touched this file
    opened_on = models.DateField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["street", "status", "living"], include=["person"], name="file_in_street"),
            # Remarks that say what somebody likes (care.rules.vocabulary.LIKES): few of many.
            models.Index(
                fields=["street"], include=["person"], name="file_says_likes",
                condition=models.Q(remarks__regex="喜欢|喜爱|爱好|热爱|擅长|特长|likes |loves |enjoys "),
            ),
            models.Index(fields=["street"], name="file_in_review", condition=models.Q(in_review=True)),
        ]

    @property
    def visited(self) -> bool:
        """Dead, moved and in-hospital people, and those away, are not visited."""
        return self.status == Status.ACTIVE
