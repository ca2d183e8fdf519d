"""The duty roster behind the ladder, and campaigns: everyone who matches, by tonight."""

from django.db import models

from qianshou.access.models import Street, User


class DutyShift(models.Model):
    """值班: this user sits at the duty desk from then until then."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["street", "starts_at"], name="duty_by_start")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="duty_span"),
            models.UniqueConstraint(fields=["street", "user", "starts_at"], name="duty_once"),
        ]


class Campaign(models.Model):
    """Everyone who matches a query is owed a look by a moment: heat, typhoon, Spring Festival."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, default="other")
    query = models.JSONField(default=dict)
    by_at = models.DateTimeField()
    launched_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    launched_at = models.DateTimeField()
    people = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)
