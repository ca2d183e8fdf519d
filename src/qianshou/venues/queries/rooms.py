"""Rooms within the user's sight."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qianshou.access.scope import Scope

from ..models import Venue


def rooms(*, scope: Scope, closed_too: bool = False) -> QuerySet[Venue]:
    """The street's activity rooms; a committee's worker sees those of her committee."""
    rows = Venue.objects.filter(scope.rows(), street_id=scope.street_id, kind="room").select_related("street", "committee", "place").order_by("name", "pk")
    return rows if closed_too else rows.filter(closed_on__isnull=True)


def street_rooms(*, scope: Scope) -> QuerySet[Venue]:
    """The rooms of the whole street for somebody who sees one committee's only: name, hours and what is on, to tell an elder; nothing to act on."""
    if scope.street_id in scope.street_ids:
        return Venue.objects.none()
    rows = Venue.objects.filter(street_id=scope.street_id, committee__isnull=True, kind="room", closed_on__isnull=True)
    return rows.select_related("street", "committee", "place").order_by("name", "pk")


def room_of(*, scope: Scope, venue_id: int) -> Venue:
    """One room; DoesNotExist for outsiders."""
    return rooms(scope=scope, closed_too=True).get(pk=venue_id)


def room_of_key(key: str) -> tuple[Venue, bool]:
    """The room of a feed's address, and whether it is the private one. DoesNotExist for a key nobody has."""
    row = Venue.objects.select_related("street").get(Q(public_key=key) | Q(private_key=key))
    return row, row.private_key == key
