"""Notices in the program, channels out of it, and what was sent on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User


class Notice(models.Model):
    """Something a user should see in the program. `ref` is opaque to this room: "alert:12"."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", db_index=False)
    street = models.ForeignKey(Street, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    ref = models.CharField(max_length=60, blank=True)
    loud = models.BooleanField(default=False)  # with sound
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "made_at"], name="notice_unread", condition=models.Q(read_at__isnull=True))]


class Channel(models.Model):
    """A way out of the program: a group robot, SMS by HTTP, e-mail. Its address and secret are sealed."""

    class Kind(models.TextChoices):
        """The kinds that have an encoder."""

        WECOM = "wecom", _("WeCom group robot")
        DINGTALK = "dingtalk", _("DingTalk group robot")
        HTTP = "http", _("HTTP (SMS gateway and others)")
        EMAIL = "email", _("E-mail")

    street = models.ForeignKey(Street, models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60)
    address_sealed = models.BinaryField()
    secret_sealed = models.BinaryField(default=b"", blank=True)
    template = models.TextField(blank=True)  # body for kind "http"
    from_rung = models.PositiveSmallIntegerField(default=0)  # used from this rung of the ladder on
    shows_names = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class Delivery(models.Model):
    """One message on one channel: an outbox row with its attempts."""

    class State(models.TextChoices):
        """Waiting to be sent, sent (the other side said so), or given up."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    ref = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "ref"], name="delivery_once")]
        indexes = [models.Index(fields=["next_try_at"], name="delivery_waiting", condition=models.Q(state="waiting"))]
