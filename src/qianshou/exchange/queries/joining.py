"""Whose file may be that of a person who was written down without one."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qianshou.people.models import Person, Phone

from ..models import ReviewCase
from .review import JOINED

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A file, what speaks for it and what against: name | birth | phone | door, sex | birth."""

    person: Person
    same: tuple[str, ...]
    differs: tuple[str, ...]


def suggestions(person: Person) -> list[Suggestion]:
    """Files of her street with her name or one of her telephones, the likeliest first. None for somebody who has a file."""
    if hasattr(person, "file"):
        return []
    numbers = {bytes(blind) for blind in Phone.objects.filter(person=person).values_list("blind", flat=True)} - {b""}
    like = Q(name=person.name) | Q(pk__in=Phone.objects.filter(blind__in=numbers, person__street=person.street_id).values("person"))
    rows = _files(person.street_id).filter(like).prefetch_related("phones")
    found = [compared(person, one, numbers) for one in rows]
    return sorted(found, key=lambda one: (len(one.differs), -len(one.same), one.person.pk))[:MOST]


def compared(person: Person, other: Person, numbers: set[bytes]) -> Suggestion:
    """What both know of her, compared."""
    exact = person.birth_precision == other.birth_precision == "day"
    born = person.birth_date and other.birth_date
    words = {
        "name": person.name == other.name,
        "birth": bool(born and exact and person.birth_date == other.birth_date),
        "phone": any(bytes(phone.blind) in numbers for phone in other.phones.all()),
        "door": bool(person.place_id and person.place_id == other.place_id and person.door and person.door == other.door),
    }
    against = {"sex": bool(person.sex and other.sex and person.sex != other.sex), "birth": bool(born and _differs(person, other, exact))}
    return Suggestion(other, tuple(code for code, so in words.items() if so), tuple(code for code, so in against.items() if so))


def _differs(person: Person, other: Person, exact: bool) -> bool:
    return person.birth_date != other.birth_date if exact else person.birth_date.year != other.birth_date.year


def _files(street_id: int) -> QuerySet[Person]:
    return Person.objects.filter(street_id=street_id, merged_into__isnull=True, file__isnull=False).select_related("file", "place", "committee")


def file_of(street_id: int, person_id: int) -> Person:
    """A person with a file in the street; Person.DoesNotExist for anybody else."""
    return _files(street_id).get(pk=person_id)


def joined_to(person: Person) -> ReviewCase | None:
    """By which act a person without a file became this one, the latest; None where none did or it was taken back."""
    return ReviewCase.objects.filter(other=person, action=JOINED, person__merged_into=person).select_related("person", "settled_by").order_by("-settled_at").first()
