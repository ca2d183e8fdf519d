"""A file goes to another street: every assessment goes along, for it says how the person is."""

from django.db import transaction

from ..models import Assessment


@transaction.atomic
def move_assessments(*, person_id: int, to_street_id: int, to_committee_id: int) -> int:
    """Returns how many. A draft goes along and can be finished there."""
    return Assessment.objects.filter(person_id=person_id).update(street_id=to_street_id, committee_id=to_committee_id)
