"""The code on the card by a person's door: whoever scans it stood there."""

from django.db import models
from django.db.models import Q

from qianshou.access.models import User

from .person import Person


class WallCode(models.Model):
    """What the square on the wall card says, from the first card printed until a new one is hung up.

    It stands here as it is, for a card printed again must be the same; it opens nothing and reads nothing.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="wall_codes")
    code = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_wall_code_for_a_person")]
