"""What a month says of each person: dues with reasons, notes, concerns. A fixed number of reads for any number of people."""

from dataclasses import replace
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.people.models import ElderFile, Person

from ..rules import first_of
from ..sheets import Month
from .assessed import levels_of
from .meals_owed import meals_owed
from .notes import notes_of
from .owed import owed_of
from .people import elders, heads
from .reader import Reader


def months(scope: Scope, street: Street, month: date, now: datetime, language: str, committee_id: int | str | None = "all") -> list[Month]:
    """The month of everybody who has a form and whom the scope may see, in the order of a volume.

    `committee_id`: one committee, None for those of no committee, "all" for everybody.
    """
    files = elders(scope, month).filter(street=street)
    if committee_id != "all":
        files = files.filter(person__committee_id=committee_id)
    return read(files, Reader(street, first_of(month), language, now))


def month_of(scope: Scope, person_id: int, month: date, now: datetime, language: str) -> tuple[Month, Person]:
    """One person's month. Raises Person.DoesNotExist for nobody, or nobody the scope may see."""
    person = Person.objects.select_related("street", "committee").filter(scope.rows(), pk=person_id, file__isnull=False).get()
    found = read(ElderFile.objects.filter(pk=person_id), Reader(person.street, first_of(month), language, now))
    return found[0], person


def read(files, reader: Reader) -> list[Month]:
    """The months of the persons behind `files`, a query of elders' files."""
    facts = heads(files, reader.street, reader.month, reader.language)
    reader = replace(reader, ids=tuple(one.person_id for one in facts))
    owed, meals, notes, levels = owed_of(reader), meals_owed(reader), notes_of(reader), levels_of(reader)
    facts = [replace(one, level=levels.get(one.person_id, one.level)) for one in facts]
    return [Month(one, [*owed[one.person_id], *meals.get(one.person_id, ())], notes[one.person_id]) for one in facts]
