"""Two files of one person become one. Nothing is deleted: the later file points to the one that stays, and can be taken out again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from qianshou.access.operations import log

from ..models import Contact, ElderFile, FamilyLink, Grant, Habit, Medicine, Paper, Person, Phone, Restriction, RightsRequest, SpareKey
from ..rules import FILE_FIELDS, PERSON_FIELDS
from .finding import refresh_found_as
from .handing_over import hand_back, hand_over
from .merging_consents import hand_back_consents, hand_over_consents

# What else of this room hangs on a person and goes over as it stands: spare keys given and held, the file of a contact, papers, medicines, links of
# the family, requests, what they restricted, and files that were merged into this one before.
PLAIN = {
    "spare_keys": (SpareKey, "elder_id"), "keys_held": (SpareKey, "holder_id"), "contact_of": (Contact, "person_id"),
    "merged_from": (Person, "merged_into_id"), "papers": (Paper, "person_id"), "family_links": (FamilyLink, "person_id"), "requests": (RightsRequest, "person_id"),
    "medicines": (Medicine, "person_id"), "restrictions": (Restriction, "person_id"),
}  # fmt: skip


class NotMergeable(ValueError):
    """Two files that cannot become one, or whose merge cannot be taken back now. `code`: same | accounts | carers | merged_on | balance."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def merge_person(*, person: Person, into: Person, take: Sequence[str], now: datetime, by_id: int | None = None) -> dict:
    """Merge `person` into `into`, which takes the fields named in `take` (of PERSON_FIELDS and FILE_FIELDS).

    Telephones and contacts that the staying file lacks move over, and spare keys, grants, an account. What other rooms keep of the
    person is for the caller (exchange.operations.merging). Returns what `unmerge_person` needs, as plain JSON values.
    NotMergeable for people of two streets, one already merged, or two accounts; ValueError for an unknown field.
    """
    held = {one.pk: one for one in Person.objects.select_for_update(of=("self",)).select_related("file").filter(pk__in=[person.pk, into.pk]).order_by("pk")}
    later, earlier = held[person.pk], held[into.pk]
    if later.pk == earlier.pk or later.street_id != earlier.street_id or later.merged_into_id or earlier.merged_into_id:
        raise NotMergeable("same")
    if later.user_id and earlier.user_id:
        raise NotMergeable("accounts")
    if unknown := set(take) - {*PERSON_FIELDS, *FILE_FIELDS}:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
    own = {name: getattr(later, name) for name in PERSON_FIELDS if name in take and getattr(later, name) != getattr(earlier, name)}
    more = {name: getattr(later.file, name) for name in FILE_FIELDS if name in take and getattr(later.file, name) != getattr(earlier.file, name)}
    undo = {
        "into": earlier.pk,
        "person": {name: _json(getattr(earlier, name)) for name in own},
        "file": {name: _json(getattr(earlier.file, name)) for name in more},
        "by_hand": list(earlier.file.by_hand),
        "phones": _move(Phone, "person", later, earlier),
        "contacts": _move(Contact, "elder", later, earlier),
        "user": later.user_id,
        "grants": hand_over(_grants_lacking(later, earlier), "person_id", earlier.pk),
        "moved": {name: hand_over(model.objects.filter(**{field: later.pk}), field, earlier.pk) for name, (model, field) in PLAIN.items()},
        "consents": hand_over_consents(later=later, earlier=earlier, now=now),
        "habits": hand_over(_habits_lacking(later, earlier), "person_id", earlier.pk),
    }
    if not bytes(earlier.id_blind) and bytes(later.id_blind):
        own |= {"id_sealed": later.id_sealed, "id_blind": later.id_blind}
        undo["person"] |= {"id_sealed": "", "id_blind": ""}
    by_hand = sorted({*earlier.file.by_hand, *own, *more} - {"id_sealed", "id_blind"})
    ElderFile.objects.filter(pk=earlier.pk).update(**more, by_hand=by_hand, updated_at=now)
    # The later file lets its account go first: an account belongs to one person.
    Person.objects.filter(pk=later.pk).update(merged_into=earlier, user=None, version=F("version") + 1, updated_at=now)
    account = {"user_id": later.user_id} if later.user_id else {}
    Person.objects.filter(pk=earlier.pk).update(**own, **account, version=F("version") + 1, updated_at=now)
    refresh_found_as(earlier.pk)
    log(act="file.merged", now=now, by_id=by_id, street_id=later.street_id, target="person", target_id=earlier.pk, later=later.pk, fields=sorted({*own, *more}))
    return undo


