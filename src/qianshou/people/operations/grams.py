"""Keep a person's search keys true: name, last digits of telephones, lane, door."""

from collections.abc import Iterable

from qianshou.kernel.names import search_grams

from .. import vault
from ..models import Person


def refresh_grams(*person_ids: int) -> None:
    """Work the keys out anew; called in the transaction of whatever changed them."""
    for person in Person.objects.filter(pk__in=person_ids).select_related("place").prefetch_related("phones"):
        Person.objects.filter(pk=person.pk).update(grams=_grams(person))


def _grams(person: Person) -> list[str]:
    numbers: Iterable[str] = (vault.phone(row) for row in person.phones.all())
    return search_grams(name=person.name, phones=list(numbers), lane=person.place.name if person.place else "", door=person.door)
