"""Leave that a carer asks for; what is granted becomes an absence of the care net."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Absence, Carer
from qianshou.care.rules.absences import days_in


class LeaveRequest(models.Model):
    """A carer asks to be away on these days, both included, by halves at either end as `care.Absence` has them. An officer grants or refuses;
    until then she may take it back. Granted, `absence` is what planning, ladders and the attendance sheet know."""

    class State(models.TextChoices):
        """Waiting, answered, or taken back by herself."""

        OPEN = "open", _("leave to be answered")
        GRANTED = "granted", _("leave granted")
        REFUSED = "refused", _("leave refused")
        TAKEN_BACK = "taken_back", _("taken back by her")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="leave_requests", db_index=False)
    kind = models.CharField(max_length=10, choices=Absence.Kind.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    from_noon = models.BooleanField(default=False)
    until_noon = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)  # in her words
    made_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)  # "act:<uuid>"
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)  # when it was answered, or taken back
    absence = models.OneToOneField(Absence, models.PROTECT, null=True, blank=True, related_name="asked_as")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="leave_request_once"),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")) | (Q(last_day=F("first_day")) & ~Q(from_noon=True, until_noon=True)), name="leave_request_span"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="leave_refused_in_words"),
            models.CheckConstraint(condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)), name="leave_answered_when"),
            models.CheckConstraint(
                condition=Q(state="granted", absence__isnull=False, answered_by__isnull=False) | (~Q(state="granted") & Q(absence__isnull=True)),
                name="leave_granted_is_absence",
            ),
        ]
        indexes = [models.Index(fields=["street", "state"], name="leave_request_in_street"), models.Index(fields=["carer", "last_day"], name="leave_request_of_carer")]

    @property
    def span(self) -> tuple:
        """First and last day, from noon, until noon: as `care.rules.absences` takes it."""
        return self.first_day, self.last_day, self.from_noon, self.until_noon

    @property
    def days(self) -> int | float:
        """Calendar days of it, by halves."""
        return days_in(*self.span)

    @property
    def cancelled(self) -> bool:
        """It was granted, and she was there after all."""
        return self.absence is not None and self.absence.cancelled_at is not None
