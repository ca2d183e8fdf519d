"""Find a person by name, pinyin (any reading, initials), lane, telephone or ID number, among 242,600 files in milliseconds.

`Person.grams` holds pieces of one to three characters under a GIN index (kernel.names); the database finds rows that have all the
pieces, Python ranks the few that come back. Whole telephone and ID numbers are sealed and are found by their blind index.
"""

from datetime import date

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from qianshou.access.scope import Scope
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.names import fold, query_grams
from qianshou.kernel.phones import read_phones

from .. import vault
from ..models import Contact, Person, Phone
from ..rules import rank
from ..rules.ranking import NO_MATCH
from .files import people_seen

CANDIDATES = 300  # rows that are ranked; a search that finds more is too short to be meant
ENOUGH = 40  # rows with the very words: then those with scattered pieces are not looked for


def search(*, scope: Scope, text: str, today: date, limit: int = 50, elders_only: bool = False) -> list[Person]:
    """The best matches first, at most `limit`. An empty or unsearchable text finds nobody."""
    text = text.strip()[:60]
    seen = people_seen(scope, today)
    if elders_only:
        seen = seen.filter(file__isnull=False)
    ids = _exact(seen, text) or _ranked(seen, text)
    # Only the few that are shown are read whole, and without their keys and raw cells, which no list shows.
    whole = Person.objects.select_related("file", "committee", "place").defer("grams", "id_sealed", "id_blind", "file__raw").in_bulk(ids[:limit])
    return [whole[pk] for pk in ids[:limit] if pk in whole]


def _ranked(seen: QuerySet[Person], text: str) -> list[int]:
    """Ids of whoever fits, the best first."""
    pieces = query_grams(text)
    if not pieces:
        return []
    columns = ("pk", "name", "name_key", "place__name", "door")
    fitting = seen.filter(grams__contains=pieces)
    found = {}
    if not text.isascii():  # the very words first: of a lane's many pieces most rows have some
        words = fold(text).replace(" ", "")
        very = fitting.annotate(address_text=Concat(Coalesce("place__name", Value("")), "door"))
        very = very.filter(Q(name__contains=words) | Q(address_text__contains=words))
        found = {row[0]: row for row in very.values_list(*columns)[:CANDIDATES]}
    if len(found) < ENOUGH:
        found |= {row[0]: row for row in fitting.values_list(*columns)[:CANDIDATES]}
    ranked = [(rank(name, f"{lane or ''}{door}", text), name_key, pk) for pk, name, name_key, lane, door in found.values()]
    return [pk for place, _, pk in sorted(ranked) if place < NO_MATCH]


def _exact(seen: QuerySet[Person], text: str) -> list[int]:
    """Ids of whoever has this whole ID number or telephone (their own, or that of one of their contacts)."""
    reading = read_id_number(text)
    if reading.state == "ok":
        return list(seen.filter(id_blind=vault.blind(reading.number)).values_list("pk", flat=True))
    numbers = [phone.number for phone in read_phones(text).phones] if sum(c.isdigit() for c in text) >= 7 else []
    if not numbers:
        return []
    blinds = [vault.blind(number) for number in numbers]
    # Two index look-ups first: as subqueries of one OR they would have the whole street scanned.
    own = Phone.objects.filter(blind__in=blinds).values_list("person_id", flat=True)
    theirs = Contact.objects.filter(blind__in=blinds).exclude(blind=b"").values_list("elder_id", flat=True)
    ids = {*own, *theirs}
    return list(seen.filter(pk__in=ids).order_by("name_key", "id").values_list("pk", flat=True)) if ids else []
