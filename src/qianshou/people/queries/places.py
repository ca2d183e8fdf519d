"""Lanes and estates, with and without a pin."""

from django.db.models import Count, QuerySet

from qianshou.access.scope import Scope

from ..models import Person, Place, Status


def places(scope: Scope) -> QuerySet[Place]:
    """Places of the street shown, by name. Committee workers see the places of their committees."""
    found = Place.objects.filter(scope.rows())
    if scope.street_id and not scope.everything:
        found = found.filter(street_id=scope.street_id)
    return found.select_related("committee").order_by("name")


def inhabited(scope: Scope) -> list[Place]:
    """The same places, each with `elders`: how many live there, of whom the scope may see."""
    # Counted over the street's people at once: place by place the database would look through those of every street.
    counts = dict(_living(scope).filter(place__isnull=False).values_list("place_id").annotate(n=Count("*")).order_by())
    found = list(places(scope))
    for place in found:
        place.elders = counts.get(place.pk, 0)
    return found


def place_names(scope: Scope) -> list[tuple[int, str]]:
    """(id, name) of the same places, for a choice."""
    return list(places(scope).select_related(None).values_list("pk", "name"))


def unplaced(scope: Scope) -> list[Place]:
    """Places without coordinates ("to be placed"), the most inhabited first."""
    return sorted((place for place in inhabited(scope) if not place.placed), key=lambda place: -place.elders)


def place_of(scope: Scope, place_id: int) -> Place:
    """One place with `elders`; Place.DoesNotExist for whoever may not see it."""
    place = places(scope).get(pk=place_id)
    place.elders = _living(scope).filter(place=place).count()
    return place


def _living(scope: Scope) -> QuerySet[Person]:
    """Elders at home, in hospital or away. Both tables are told the street, so that their indexes alone are read."""
    found = Person.objects.filter(scope.rows(), merged_into__isnull=True, file__isnull=False).exclude(file__status__in=[Status.DEAD, Status.MOVED])
    if scope.street_id and not scope.everything:
        found = found.filter(street_id=scope.street_id, file__street_id=scope.street_id)
    return found
