"""Campaigns: who matches, how far they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.people.models import ElderFile, Living, Status
from qianshou.watch.models import Campaign, Due
from qianshou.watch.rules.campaigns import born_until

ALONE = (Living.ALONE, Living.ALONE_ABROAD, Living.CHILDLESS)


def matching(*, street_id: int, query: Mapping, today: date, among: Collection[int] | None = None) -> QuerySet[ElderFile]:
    """Files of people at home who match a campaign's query (rules.campaigns.clean_query)."""
    files = ElderFile.objects.filter(street_id=street_id, status=Status.ACTIVE, person__merged_into__isnull=True)
    if query.get("committees"):
        files = files.filter(person__committee_id__in=query["committees"])
    if query.get("living_alone"):
        files = files.filter(living__in=ALONE)
    if query.get("min_age"):
        files = files.filter(person__birth_date__lte=born_until(today, int(query["min_age"])))
    if query.get("max_age"):
        files = files.filter(person__birth_date__gt=born_until(today, int(query["max_age"]) + 1))
    if among is not None:
        files = files.filter(person_id__in=list(among))
    return files


def matching_ids(*, street_id: int, query: Mapping, today: date, among: Collection[int] | None = None) -> list[int]:
    """Person ids of `matching`, in order."""
    return list(
        matching(street_id=street_id, query=query, today=today, among=among).order_by("person_id").values_list("person_id", flat=True)
    )


def campaigns(*, scope: Scope) -> QuerySet[Campaign]:
    """The street's campaigns, the newest first."""
    return (
        Campaign.objects.filter(scope.rows(committee=None), street_id=scope.street_id)
        .select_related("launched_by", "ended_by")
        .order_by("-launched_at")
    )


def campaign(*, scope: Scope, campaign_id: int) -> Campaign:
    """One campaign; DoesNotExist for outsiders."""
    return Campaign.objects.filter(scope.rows(committee=None)).select_related("launched_by", "ended_by").get(pk=campaign_id)


def dues_of(*, scope: Scope, campaign: Campaign, day: date | None = None) -> QuerySet[Due]:
    """The dues of one campaign (of one day, for the daily greeting), what is still pending first."""
    found = Due.objects.filter(scope.rows(), street_id=campaign.street_id, key__startswith=f"campaign:{campaign.pk}:")
    if day:
        found = found.filter(day=day)
    return found.select_related("person__place", "person__committee", "met_by", "excused_by")


def progress(dues: QuerySet[Due]) -> dict[str, int]:
    """How many are due, done, late and excused; and all."""
    done = Q(state__in=("met", "met_late", "met_heard_late"))
    return dues.aggregate(
        all=Count("pk"), done=Count("pk", filter=done), due=Count("pk", filter=Q(state="open")),
        late=Count("pk", filter=Q(state="late")), excused=Count("pk", filter=Q(state="excused")),
    )  # fmt: skip
