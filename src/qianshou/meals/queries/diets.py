"""Reads of diets: what holds for whom, and which questions are open.

For scoped pages `diets_seen` and `diet_seen`; `diets_of` is for jobs and other rooms, which name a street and persons.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people.models import ElderFile, Person, Status
from qianshou.people.queries import people_seen

from ..models import Diet, DietAnswer
from ..rules.diets import Book, Meaning, Restriction, Said, understand

# The register's cells that may speak of food: those under such a heading, and any that speaks of an allergy. One text, a cell a line.
CELLS = RawSQL(
    "(SELECT string_agg(cell.value, E'\\n') FROM jsonb_each_text(people_elderfile.raw) AS cell"
    " WHERE cell.key ~ '饮食|忌口|忌食|禁忌|过敏|diet' OR cell.value LIKE %s)",
    ("%过敏%",),
    output_field=TextField(),
)


@dataclass(frozen=True, slots=True)
class PersonDiet:
    """restrictions: what holds, from whatever source; questions: words that a person must settle, FLAG for a mark without words;
    entered: the running rows that somebody entered; read: the restrictions that come from the register's words alone."""

    person_id: int
    restrictions: tuple[Restriction, ...] = ()
    questions: tuple[str, ...] = ()
    entered: tuple[Diet, ...] = ()
    read: tuple[Restriction, ...] = ()


@dataclass(slots=True)
class _Known:
    """What is on record about one person while it is gathered."""

    said: list[Said] = field(default_factory=list)
    entered: list[Diet] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)


def diets_of(street_id: int, person_ids: Collection[int] | None = None) -> dict[int, PersonDiet]:
    """Diets of the street's people (or these of them) in four queries; whoever has neither a diet nor a question is left out.

    Without `person_ids`: everybody who is not deceased or gone. A file merged into another speaks for the one that stays.
    """
    people = Q() if person_ids is None else Q(person__in=list(person_ids))
    files = Q() if person_ids is None else Q(person__in=list(person_ids)) | Q(person__merged_into__in=list(person_ids))
    return _diets(street_id, files, people, whole=person_ids is None)


def diet_of(street_id: int, person_id: int) -> PersonDiet:
    """One person's diet; an empty one when there is nothing to mind."""
    return diets_of(street_id, [person_id]).get(person_id, PersonDiet(person_id))


def diets_seen(scope: Scope) -> dict[int, PersonDiet]:
    """Diets of everybody whom the scope may see in its street."""
    if scope.street_ids:
        return _diets(scope.street_id, Q(), Q(), whole=True)
    mine = Q(person__committee__in=scope.committee_ids)
    return _diets(scope.street_id, mine | Q(person__merged_into__committee__in=scope.committee_ids), mine, whole=True)


def person_seen(scope: Scope, person_id: int, today: date) -> Person:
    """Whose diet page is asked for. Person.DoesNotExist for whoever may not see them."""
    return people_seen(scope, today).select_related("file", "street", "committee").get(pk=person_id, merged_into=None)


def history_of(person: Person) -> tuple[list[Diet], list[DietAnswer]]:
    """Diets that ended, and every answer that was given, the latest first."""
    ended = Diet.objects.filter(person=person, ended_at__isnull=False).select_related("ended_by").order_by("-ended_at")
    answers = DietAnswer.objects.filter(person=person).select_related("by").order_by("-at", "-pk")
    return list(ended), list(answers)


def diet_row(scope: Scope, diet_id: int, today: date) -> Diet:
    """One entered diet of somebody whom the scope may see. Diet.DoesNotExist otherwise."""
    return Diet.objects.select_related("person").get(pk=diet_id, person__in=people_seen(scope, today))


def answer_row(scope: Scope, answer_id: int, today: date) -> DietAnswer:
    """One answer about somebody whom the scope may see. DietAnswer.DoesNotExist otherwise."""
    return DietAnswer.objects.select_related("person").get(pk=answer_id, person__in=people_seen(scope, today))


@lru_cache(maxsize=8)
def _book(name: str) -> Book:
    return book_of(load(name))


def book_of(pack: Pack) -> Book:
    """A pack's diets, ready for reading and judging."""
    return Book(pack.diets, pack.allergens)


def book_for(street_id: int) -> Book:
    """The diets of a street's pack."""
    return _book(Street.objects.values_list("pack", flat=True).get(pk=street_id))


def _diets(street_id: int, files: Q, people: Q, *, whole: bool) -> dict[int, PersonDiet]:
    book, known = book_for(street_id), {}
    for row in _files(street_id, whole).filter(files):
        one = known.setdefault(row.pop("owner"), _Known())
        one.said.append(_said(row))
    gone = Q(person__file__status__in=(Status.DEAD, Status.MOVED)) if whole else Q(pk__in=[])
    for diet in Diet.objects.filter(people, street_id=street_id, ended_at=None).exclude(gone).select_related("entered_by"):
        known.setdefault(diet.person_id, _Known()).entered.append(diet)
    for person_id, words in DietAnswer.objects.filter(people, street_id=street_id, taken_back_at=None).values_list("person_id", "words"):
        if person_id in known:
            known[person_id].settled.add(words)
    found = ((person_id, _weigh(person_id, one, book)) for person_id, one in known.items())
    return {person_id: diet for person_id, diet in found if diet.restrictions or diet.questions}


def _files(street_id: int, whole: bool) -> QuerySet:
    rows = ElderFile.objects.filter(street_id=street_id).annotate(cells=CELLS, owner=Coalesce(F("person__merged_into"), F("person")))
    if whole:  # a file that was merged away follows the one that stays, which may have moved or died
        rows = rows.exclude(status__in=(Status.DEAD, Status.MOVED), person__merged_into=None)
        rows = rows.exclude(person__merged_into__file__status__in=(Status.DEAD, Status.MOVED))
    speaking = ~Q(diet=[]) | Q(diet_unclear=True) | Q(cells__gt="")
    return rows.filter(speaking).order_by().values("owner", "diet", "diet_unclear", "by_hand", "cells")


def _said(row: Mapping[str, object]) -> Said:
    cells = tuple(line for line in str(row["cells"] or "").split("\n") if line.strip())
    return Said(tuple(row["diet"]), cells, row["diet_unclear"], "diet_unclear" in row["by_hand"])


def _weigh(person_id: int, known: _Known, book: Book) -> PersonDiet:
    entered = [book.restriction(Meaning(diet.kind, diet.target), diet.hard) for diet in known.entered]
    held, questions = list(entered), []
    read: list[Restriction] = []
    for said in known.said:
        restrictions, still_open = understand(said, settled=known.settled, held=held, book=book)
        read += restrictions
        held += restrictions
        questions += still_open
    return PersonDiet(person_id, tuple(dict.fromkeys(held)), tuple(dict.fromkeys(questions)), tuple(known.entered), tuple(dict.fromkeys(read)))
