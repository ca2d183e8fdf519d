"""A file goes to another street: offered by the one, taken or refused by the other."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .person import Person


class FileMove(models.Model):
    """One offer. A taken one is what the old street still sees of the file: the name, where it went, and when.

    `kept` says in numbers what stayed in the old street's books and what was ended: {"visits": 41, "links": 2, "prepaid_fen": 1200 …}.
    """

    class State(models.TextChoices):
        """From the offer to its answer."""

        OFFERED = "offered", _("offered")
        WITHDRAWN = "withdrawn", _("offer taken back")
        REFUSED = "refused", _("not accepted")
        TAKEN = "taken", _("moved over")

    person = models.ForeignKey(Person, models.PROTECT, related_name="moves")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)  # the one that offers
    to_street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)  # as it was when it went: the old street cannot read the file any more
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=200, blank=True)  # why it was refused or taken back
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="offered"), name="one_offer_per_file"),
            models.CheckConstraint(condition=~Q(street=F("to_street")), name="move_to_another_street"),
            models.CheckConstraint(condition=Q(state="offered") | Q(answered_at__isnull=False), name="move_answered_when"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="move_refused_with_reason"),
        ]
        indexes = [
            models.Index(fields=["street", "state"], name="move_from_street"),
            models.Index(fields=["to_street", "state"], name="move_to_street"),
        ]
