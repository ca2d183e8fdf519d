"""Coming and going of carers; the month's sheet is worked out by `merit`."""

from django.db import models

from qianshou.access.models import Street

from .carer import Carer


class ClockEvent(models.Model):
    """One tap of coming or going, or (`takes_back`) the taking back of one: a correction is a new row."""

    carer = models.ForeignKey(Carer, models.PROTECT, related_name="clock_events", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    place = models.JSONField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")
    reason = models.CharField(max_length=200, blank=True)  # why the office took it back

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source"], condition=~models.Q(source=""), name="clock_once")]
        indexes = [
            models.Index(fields=["carer", "made_at"], name="clock_by_carer"),
            models.Index(fields=["street", "made_at"], name="clock_by_street"),
        ]
