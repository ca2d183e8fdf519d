"""Keep true what a person is found by: name, lane, door, last digits of telephones."""

from qianshou.kernel.names import search_text

from .. import vault
from ..models import Person


def refresh_found_as(*person_ids: int) -> None:
    """Work it out anew; called in the transaction of whatever changed it."""
    for person in Person.objects.filter(pk__in=person_ids).select_related("place").prefetch_related("phones"):
        Person.objects.filter(pk=person.pk).update(found_as=_found_as(person))


def _found_as(person: Person) -> str:
    numbers = [vault.phone(row) for row in person.phones.all()]
    return search_text(name=person.name, phones=numbers, lane=person.place.name if person.place else "", door=person.door)
