"""A lane as a list of places has it; a pin that a person put stays where it is."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from ..models import Place


@transaction.atomic
def import_place(*, street_id: int, name: str, committee_id: int | None, lon: float | None, lat: float | None, now: datetime) -> str:
    """Make or update a lane; "created", "updated" or "unchanged". Coordinates in degrees, WGS 84; None says nothing."""
    placed = {"lon": lon, "lat": lat, "placed_by": "import"} if lon is not None and lat is not None else {}
    place, made = Place.objects.get_or_create(street_id=street_id, name=name, defaults={"committee_id": committee_id, **placed})
    if made:
        return "created"
    changes: dict[str, object] = {}
    if committee_id and place.committee_id != committee_id:
        changes["committee_id"] = committee_id
    if placed and place.placed_by != "hand" and (place.lon, place.lat) != (lon, lat):
        changes |= placed
    if not changes:
        return "unchanged"
    Place.objects.filter(pk=place.pk).update(**changes, version=F("version") + 1)
    return "updated"
