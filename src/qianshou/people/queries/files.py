"""Files: who is seen at all, the list with its filters, one file with everything on it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qianshou.access.scope import Scope

from .. import vault
from ..models import Contact, ElderFile, Grant, Living, Person, Phone, Status
from ..models.person import Sex
from ..rules.ages import years_before


def people_seen(scope: Scope, today: date) -> QuerySet[Person]:
    """Persons that a user may see: of their streets and committees, and those granted one by one. Merged files are left out."""
    seen = scope.rows()
    if scope.user_id and not (scope.street_ids or scope.committee_ids or scope.everything):
        held = Grant.objects.filter(user_id=scope.user_id, person=OuterRef("pk"), since__lte=today)
        seen = Q(Exists(held.filter(Q(until__isnull=True) | Q(until__gte=today))))
    return Person.objects.filter(seen, merged_into__isnull=True)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; all from the address of the page, so that a list can be sent to a colleague."""

    status: str = ""
    living: str = ""
    committee: int | None = None
    place: int | None = None
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    word: str = ""  # a health, diet, hardship or interest word
    missing: str = ""  # phone | contact | id | birth | place: what the office still has to ask for
    review: bool = False

    @classmethod
    def read(cls, get: dict) -> "Filters":
        """From a query string; whatever makes no sense is left out."""
        found = cls()
        for f in fields(cls):
            text = (get.get(f.name) or "").strip()
            if not text:
                continue
            if f.name in ("committee", "place", "age_from", "age_to"):
                if text.isascii() and text.isdigit() and len(text) < 10:
                    found = replace(found, **{f.name: int(text)})
            elif f.name == "review":
                found = replace(found, review=text == "1")
            elif text in _ALLOWED.get(f.name, {text}):
                found = replace(found, **{f.name: text[:40]})
        return found


_ALLOWED = {
    "status": {*Status.values, "all"},
    "living": {*(v for v in Living.values if v), "alone_any", "unknown"},
    "sex": {v for v in Sex.values if v},
    "missing": {"phone", "contact", "id", "birth", "place", "diet"},
}
ALONE = (Living.ALONE, Living.ALONE_ABROAD, Living.CHILDLESS)


def elders(scope: Scope, filters: Filters, today: date) -> QuerySet[Person]:
    """Elders' files that fit the filters, in pinyin order. Without a status the deceased and those who moved away are left out."""
    found = people_seen(scope, today).filter(file__isnull=False).select_related("file", "committee", "place")
    if scope.street_id and not scope.everything:
        found = found.filter(street_id=scope.street_id, file__street_id=scope.street_id)
    if filters.status != "all":
        found = found.filter(file__status=filters.status) if filters.status else found.exclude(file__status__in=[Status.DEAD, Status.MOVED])
    if filters.living:
        wanted = {"alone_any": ALONE, "unknown": ("",)}.get(filters.living, (filters.living,))
        found = found.filter(file__living__in=wanted)
    for name, column in (("committee", "committee_id"), ("place", "place_id"), ("sex", "sex")):
        if value := getattr(filters, name):
            found = found.filter(**{column: value})
    if filters.age_from is not None:
        found = found.filter(birth_date__lte=years_before(today, filters.age_from))
    if filters.age_to is not None:
        found = found.filter(birth_date__gt=years_before(today, filters.age_to + 1))
    if filters.word:
        found = found.filter(_about(scope, [filters.word]))
    if filters.missing:
        found = found.filter(_MISSING[filters.missing])
    if filters.review:
        found = found.filter(file__in_review=True)
    return found.order_by("name_key", "id")


def _about(scope: Scope, word: list[str]) -> Q:
    """Whose file or person has this word. Asked of each table by itself: over both at once every street would be read."""
    own = ElderFile.objects.filter(Q(health__contains=word) | Q(diet__contains=word) | Q(hardship__contains=word))
    talents = Person.objects.filter(interests__contains=word)
    if scope.street_id and not scope.everything:
        own, talents = own.filter(street_id=scope.street_id), talents.filter(street_id=scope.street_id)
    return Q(pk__in=own.values("pk")) | Q(pk__in=talents.values("pk"))


def whole(ids: Sequence[int]) -> list[Person]:
    """These persons, in this order, with what a list shows of them and nothing else: no keys, no raw cells.

    Ids come out of a scoped query: sorting and skipping thousands is quick as long as only their ids are read.
    """
    rows = Person.objects.select_related("file", "committee", "place").defer("found_as", "id_sealed", "id_blind", "file__raw").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


_MISSING = {
    "phone": ~Exists(Phone.objects.filter(person=OuterRef("pk"))),
    "contact": ~Exists(Contact.objects.filter(elder=OuterRef("pk"))),
    "id": Q(id_blind=b""),
    "birth": Q(birth_date__isnull=True),
    "place": Q(place__isnull=True) | Q(place__lon__isnull=True),
    "diet": Q(file__diet_unclear=True),
}


def counts(scope: Scope) -> dict[str, int]:
    """Files of the street shown, by status, and how many wait for a look."""
    # A street is counted from the index of files alone; the few merged files are taken off, for asking each its person is ten times slower.
    rows = ElderFile.objects.filter(scope.rows(committee=None if scope.street_ids else "person__committee_id"))
    if scope.street_id and not scope.everything:
        rows = rows.filter(street_id=scope.street_id)
    merged = rows.filter(person__merged_into__isnull=False)
    found, gone = _by_status(rows), _by_status(merged)
    review = rows.filter(in_review=True).count() - merged.filter(in_review=True).count()
    return {**{status: found.get(status, 0) - gone.get(status, 0) for status in Status.values}, "review": review}


def _by_status(rows: QuerySet[ElderFile]) -> dict[str, int]:
    return {row["status"]: row["n"] for row in rows.values("status").annotate(n=Count("*")).order_by()}


def file_of(scope: Scope, person_id: int, today: date) -> Person:
    """One person with file, place, committee, contacts, telephones and keys. Person.DoesNotExist for whoever may not see them."""
    related = ("phones", "contacts", "spare_keys")
    return people_seen(scope, today).select_related("file", "committee", "place", "street").prefetch_related(*related).get(pk=person_id)


def standing_file(*, street_id: int, person_id: int) -> Person | None:
    """The person of a street, or whoever the file was merged into since; None for somebody whom the street does not have. For acts that come late."""
    found = Person.objects.filter(pk=person_id, street_id=street_id).first()
    while found is not None and found.merged_into_id:
        found = Person.objects.filter(pk=found.merged_into_id, street_id=street_id).first()
    return found


def telephones(person: Person) -> list[str]:
    """The person's own numbers in order, opened."""
    return [vault.phone(row) for row in person.phones.all()]
