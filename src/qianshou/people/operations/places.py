"""Lanes: a new one, a pin for one that has none."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel.place import Place as Point

from ..models import Place
from .files import Stale


@transaction.atomic
def add_place(*, street_id: int, name: str, now: datetime, committee_id: int | None = None, point: Point | None = None, by_id: int | None = None) -> tuple[Place, bool]:
    """The lane of this name in the street, and whether it is new."""
    where = {"lon": point.lon, "lat": point.lat, "placed_by": "hand"} if point else {}
    place, made = Place.objects.get_or_create(street_id=street_id, name=name.strip(), defaults={"committee_id": committee_id, **where})
    if made:
        log(act="place.added", now=now, by_id=by_id, street_id=street_id, target="place", target_id=place.pk)
    return place, made


@transaction.atomic
def place_lane(*, place: Place, version: int, point: Point | None, now: datetime, by_id: int | None = None) -> None:
    """Put the pin (WGS 84), or take it away with None. Stale when somebody moved it since `version`."""
    where = {"lon": point.lon, "lat": point.lat, "placed_by": "hand"} if point else {"lon": None, "lat": None, "placed_by": ""}
    if not Place.objects.filter(pk=place.pk, version=version).update(**where, version=F("version") + 1):
        raise Stale
    detail = {"lon": round(point.lon, 6), "lat": round(point.lat, 6)} if point else {}
    log(act="place.placed" if point else "place.unplaced", now=now, by_id=by_id, street_id=place.street_id, target="place", target_id=place.pk, **detail)
