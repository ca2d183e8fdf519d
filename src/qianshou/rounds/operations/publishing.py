"""To the phones and back: a published round lets its carers see the persons of their stops, and puts them first on the ladder."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Grant
from qianshou.watch.operations import set_ladders

from ..models import RoundDay, Stop
from ..queries.ladders import ladders_of_day
from ..rules import DayRefused
from .store import locked


@transaction.atomic
def publish_day(*, street_id: int, day: date, version: int | None = None, by_id: int | None, now: datetime) -> dict:
    """Publish a day: phones show it, grants and ladders follow. Publishing again changes nothing that is already so.

    DayRefused("nothing_planned") for a day without stops, ("planning") while it is being planned, ("complaints") where a broken
    rule stands that nobody insisted on; DayChanged if outdated.
    """
    row = locked(street_id=street_id, day=day, version=version)
    if row.planning:
        raise DayRefused("planning")
    if not Stop.objects.filter(round_day=row).exists():
        raise DayRefused("nothing_planned")
    if row.complaints:
        raise DayRefused("complaints", count=len(row.complaints))
    first = row.state != RoundDay.State.PUBLISHED
    if first:
        row.state, row.published_at, row.published_by_id = RoundDay.State.PUBLISHED, now, by_id
        row.save(update_fields=["state", "published_at", "published_by"])
        log(act="rounds.published", now=now, by_id=by_id, street_id=street_id, target="round_day", target_id=row.pk, version=row.version)
    return refresh(row, by_id=by_id, now=now)


@transaction.atomic
def unpublish_day(*, street_id: int, day: date, version: int | None = None, by_id: int | None, now: datetime) -> None:
    """Take a day back from the phones: it is a draft again, its grants end, its ladders are those of the links."""
    row = locked(street_id=street_id, day=day, version=version)
    if row.state != RoundDay.State.PUBLISHED:
        return
    row.state, row.published_at, row.published_by_id = RoundDay.State.DRAFT, None, None
    row.save(update_fields=["state", "published_at", "published_by"])
    Grant.objects.filter(street_id=street_id, why=Grant.Why.ROUND, source=source_of(day)).delete()
    set_ladders(street_id=street_id, ladders=ladders_of_day(street_id=street_id, day=day, at=now, with_rounds=False), now=now)
    log(act="rounds.unpublished", now=now, by_id=by_id, street_id=street_id, target="round_day", target_id=row.pk)


def refresh(row: RoundDay, *, by_id: int | None, now: datetime) -> dict:
    """Bring grants and ladders in line with the stops of a published day. Returns how many of each."""
    wanted = set(
        Stop.objects.filter(round_day=row, carer__person__user__isnull=False).values_list("carer__person__user", "visit__elder")
    )
    source, since = source_of(row.day), min(row.day, clock.local_date(now))
    held = Grant.objects.filter(street_id=row.street_id, source=source, why=Grant.Why.ROUND)
    have = {(g.user_id, g.person_id): g.pk for g in held}
    Grant.objects.filter(pk__in=[pk for pair, pk in have.items() if pair not in wanted]).delete()
    Grant.objects.bulk_create([
        Grant(user_id=u, person_id=p, street_id=row.street_id, since=since, until=row.day, why=Grant.Why.ROUND, source=source)
        for u, p in sorted(wanted - set(have))
    ])  # fmt: skip
    ladders = ladders_of_day(street_id=row.street_id, day=row.day, at=now)
    set_ladders(street_id=row.street_id, ladders=ladders, now=now)
    return {"version": row.version, "grants": len(wanted), "ladders": len(ladders)}


def source_of(day: date) -> str:
    """What the grants of a day's rounds are called."""
    return f"round:{day.isoformat()}"
