"""A concern raised at the door must reach somebody and be answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.models import Person

WANTS_ANSWER = ("open", "taken")  # states of a concern that wants an answer


class Concern(models.Model):
    """What somebody noticed about a person."""

    class Severity(models.IntegerChoices):
        """How soon somebody must look."""

        NOTE = 1, _("for the file")
        SOON = 2, _("within days")
        NOW = 3, _("at once")

    class State(models.TextChoices):
        """Open until answered, or taken back by whoever reported it before anybody had taken it."""

        OPEN = "open", _("open")
        TAKEN = "taken", _("taken")
        ANSWERED = "answered", _("answered")
        TAKEN_BACK = "taken_back", _("taken back")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="concerns", db_index=False)
    category = models.CharField(max_length=20, blank=True)  # body, mood, home, money, family, other
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.SOON)
    text = models.CharField(max_length=500)
    reported_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    said_by = models.CharField(max_length=90, blank=True)  # who noticed it, where that is nobody with an account: the family
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    ref = models.CharField(max_length=80, blank=True)  # idempotency: "act:<uuid>"
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "ref"], condition=~models.Q(ref=""), name="concern_once")]
        indexes = [
            models.Index(fields=["street", "made_at"], name="concern_open", condition=models.Q(state__in=WANTS_ANSWER)),
            models.Index(fields=["person", "made_at"], name="concern_by_person"),
        ]

    @property
    def noticed_by(self) -> str:
        """Who noticed it: a user, or somebody outside of the program."""
        return str(self.reported_by) if self.reported_by_id else self.said_by