@transaction.atomic
def unmerge_person(*, person: Person, undo: dict, now: datetime, by_id: int | None = None) -> None:
    """Take a merge back with what `merge_person` returned. NotMergeable when the staying file was itself merged into another since."""
    into = undo["into"]
    if Person.objects.select_for_update().get(pk=into).merged_into_id:
        raise NotMergeable("merged_on")
    own = {name: _value(name, value) for name, value in undo["person"].items()}
    more = {name: _value(name, value) for name, value in undo["file"].items()}
    Phone.objects.filter(pk__in=undo["phones"], person_id=into).update(person_id=person.pk)
    Contact.objects.filter(pk__in=undo["contacts"], elder_id=into).update(elder_id=person.pk)
    hand_back(Grant, "person_id", undo.get("grants", []), held_by=into, to=person.pk)
    for name, ids in undo.get("moved", {}).items():
        model, field = PLAIN[name]
        hand_back(model, field, ids, held_by=into, to=person.pk)
    hand_back(Habit, "person_id", undo.get("habits", []), held_by=into, to=person.pk)
    hand_back_consents(later=person, earlier=Person(pk=into), undo=undo.get("consents", {}))
    account = undo.get("user")
    if account and Person.objects.filter(pk=into, user_id=account).exists():
        own["user_id"] = None
    ElderFile.objects.filter(pk=into).update(**more, by_hand=undo["by_hand"], updated_at=now)
    Person.objects.filter(pk=into).update(**own, version=F("version") + 1, updated_at=now)
    back = {"user_id": account} if "user_id" in own else {}
    Person.objects.filter(pk=person.pk).update(**back, merged_into=None, version=F("version") + 1, updated_at=now)
    refresh_found_as(into, person.pk)
    log(act="file.unmerged", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=into, later=person.pk)


def _habits_lacking(later: Person, earlier: Person) -> QuerySet:
    """Notes of a kind of which the staying file says nothing."""
    return Habit.objects.filter(person=later).exclude(kind__in=Habit.objects.filter(person=earlier).values("kind"))


def _move(model: type[Phone] | type[Contact], owner: str, later: Person, earlier: Person) -> list[int]:
    """Move rows whose number (of a contact without one: whose name) the staying file lacks; their ids."""
    there = {_same(row) for row in model.objects.filter(**{owner: earlier})}
    moving = [row.pk for row in model.objects.filter(**{owner: later}) if _same(row) not in there]
    model.objects.filter(pk__in=moving).update(**{owner: earlier, "position": F("position") + len(there)})
    return moving


def _same(row: Phone | Contact) -> object:
    return bytes(row.blind) or getattr(row, "name", "")


def _grants_lacking(later: Person, earlier: Person) -> QuerySet:
    """Grants of the later file; without those that the same round or link has written for the staying one too."""
    twice = Grant.objects.filter(person=earlier, user=OuterRef("user"), source=OuterRef("source"))
    return Grant.objects.filter(~Exists(twice), person=later)


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, list | tuple) else value


def _value(name: str, value: object) -> object:
    if name in ("id_sealed", "id_blind"):
        return b""
    return date.fromisoformat(value) if name in ("birth_date", "status_since") and isinstance(value, str) else value
