"""Lanes and estates, with and without a pin."""

from django.db.models import Count, Q, QuerySet

from qianshou.access.scope import Scope

from ..models import Place, Status

LIVING_HERE = Q(persons__merged_into__isnull=True, persons__file__isnull=False) & ~Q(persons__file__status__in=[Status.DEAD, Status.MOVED])


def places(scope: Scope) -> QuerySet[Place]:
    """Places of the street shown with `elders`, how many live there. Committee workers see the places of their committees."""
    found = Place.objects.filter(scope.rows())
    if scope.street_id and not scope.everything:
        found = found.filter(street_id=scope.street_id)
    return found.select_related("committee").annotate(elders=Count("persons", filter=LIVING_HERE)).order_by("name")


def place_names(scope: Scope) -> list[tuple[int, str]]:
    """(id, name) of the same places, for a choice: nothing is counted."""
    found = Place.objects.filter(scope.rows())
    if scope.street_id and not scope.everything:
        found = found.filter(street_id=scope.street_id)
    return list(found.order_by("name").values_list("pk", "name"))


def unplaced(scope: Scope) -> QuerySet[Place]:
    """Places without coordinates ("to be placed"), the most inhabited first."""
    return places(scope).filter(lon__isnull=True).order_by("-elders", "name")


def place_of(scope: Scope, place_id: int) -> Place:
    """One place; Place.DoesNotExist for whoever may not see it."""
    return places(scope).get(pk=place_id)
