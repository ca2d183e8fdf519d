"""The call desk: what was said on the telephone."""

from django.db import models

from qianshou.access.models import Street, User
from qianshou.people.models import Person

from .due import Due


class Call(models.Model):
    """One attempt to reach a person by telephone."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="calls")
    due = models.ForeignKey(Due, models.PROTECT, null=True, blank=True, related_name="calls")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20)  # well | no_answer | concern | refused | taken_back
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["street", "at"], name="call_by_time")]
