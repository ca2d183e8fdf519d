"""Two files of one person become one. Nothing is deleted: the later file points to the one that stays, and can be taken out again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log

from ..models import Contact, ElderFile, Person, Phone
from ..rules import FILE_FIELDS, PERSON_FIELDS
from .finding import refresh_found_as


@transaction.atomic
def merge_person(*, person: Person, into: Person, take: Sequence[str], now: datetime, by_id: int | None = None) -> dict:
    """Merge `person` into `into`, which takes the fields named in `take` (of PERSON_FIELDS and FILE_FIELDS).

    Telephones and contacts that the staying file lacks move over. Returns what `unmerge_person` needs, as plain JSON values.
    ValueError for people of two streets, for one already merged, or an unknown field.
    """
    held = {one.pk: one for one in Person.objects.select_for_update(of=("self",)).select_related("file").filter(pk__in=[person.pk, into.pk]).order_by("pk")}
    later, earlier = held[person.pk], held[into.pk]
    if later.pk == earlier.pk or later.street_id != earlier.street_id or later.merged_into_id or earlier.merged_into_id:
        raise ValueError("these two files cannot be merged")
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
    }
    if not bytes(earlier.id_blind) and bytes(later.id_blind):
        own |= {"id_sealed": later.id_sealed, "id_blind": later.id_blind}
        undo["person"] |= {"id_sealed": "", "id_blind": ""}
    by_hand = sorted({*earlier.file.by_hand, *own, *more} - {"id_sealed", "id_blind"})
    ElderFile.objects.filter(pk=earlier.pk).update(**more, by_hand=by_hand, updated_at=now)
    Person.objects.filter(pk=earlier.pk).update(**own, version=F("version") + 1, updated_at=now)
    Person.objects.filter(pk=later.pk).update(merged_into=earlier, version=F("version") + 1, updated_at=now)
    refresh_found_as(earlier.pk)
    log(act="file.merged", now=now, by_id=by_id, street_id=later.street_id, target="person", target_id=earlier.pk, later=later.pk, fields=sorted({*own, *more}))
    return undo


@transaction.atomic
def unmerge_person(*, person: Person, undo: dict, now: datetime, by_id: int | None = None) -> None:
    """Take a merge back with what `merge_person` returned."""
    into = undo["into"]
    own = {name: _value(name, value) for name, value in undo["person"].items()}
    more = {name: _value(name, value) for name, value in undo["file"].items()}
    Phone.objects.filter(pk__in=undo["phones"], person_id=into).update(person_id=person.pk)
    Contact.objects.filter(pk__in=undo["contacts"], elder_id=into).update(elder_id=person.pk)
    ElderFile.objects.filter(pk=into).update(**more, by_hand=undo["by_hand"], updated_at=now)
    Person.objects.filter(pk=into).update(**own, version=F("version") + 1, updated_at=now)
    Person.objects.filter(pk=person.pk).update(merged_into=None, version=F("version") + 1, updated_at=now)
    refresh_found_as(into, person.pk)
    log(act="file.unmerged", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=into, later=person.pk)


def _move(model: type[Phone] | type[Contact], owner: str, later: Person, earlier: Person) -> list[int]:
    """Move rows whose number the staying file lacks; their ids."""
    there = {bytes(blind) for blind in model.objects.filter(**{owner: earlier}).values_list("blind", flat=True)}
    moving = [pk for pk, blind in model.objects.filter(**{owner: later}).values_list("pk", "blind") if bytes(blind) not in there]
    model.objects.filter(pk__in=moving).update(**{owner: earlier, "position": F("position") + len(there)})
    return moving


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, list | tuple) else value


def _value(name: str, value: object) -> object:
    if name in ("id_sealed", "id_blind"):
        return b""
    return date.fromisoformat(value) if name in ("birth_date", "status_since") and isinstance(value, str) else value
