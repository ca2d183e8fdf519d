"""A giver's own view of the bank, for her phone: her membership, where she agreed to go, what she wrote down."""

from datetime import date

from django.db.models import F, Q, QuerySet

from ..models import TimebankAsk, TimebankHours, TimebankMatch, TimebankMember
from .timebank import with_balance


def own_member(*, user_id: int, street_id: int) -> TimebankMember | None:
    """The membership in the street of whoever has this account, with what `with_balance` adds: the one that runs, else the newest."""
    rows = with_balance(TimebankMember.objects.filter(person__user=user_id, street_id=street_id))
    return rows.select_related("street", "person").order_by(F("left_on").desc(nulls_first=True), "-pk").first()


def agreed_tasks(member: TimebankMember, *, since: date) -> list[TimebankAsk]:
    """What she said she would do, for days from `since`, and has not written down yet; the nearest first."""
    going = TimebankMatch.objects.filter(member=member, state=TimebankMatch.State.AGREED).values("ask")
    rows = TimebankAsk.objects.filter(pk__in=going, state=TimebankAsk.State.MATCHED, on__gte=since)
    return list(rows.select_related("elder__place").order_by("on", "pk"))


def has_agreed(member: TimebankMember, elder_id: int) -> bool:
    """Whether she ever said that she goes to this elder."""
    rows = TimebankMatch.objects.filter(member__person=member.person_id, state=TimebankMatch.State.AGREED, street_id=member.street_id)
    return rows.filter(ask__elder=elder_id).exists()


def own_hours(member: TimebankMember, *, since: date) -> QuerySet[TimebankHours]:
    """What she wrote down for days from `since`, and whatever still waits for a word; the newest first."""
    rows = TimebankHours.objects.filter(member__person=member.person_id, street_id=member.street_id)
    waiting = Q(state__in=(TimebankHours.State.LOGGED, TimebankHours.State.DISPUTED))
    return rows.filter(waiting | Q(on__gte=since)).select_related("elder").order_by("-on", "-pk")
