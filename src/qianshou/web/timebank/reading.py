"""What comes in by forms: a time, a day, a person by name."""

import re
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest

from qianshou.access.models import Street
from qianshou.association.operations.timebank_errors import Refused
from qianshou.kernel import clock
from qianshou.kernel.text import half_width
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person
from qianshou.people.queries.search import search

MOST_FOUND = 8


def street_in(request: HttpRequest) -> Street:
    """The street whose pages are shown; Street.DoesNotExist for whoever has none."""
    return Street.objects.get(pk=request.scope.street_id)


def pack_in(request: HttpRequest) -> Pack:
    """Its pack as it holds today."""
    return load(street_in(request).pack, clock.today())


def minutes_in(text: str | None) -> int:
    """90, 1:30, 1.5h, 1.5小时 → 90; 0 for what is no time."""
    said = half_width(text or "").strip().lower()
    if match := re.fullmatch(r"(\d{1,4}):([0-5]\d)", said):
        return int(match[1]) * 60 + int(match[2])
    if match := re.fullmatch(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:h|hours?|小时|个小时)", said):
        return round(float(match[1]) * 60)
    match = re.fullmatch(r"(\d{1,5})\s*(?:min|minutes|分|分钟)?", said)
    return int(match[1]) if match else 0


def day_in(text: str | None, usual: date) -> date:
    """A day; the usual one where it makes no sense."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return usual


def number_in(text: str | None) -> int:
    """A key; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


def batch_in(text: str | None) -> UUID:
    """What makes a form that is sent twice one act."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


@dataclass
class Pick:
    """A person who was written by name: found, or several who fit."""

    text: str = ""
    person: Person | None = None
    others: list[Person] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """What stands in the field."""
        return self.text or (self.person.name if self.person else "")

    def must(self) -> Person:
        """The person. Refused "who" for nobody, "which" for several."""
        if self.person is None:
            raise Refused("which" if self.others else "who")
        return self.person


def pick(request: HttpRequest, name: str, *, elders_only: bool = False, data=None) -> Pick:
    """Who is meant by the field `name`: chosen by `<name>_id`, else the one who fits best what was written."""
    data = data if data is not None else request.POST
    text = data.get(name, "").strip()
    if chosen := number_in(data.get(f"{name}_id")):
        own = Person.objects.filter(request.scope.rows(), pk=chosen, street_id=request.scope.street_id, merged_into__isnull=True)
        return Pick(text, own.select_related("file").first())
    found = search(scope=request.scope, text=text, today=clock.today(), limit=MOST_FOUND + 1, elders_only=elders_only).people if text else []
    found = [one for one in found if one.street_id == request.scope.street_id]
    exact = [one for one in found if one.name == text]
    if len(exact) == 1 or (len(found) == 1):
        return Pick(text, (exact or found)[0])
    return Pick(text, None, (exact or found)[:MOST_FOUND])
