"""What must not happen twice at once waits here, one venue or class at a time, to the end of the transaction."""

from ..models import Course, Venue
from .errors import Refused


def held_venue(venue_id: int) -> Venue:
    """The venue, locked: one booking of it after the other, so that who comes second is told so and not cut off by a deadlock."""
    return Venue.objects.select_for_update(of=("self",), no_key=True).select_related("street").get(pk=venue_id)


def held_venues(*venue_ids: int) -> dict[int, Venue]:
    """Several, in the order of their ids."""
    rows = Venue.objects.select_for_update(of=("self",), no_key=True).select_related("street").filter(pk__in=venue_ids).order_by("pk")
    return {row.pk: row for row in rows}


def held_course(course_id: int, *, ended_too: bool = False) -> Course:
    """The class, locked: one change of its places at a time. Refused "ended" once its term is closed."""
    row = Course.objects.select_for_update(of=("self",), no_key=True).get(pk=course_id)
    if row.ended_at and not ended_too:
        raise Refused("ended")
    return row
