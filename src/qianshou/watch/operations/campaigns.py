"""Everyone who matches a query is owed one thing by one moment; and the daily phone greeting, a campaign that returns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from qianshou.access.models import User
from qianshou.access.operations import log
from qianshou.kernel.clock import ZONE, at, day_bounds, local_date
from qianshou.watch.models import Campaign, Due
from qianshou.watch.operations.dues import cancel, owe_many
from qianshou.watch.queries.campaigns import matching_ids
from qianshou.watch.rules import NewDue
from qianshou.watch.rules.campaigns import GREETING, TEMPLATES, clean_query, due_key, greeting_key

Ladders = Mapping[int, Sequence[int]]


@transaction.atomic
def launch_campaign(
    *, street_id: int, by: User, title: str, query: Mapping, by_at: datetime, now: datetime, kind: str = "other",
    among: Collection[int] | None = None, ladders: Ladders | None = None, grace: timedelta = timedelta(),
) -> Campaign:  # fmt: skip
    """Owe everyone of the street who matches `query` one look (or call) until `by_at`. Returns it with `people` counted.

    `among` narrows to person ids that another area knows (key elders); `ladders` gives whom to tell first, by person.
    With kind "greeting" it is the daily phone greeting: owed again each day until it is ended. ValueError for a moment
    that has passed, an empty title or an unknown query field.
    """
    if by_at <= now or not title.strip():
        raise ValueError("a campaign needs a title and a moment to come")
    if kind not in TEMPLATES:
        raise ValueError(f"unknown kind {kind!r}")
    chosen = clean_query(query)
    campaign = Campaign.objects.create(
        street_id=street_id, title=title.strip()[:80], kind=kind, query=chosen, by_at=by_at, launched_by=by, launched_at=now
    )
    day = local_date(by_at)
    people = matching_ids(street_id=street_id, query=chosen, today=day, among=among)
    owe_many(dues=[_due(campaign, person, day, by_at, now, grace, (ladders or {}).get(person, ())) for person in people], now=now)
    Campaign.objects.filter(pk=campaign.pk).update(people=len(people))
    campaign.people = len(people)
    log(
        act="campaign.launched",
        now=now,
        by_id=by.pk,
        street_id=street_id,
        target="campaign",
        target_id=campaign.pk,
        people=len(people),
        kind=kind,
    )
    return campaign


def _due(campaign: Campaign, person_id: int, day: date, by_at: datetime, now: datetime, grace: timedelta, ladder: Sequence[int]) -> NewDue:
    daily = campaign.kind == GREETING
    return NewDue(
        street_id=campaign.street_id, key=greeting_key(campaign.pk, day, person_id) if daily else due_key(campaign.pk, person_id),
        kind=TEMPLATES[campaign.kind].kind, person_id=person_id,
        title={"code": "greeting", "params": {}} if daily else {"code": "campaign", "params": {"title": campaign.title}},
        opens_at=min(max(now, day_bounds(day)[0]), by_at), by_at=by_at, grace=grace, ladder=list(ladder), ref={"campaign": campaign.pk},
    )  # fmt: skip


@transaction.atomic
def owe_greetings(*, day: date, now: datetime) -> int:
    """The phone greetings of a day, for every street that keeps them; idempotent. Returns how many dues were new.

    Who is visited by somebody that day is greeted in person and needs no call.
    """
    made = 0
    for campaign in Campaign.objects.filter(kind=GREETING, ended_at__isnull=True, launched_at__lte=now):
        by_at = at(day, campaign.by_at.astimezone(ZONE).time())
        if by_at <= now or local_date(campaign.by_at) > day:
            continue
        visited = Due.objects.filter(street_id=campaign.street_id, day=day, kind="visit").exclude(state="excused")
        people = set(matching_ids(street_id=campaign.street_id, query=campaign.query, today=day))
        people -= set(visited.values_list("person_id", flat=True))
        made += owe_many(dues=[_due(campaign, p, day, by_at, now, timedelta(), ()) for p in sorted(people)], now=now)
    return made


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: User, reason: str, now: datetime) -> int:
    """End it early: what is still pending is excused by this person for this reason. Returns how many dues that were."""
    if not reason.strip():
        raise ValueError("ending a campaign needs a reason")
    ended = Campaign.objects.filter(pk=campaign.pk, ended_at__isnull=True).update(
        ended_at=now, ended_by=by, end_reason=reason.strip()[:200]
    )
    if not ended:
        return 0
    pending = Due.objects.filter(street_id=campaign.street_id, key__startswith=f"campaign:{campaign.pk}:", state__in=("open", "late"))
    count = cancel(street_id=campaign.street_id, keys=list(pending.values_list("key", flat=True)), by_id=by.pk, reason=reason, now=now)
    log(act="campaign.ended", now=now, by_id=by.pk, street_id=campaign.street_id, target="campaign", target_id=campaign.pk, excused=count)
    return count
