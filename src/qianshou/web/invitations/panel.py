"""What the person's file shows of invitations."""

from django.http import HttpRequest

from qianshou.care.queries.invitations import of_person, unasked_of
from qianshou.people.models import Person

from .said import standing

SHOWN = 8


def invited_of(request: HttpRequest, person: Person) -> dict:
    """The latest invitations with how she stands, and where she came unasked; nothing for who may not see it."""
    scope = request.scope
    if not scope.may("invitations.read"):
        return {}
    rows = list(of_person(scope=scope, person_id=person.pk)[:SHOWN])
    unasked = list(unasked_of(scope=scope, person_id=person.pk)[:SHOWN])
    for row in rows:
        row.look, row.words = standing(row)
    for row in (*rows, *unasked):  # a committee sees its own occasions; of the street's it knows that its people were asked
        row.open = row.occasion.street_id in scope.street_ids or row.occasion.committee_id in scope.committee_ids
    return {"rows": rows, "unasked": unasked}
