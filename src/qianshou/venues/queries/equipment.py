"""What stands in a room."""

from django.db.models import Prefetch, QuerySet

from qianshou.access.scope import Scope

from ..models import Equipment, EquipmentEntry


def equipment_in(venue_id: int) -> QuerySet[Equipment]:
    """What is there, what is faulty first, each with its entries (`said`, the newest first)."""
    entries = Prefetch("entries", EquipmentEntry.objects.select_related("by").order_by("-pk"), to_attr="said")
    return Equipment.objects.filter(venue=venue_id).exclude(state="gone").prefetch_related(entries).order_by("state", "sort", "name", "pk")


def equipment_of(*, scope: Scope, equipment_id: int) -> Equipment:
    """One thing; DoesNotExist for outsiders."""
    return Equipment.objects.select_related("venue").get(scope.rows(committee="venue__committee_id"), street_id=scope.street_id, pk=equipment_id)
