"""Whether somebody who applies is known already: by ID number, else by name and birth."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qianshou.kernel.names import name_keys
from qianshou.people import vault
from qianshou.people.models import Person

MOST = 10


@dataclass(frozen=True, slots=True)
class Same:
    """Somebody who may be the same. `by_number`: the ID number is the same, so it is."""

    person: Person
    by_number: bool


def same_people(*, street_id: int, name: str, birth: date | None, id_number: str = "", but: int | None = None) -> list[Same]:
    """People of the street with this ID number (normal form, or ""), or of this name: with this birth where both are known. The surest first.

    Whoever has another ID number is somebody else. `but`: a person who is not to be named.
    """
    blind = vault.blind(id_number) if id_number else b""
    named = Q(name=name.strip(), name_key=name_keys(name).sort_key[:120]) if name.strip() else Q(pk__in=[])
    if birth:
        named &= Q(birth_date=birth) | Q(birth_date__isnull=True) | ~Q(birth_precision="day")
    asked = named & Q(id_blind=b"") if blind else named
    rows = Person.objects.filter(asked | Q(id_blind=blind) if blind else asked, street_id=street_id, merged_into__isnull=True).exclude(pk=but)
    found = [Same(person, bool(blind) and bytes(person.id_blind) == blind) for person in rows.select_related("file", "place", "committee")[:MOST]]
    return sorted(found, key=lambda one: (not one.by_number, one.person.pk))
