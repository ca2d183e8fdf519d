"""Honours: a carer reached a threshold, an officer approves, a second one confirms. Once for each carer and threshold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Carer


class Honour(models.Model):
    """One threshold that one carer reached. `evidence`: what was counted, {"value", "until"} and for months the months."""

    class State(models.TextChoices):
        """From the program's proposal to the certificate, or refused."""

        PROPOSED = "proposed", _("proposed by the program")
        APPROVED = "approved", _("approved, to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused with a reason")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="honours", db_index=False)
    code = models.CharField(max_length=40)  # of the pack's honours
    kind = models.CharField(max_length=10)
    threshold = models.PositiveIntegerField()
    evidence = models.JSONField(default=dict)
    pack = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # of the decision
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)  # dated on the certificate
    fen = models.PositiveIntegerField(default=0)  # as the data said when it was confirmed
    gift_zh = models.CharField(max_length=60, blank=True)
    gift_en = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "code"], name="honour_once"),
            models.CheckConstraint(condition=Q(state="proposed", decided_at__isnull=True) | ~Q(state="proposed") & Q(decided_at__isnull=False) & ~Q(reason=""), name="honour_decided_with_reason"),
            models.CheckConstraint(condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("decided_by")), name="honour_confirmed_by_a_second"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False, given_on__isnull=False), name="honour_confirmed_has_a_day"),
        ]
        indexes = [models.Index(fields=["street", "state"], name="honour_by_state")]

    @property
    def number(self) -> str:
        """As the certificate has it: RY-2026-000017."""
        return f"RY-{self.given_on:%Y}-{self.pk:06d}" if self.given_on else f"RY-{self.pk:06d}"
