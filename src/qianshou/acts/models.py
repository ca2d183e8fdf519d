"""What phones sent, kept as it came."""

import uuid

import pgtrigger
from django.db import models

from qianshou.access.models import Device, Street, User


class Act(models.Model):
    """What a person did, made on the phone. Stored first, then applied; the row's content never changes (trigger).

    `body` is the act as it was sent; `made_at` is its time set right by `offset_ms` (server minus phone, at their last
    contact) and never after `received_at`.
    """

    class State(models.TextChoices):
        """Stored → applied, or held (cannot be applied: a person is asked) → settled."""

        STORED = "stored"
        APPLIED = "applied"
        HELD = "held"
        SETTLED = "settled"

    id = models.UUIDField(primary_key=True)  # UUIDv7 made by the client
    device = models.ForeignKey(Device, models.PROTECT, related_name="acts", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="acts", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    offset_ms = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    place = models.JSONField(null=True, blank=True)  # {"lon", "lat", "accuracy_m"}, degrees (WGS 84) and metres
    payload = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.STORED)
    reason = models.JSONField(default=dict, blank=True)  # {"code", "params"} when held
    effect = models.JSONField(default=dict, blank=True)  # what applying it did
    applied_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["street", "state", "received_at"], name="act_by_state"),
            models.Index(fields=["user", "made_at"], name="act_by_user"),
            models.Index(fields=["device", "seq"], name="act_by_device"),
            models.Index(fields=["received_at"], name="act_waiting", condition=models.Q(state="stored")),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="content_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "id", "device", "user", "seq", "kind", "made_at", "offset_ms", "received_at", "place", "payload", "body", "content_hash"
                ),
            ),
        ]


class ActConflict(models.Model):
    """A second content under an id that is taken: both kept, a person asked."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="conflicts")
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    body = models.JSONField()
    content_hash = models.CharField(max_length=64)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    choice = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "content_hash"], name="conflict_once")]


class UnreadableAct(models.Model):
    """Something in a batch that is no act: kept as text, a person asked. The same text again is kept once."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    code = models.CharField(max_length=10)  # why, acts.rules.BrokenAct
    body = models.TextField()  # JSON in ASCII, cut at 20,000 characters
    body_hash = models.CharField(max_length=64)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "body_hash"], name="unreadable_once")]


class Epoch(models.Model):
    """The server's epoch: a new row after each restore, so that phones send again what they kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    since = models.DateTimeField()
