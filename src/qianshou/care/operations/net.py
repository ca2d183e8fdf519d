"""The net itself: who is a key elder, and which carer answers for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.packs.loader import load
from qianshou.people.models import Grant, Person
from qianshou.people.operations.grants import NewGrant, end_grants, give_grants

from ..models import Carer, KeyElder, Link, Rank
from .errors import Refused
from .ladders import refresh_ladders
from .locks import lock_street

REPLACED, UNDONE = gettext_noop("replaced"), gettext_noop("taken back")  # why a link ended, as stored; translated when shown


@dataclass(frozen=True, slots=True)
class Pick:
    """One carer for one rank, with the reasons for which she was proposed."""

    rank: str
    carer_id: int
    reasons: tuple = ()


@transaction.atomic
def mark_key(*, elder_id: int, since: date, reason: str, now: datetime, by_id: int | None = None) -> KeyElder:
    """From this day the elder is a key elder, whom the net must hold. Marking twice returns the span that runs."""
    elder = Person.objects.get(pk=elder_id)
    lock_street(elder.street_id)
    if running := KeyElder.objects.filter(elder=elder, until__isnull=True).first():
        return running
    marked = KeyElder.objects.create(elder=elder, street_id=elder.street_id, since=since, reason=reason.strip()[:200])
    log(act="key.marked", now=now, by_id=by_id, street_id=elder.street_id, target="person", target_id=elder.pk, reason=marked.reason)
    return marked


@transaction.atomic
def unmark_key(*, elder_id: int, last_day: date, now: datetime, by_id: int | None = None) -> bool:
    """The elder is no key elder after this day. Links stay until they are ended. Whether there was anything to end."""
    street_id = Person.objects.values_list("street_id", flat=True).get(pk=elder_id)
    lock_street(street_id)
    running = KeyElder.objects.filter(elder_id=elder_id, until__isnull=True).first()
    if running is None:
        return False
    KeyElder.objects.filter(pk=running.pk).update(until=max(last_day, running.since))
    log(act="key.unmarked", now=now, by_id=by_id, street_id=street_id, target="person", target_id=elder_id)
    return True


@transaction.atomic
def link_carer(
    *,
    elder_id: int,
    carer_id: int,
    rank: str,
    start: date,
    now: datetime,
    by_id: int | None = None,
    reasons: list | None = None,
    end_previous: bool = False,
) -> Link:
    """From `start` this carer answers for this elder. The carer may see the file from then on, and open dues get the new ladder.

    `end_previous` ends the link that holds the rank now (a change of carer). Refused when the rank is taken, the carer is linked to the
    elder already, is of another street, has left, is of a tier that may not hold the rank, or is at her limit.
    """
    elder = Person.objects.get(pk=elder_id)
    lock_street(elder.street_id)
    carer = Carer.objects.select_related("person", "street").get(pk=carer_id)
    if end_previous and (old := Link.objects.filter(elder=elder, rank=rank, until__isnull=True).exclude(carer=carer).first()):
        _end(old, start - timedelta(days=1), REPLACED)
    _check(elder, carer, rank, start)
    link = Link.objects.create(
        elder=elder, carer=carer, street_id=elder.street_id, rank=rank, since=start, reasons=reasons or [], made_by_id=by_id
    )
    if carer.person.user_id:
        grant = NewGrant(
            user_id=carer.person.user_id,
            person_id=elder.pk,
            street_id=elder.street_id,
            since=start,
            why=Grant.Why.LINK,
            source=f"link:{link.pk}",
        )
        give_grants(grants=[grant])
    refresh_ladders(street_id=elder.street_id, elder_ids=[elder.pk], now=now)
    log(act="link.made", now=now, by_id=by_id, street_id=elder.street_id, target="person", target_id=elder.pk, carer=carer.pk, rank=rank)
    return link


@transaction.atomic
def fill_hole(*, elder_id: int, picks: Sequence[Pick], start: date, now: datetime, by_id: int) -> list[Link]:
    """Take a proposal: all its links or none. Refused as `link_carer`: somebody else may have filled the hole meanwhile."""
    return [
        link_carer(elder_id=elder_id, carer_id=p.carer_id, rank=p.rank, start=start, now=now, by_id=by_id, reasons=list(p.reasons))
        for p in picks
    ]


@transaction.atomic
def undo_links(*, link_ids: Sequence[int], now: datetime, by_id: int) -> int:
    """Take back links that were just made: they hold on no day at all. Returns how many were still running."""
    undone = 0
    for link in Link.objects.filter(pk__in=link_ids, until__isnull=True).order_by("pk"):
        end_link(link_id=link.pk, last_day=link.since - timedelta(days=1), reason=UNDONE, now=now, by_id=by_id)
        undone += 1
    return undone


@transaction.atomic
def end_link(*, link_id: int, last_day: date, reason: str, now: datetime, by_id: int | None = None) -> None:
    """The carer answers for the elder until this day, and sees the file no longer than that. Ending twice changes nothing."""
    link = Link.objects.get(pk=link_id)
    lock_street(link.street_id)
    link.refresh_from_db()
    if link.until is not None:
        return
    _end(link, last_day, reason)
    refresh_ladders(street_id=link.street_id, elder_ids=[link.elder_id], now=now)
    log(
        act="link.ended",
        now=now,
        by_id=by_id,
        street_id=link.street_id,
        target="person",
        target_id=link.elder_id,
        carer=link.carer_id,
        rank=link.rank,
    )


def _end(link: Link, last_day: date, reason: str) -> None:
    # A link that is taken back before its first day holds on no day at all: `until` lies before `since`.
    Link.objects.filter(pk=link.pk).update(until=last_day, ended_reason=reason.strip()[:200])
    end_grants(source=f"link:{link.pk}", last_day=last_day)


def _check(elder: Person, carer: Carer, rank: str, start: date) -> None:
    if rank not in Rank.values:
        raise Refused("rank", rank=rank)
    if carer.street_id != elder.street_id:
        raise Refused("other_street")
    if carer.left_on and carer.left_on < start:
        raise Refused("left", on=carer.left_on.isoformat())
    tier = load(carer.street.pack).tiers.get(carer.tier)
    if tier is None or not {"primary": tier.may_be_primary, "backup": tier.may_be_backup}[rank]:
        raise Refused("tier_rank", tier=carer.tier, rank=rank)
    held = Link.objects.filter(until__isnull=True)
    if held.filter(elder=elder, rank=rank).exists():
        raise Refused("rank_taken", rank=rank)
    if held.filter(elder=elder, carer=carer).exists():
        raise Refused("linked_already")
    load_now = held.filter(carer=carer, rank=rank).count()
    if load_now >= carer.link_limit:
        raise Refused("full", load=load_now, limit=carer.link_limit)
