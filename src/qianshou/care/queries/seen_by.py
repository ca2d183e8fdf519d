"""Whom a carer answers for or keeps company: the elders that are hers beyond a round."""

from datetime import date

from django.db.models import Q

from ..models import Carer, Companionship, Link


def elders_of(carer: Carer, first: date, last: date) -> set[int]:
    """Ids of the elders of her own street to whom she was linked, or whom she kept company, on any day of [first, last]."""
    held = Q(since__lte=last) & (Q(until__isnull=True) | Q(until__gte=first))
    here = {"carer": carer, "street_id": carer.street_id, "elder__street_id": carer.street_id}
    found = (model.objects.filter(held, **here).values_list("elder_id", flat=True) for model in (Link, Companionship))
    return {person_id for ids in found for person_id in ids}
