"""The outbox. A message is written in the transaction of what it tells of, sent by a background job, tried again with
growing pauses, and kept with what became of it.

Claiming moves `next_try_at` before the message leaves: a sender that is killed in between tries again later. So a robot
may hear the same message twice, never not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from procrastinate.contrib.django import app

from qianshou.access.keys import unseal
from qianshou.access.operations import log
from qianshou.notify.models import Channel, Delivery
from qianshou.notify.rules import HostRefused, after_failure, request_for
from qianshou.notify.rules.bodies import accepted
from qianshou.notify.transport import Answer, deliver

SEND_TASK = "notify.send"
QUEUE = "watch"  # with the sweep, before month-end volumes
LEASE = timedelta(seconds=60)  # longer than a try can take

CLAIM = """
UPDATE notify_delivery d SET attempts = d.attempts + 1, next_try_at = %s
FROM (SELECT o.id FROM notify_delivery o JOIN notify_channel c ON c.id = o.channel_id
      WHERE o.state = 'waiting' AND o.next_try_at <= %s AND c.enabled AND (%s::bigint IS NULL OR o.id = %s)
      ORDER BY o.next_try_at LIMIT %s FOR UPDATE OF o SKIP LOCKED) w
WHERE d.id = w.id RETURNING d.id
"""


def channels_of(street_ids: Collection[int]) -> list[Channel]:
    """Enabled channels of some streets."""
    return list(Channel.objects.filter(street_id__in=list(street_ids), enabled=True).order_by("pk"))


@transaction.atomic
def post(*, channel_id: int, ref: str, body: str, now: datetime) -> Delivery:
    """Put a message into the outbox, once for `ref`, and enqueue its sending: both happen if the caller's change does."""
    delivery, made = Delivery.objects.get_or_create(
        channel_id=channel_id, ref=ref, defaults={"body": body, "next_try_at": now, "made_at": now}
    )
    if made:
        app.configure_task(SEND_TASK, queue=QUEUE, priority=50, allow_unknown=True).defer(delivery_id=delivery.pk)
    return delivery


@transaction.atomic
def send_again(*, delivery: Delivery, by_id: int, now: datetime) -> None:
    """A message that was given up gets its tries anew."""
    if Delivery.objects.filter(pk=delivery.pk, state="failed").update(state="waiting", attempts=0, next_try_at=now, error=""):
        app.configure_task(SEND_TASK, queue=QUEUE, priority=50, allow_unknown=True).defer(delivery_id=delivery.pk)
        log(act="delivery.again", now=now, by_id=by_id, street_id=delivery.channel.street_id, target="delivery", target_id=delivery.pk)


def claim(*, now: datetime, delivery_id: int | None = None, limit: int = 20) -> list[Delivery]:
    """Take waiting messages whose time has come, so that nobody else sends them during this try."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now, delivery_id, delivery_id, limit])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Delivery.objects.filter(pk__in=ids).select_related("channel").order_by("pk"))


def record_answer(*, delivery: Delivery, answer: Answer, now: datetime) -> str:
    """What became of a try: sent, waiting for the next, or given up. Returns the state."""
    if not answer.trouble and accepted(delivery.channel.kind, answer.status, answer.body):
        changes = {"state": "sent", "sent_at": now, "error": ""}
    else:
        again = after_failure(delivery.attempts, now)
        error = answer.trouble or f"{answer.status} {answer.body.decode(errors='replace')}"
        changes = {"state": "waiting" if again else "failed", "error": error[:300], "next_try_at": again or now}
    Delivery.objects.filter(pk=delivery.pk, state="waiting").update(**changes)
    return changes["state"]


def try_once(delivery: Delivery, now: datetime) -> Answer:
    """Carry one message out, outside of any transaction: a slow robot must hold no lock."""
    channel = delivery.channel
    address, secret = unseal(channel.address_sealed), unseal(channel.secret_sealed)
    if channel.kind == Channel.Kind.EMAIL:
        return _mail(address, delivery.body)
    try:
        request = request_for(channel.kind, url=address, text=delivery.body, secret=secret, template=channel.template, at=now)
    except HostRefused as refused:
        return Answer(0, trouble=refused.code)
    return deliver(request, allow_private=settings.NOTIFY_PRIVATE_HOSTS)


def _mail(address: str, body: str) -> Answer:
    subject, _, _ = body.partition("\n")
    message = EmailMessage(subject=subject[:120], body=body, to=[address], connection=get_connection(timeout=10))
    try:
        message.send()
    except OSError:
        return Answer(0, trouble="no_mail_server")
    return Answer(200)


def send_waiting(*, now: datetime, delivery_id: int | None = None) -> int:
    """Send what waits (or one message); returns how many the other side accepted. Never raises for a bad channel."""
    sent = 0
    for delivery in claim(now=now, delivery_id=delivery_id):
        sent += record_answer(delivery=delivery, answer=try_once(delivery, now), now=now) == "sent"
    return sent
