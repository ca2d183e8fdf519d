"""Find a person by name, pinyin (any reading, initials), lane, telephone or ID number, among 242,600 files in milliseconds.

`Person.found_as` (kernel.names.search_text) is one line for each person, and the index by street carries it: the database reads a street's
lines through, keeps those that hold what was typed and ranks every one of them, so that the best are shown however many fit. Whole
telephone and ID numbers are sealed and are found by their blind index.
"""

from dataclasses import dataclass
from datetime import date
from re import escape

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from qianshou.access.scope import Scope
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.names import search_words
from qianshou.kernel.phones import read_phones

from .. import vault
from ..models import Contact, Person, Phone
from ..rules import Rank
from .files import people_seen, whole


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the matches, the best first, and how many there are in all (of whom the scope may see)."""

    people: list[Person]
    total: int


def search(*, scope: Scope, text: str, today: date, limit: int | None = 50, offset: int = 0, elders_only: bool = False) -> Found:
    """Matches from `offset` on, at most `limit` (None: all). An empty or unsearchable text finds nobody."""
    text = text.strip()[:60]
    seen = people_seen(scope, today)
    if elders_only:
        seen = seen.filter(file__isnull=False)
    matches = _exact(seen, text)
    if matches is None or not matches.exists():
        matches = _ranked(seen, text)
    stretch = slice(offset, None if limit is None else offset + limit)
    rows = list(matches.annotate(total=Window(Count("*"))).values_list("pk", "total")[stretch])
    total = rows[0][1] if rows else matches.count() if offset else 0
    return Found(whole([pk for pk, _ in rows]), total)


def _ranked(seen: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Whoever fits, the best first."""
    words = search_words(text)
    if not words.whole:
        return seen.none()
    fitting = seen.filter(_stands(words.whole) | Q(*map(_stands, words.pieces)))
    return fitting.annotate(rank=_rank(words.whole)).order_by("rank", "name_key", "pk")


def _stands(words: str) -> Q:
    """These words stand in the line. A number with what it counts ("13弄") is that number: not 213弄. One digit alone is a number of its own."""
    found = Q(found_as__contains=words)
    if words.isdigit():
        return found & Q(found_as__regex=f"[^0-9]{words}([^0-9]|$)") if len(words) == 1 else found
    return found & Q(found_as__regex=f"[^0-9]{escape(words)}") if words[0].isdigit() else found


def _rank(whole: str) -> Case:
    """people.rules.Rank, worked out by the database; the cheap questions first, for a road's name fits half a street."""
    at, address, ends = (StrIndex("found_as", Value(sign)) for sign in (whole, "@", "#"))
    digits = whole.removeprefix("#").isdigit()  # nothing else stands at a telephone's end
    return Case(
        When(found_as__startswith=f"|{whole}|", then=Rank.NAME),
        When(found_as__startswith=f"|{whole}", then=Rank.NAME_BEGINS),
        *([When(GreaterThanOrEqual(at, ends), then=Rank.PHONE_END)] if digits else []),
        When(GreaterThan(at, address), then=Rank.ADDRESS),
        When(found_as__contains=f"|{whole}|", then=Rank.READING),
        When(found_as__contains=f"|{whole}", then=Rank.READING_BEGINS),
        When(found_as__contains=whole, then=Rank.INSIDE_NAME),
        default=Rank.SCATTERED,
        output_field=IntegerField(),
    )


def _exact(seen: QuerySet[Person], text: str) -> QuerySet[Person] | None:
    """Whoever has this whole ID number or telephone (their own, or that of one of their contacts); None when it is no such number."""
    reading = read_id_number(text)
    if reading.state == "ok":
        return seen.filter(id_blind=vault.blind(reading.number)).order_by("name_key", "pk")
    numbers = [phone.number for phone in read_phones(text).phones] if sum(c.isdigit() for c in text) >= 7 else []
    if not numbers:
        return None
    blinds = [vault.blind(number) for number in numbers]
    # Two index look-ups first: as subqueries of one OR they would have the whole street scanned.
    own = Phone.objects.filter(blind__in=blinds).values_list("person_id", flat=True)
    theirs = Contact.objects.filter(blind__in=blinds).exclude(blind=b"").values_list("elder_id", flat=True)
    ids = {*own, *theirs}
    return seen.filter(pk__in=ids).order_by("name_key", "pk") if ids else None
