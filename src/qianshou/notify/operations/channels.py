"""Channels: the address and the secret are sealed; what is shown afterwards is only the host."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from qianshou.access.keys import seal
from qianshou.access.operations import log
from qianshou.notify.models import Channel
from qianshou.notify.rules import check_url


def _check(kind: str, address: str, template: str) -> None:
    if kind not in Channel.Kind.values:
        raise ValueError(f"unknown kind {kind!r}")
    if kind == Channel.Kind.EMAIL:
        name, _, host = address.partition("@")
        if not name or "." not in host or any(c.isspace() for c in address):
            raise ValueError("not an e-mail address")
    else:
        check_url(address, allow_private=settings.NOTIFY_PRIVATE_HOSTS)
    if template and kind != Channel.Kind.HTTP:
        raise ValueError("only a channel of kind http has a template")


@transaction.atomic
def add_channel(
    *, street_id: int, kind: str, name: str, address: str, secret: str = "", template: str = "", from_rung: int = 0,
    shows_names: bool = False, by_id: int, now: datetime,
) -> Channel:  # fmt: skip
    """A new way out. HostRefused or ValueError when the address may not be called."""
    _check(kind, address, template)
    channel = Channel.objects.create(
        street_id=street_id, kind=kind, name=name, address_sealed=seal(address), secret_sealed=seal(secret), template=template,
        from_rung=from_rung, shows_names=shows_names, created_at=now,
    )  # fmt: skip
    log(act="channel.added", now=now, by_id=by_id, street_id=street_id, target="channel", target_id=channel.pk, kind=kind)
    return channel


@transaction.atomic
def change_channel(
    *,
    channel: Channel,
    name: str,
    from_rung: int,
    shows_names: bool,
    template: str,
    address: str = "",
    secret: str = "",
    by_id: int,
    now: datetime,
) -> None:
    """New settings. An empty address or secret keeps the one that is there: neither is ever shown."""
    changes = {"name": name, "from_rung": from_rung, "shows_names": shows_names, "template": template}
    if address:
        _check(channel.kind, address, template)
        changes["address_sealed"] = seal(address)
    if secret:
        changes["secret_sealed"] = seal(secret)
    Channel.objects.filter(pk=channel.pk).update(**changes)
    log(
        act="channel.changed",
        now=now,
        by_id=by_id,
        street_id=channel.street_id,
        target="channel",
        target_id=channel.pk,
        fields=sorted(changes),
    )


@transaction.atomic
def set_channel_enabled(*, channel: Channel, enabled: bool, by_id: int, now: datetime) -> None:
    """Rest or wake a channel; what waits in its outbox waits with it."""
    Channel.objects.filter(pk=channel.pk).update(enabled=enabled)
    act = "channel.enabled" if enabled else "channel.disabled"
    log(act=act, now=now, by_id=by_id, street_id=channel.street_id, target="channel", target_id=channel.pk)
