"""Find a person by name, pinyin (any reading, initials), lane, telephone or ID number, among 242,600 files in milliseconds.

`Person.grams` holds pieces of one to three characters under a GIN index (kernel.names); the database finds rows that have all the
pieces, Python ranks the few that come back. Whole telephone and ID numbers are sealed and are found by their blind index.
"""

from datetime import date

from django.db.models import Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.names import query_grams
from qianshou.kernel.phones import read_phones

from .. import vault
from ..models import Contact, Person, Phone
from ..rules import rank
from ..rules.ranking import NO_MATCH
from .files import people_seen

CANDIDATES = 400  # rows that are ranked; a search that finds more is too short to be meant


def search(*, scope: Scope, text: str, today: date, limit: int = 50, elders_only: bool = False) -> list[Person]:
    """The best matches first, at most `limit`. An empty or unsearchable text finds nobody."""
    text = text.strip()[:60]
    seen = people_seen(scope, today).select_related("file", "committee", "place")
    if elders_only:
        seen = seen.filter(file__isnull=False)
    if exact := _exact(seen, text):
        return exact[:limit]
    pieces = query_grams(text)
    if not pieces:
        return []
    found = list(seen.filter(grams__contains=pieces)[:CANDIDATES])
    ranked = [(rank(p.name, p.address, text), p) for p in found]
    kept = [(place, p) for place, p in ranked if place < NO_MATCH]
    kept.sort(key=lambda pair: (pair[0], pair[1].name_key, pair[1].pk))
    return [p for _, p in kept[:limit]]


def _exact(seen: QuerySet[Person], text: str) -> list[Person]:
    """Whoever has this whole ID number or telephone (their own, or that of one of their contacts)."""
    reading = read_id_number(text)
    if reading.state == "ok":
        return list(seen.filter(id_blind=vault.blind(reading.number)))
    numbers = [phone.number for phone in read_phones(text).phones] if sum(c.isdigit() for c in text) >= 7 else []
    if not numbers:
        return []
    blinds = [vault.blind(number) for number in numbers]
    own = Phone.objects.filter(blind__in=blinds).values("person_id")
    theirs = Contact.objects.filter(blind__in=blinds).exclude(blind=b"").values("elder_id")
    return list(seen.filter(Q(pk__in=own) | Q(pk__in=theirs)).order_by("name_key", "id"))
