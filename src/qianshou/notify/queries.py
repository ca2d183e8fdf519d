"""Reads of notify: a user's notices, a street's channels, what was sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db.models import Count, Max, Q, QuerySet

from qianshou.access.keys import unseal
from qianshou.access.scope import Scope
from qianshou.kernel.sealing import SealingError
from qianshou.notify.models import Channel, Delivery, Notice


def unread(*, user_id: int) -> QuerySet[Notice]:
    """A user's own unread notices, the newest first."""
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).order_by("-made_at", "-pk")


def notices(*, user_id: int) -> QuerySet[Notice]:
    """All of a user's own notices, the newest first."""
    return Notice.objects.filter(user_id=user_id).order_by("-made_at", "-pk")


def channels(*, scope: Scope) -> QuerySet[Channel]:
    """The street's channels, with counts of what waits and what was given up, and when one last worked."""
    found = Channel.objects.filter(scope.rows(committee=None), street_id=scope.street_id)
    return found.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state="waiting")),
        failed=Count("deliveries", filter=Q(deliveries__state="failed")),
        last_sent=Max("deliveries__sent_at"),
    ).order_by("pk")


def channel(*, scope: Scope, channel_id: int) -> Channel:
    """One channel; DoesNotExist for outsiders."""
    return channels(scope=scope).get(pk=channel_id)


def host_of(channel: Channel) -> str:
    """What may be shown of a sealed address: the host of a webhook, the domain of an e-mail address."""
    try:
        address = unseal(channel.address_sealed)
    except SealingError:
        return "?"
    return "…@" + address.rpartition("@")[2] if channel.kind == Channel.Kind.EMAIL else urlsplit(address).hostname or "?"


def deliveries(*, scope: Scope, state: str = "", channel_id: int | None = None) -> QuerySet[Delivery]:
    """What was put into the outbox of the street's channels, the newest first."""
    found = Delivery.objects.filter(scope.rows(street="channel__street_id", committee=None), channel__street_id=scope.street_id)
    if state in Delivery.State.values:
        found = found.filter(state=state)
    if channel_id:
        found = found.filter(channel_id=channel_id)
    return found.select_related("channel").order_by("-made_at", "-pk")


def delivery(*, scope: Scope, delivery_id: int) -> Delivery:
    """One message; DoesNotExist for outsiders."""
    return deliveries(scope=scope).get(pk=delivery_id)
