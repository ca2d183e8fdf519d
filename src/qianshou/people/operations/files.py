"""Open a file; change it, unless somebody else changed it meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel.names import name_keys

from .. import vault
from ..models import ElderFile, Person
from ..rules import FILE_FIELDS, PERSON_FIELDS, SEARCHED_FIELDS
from .finding import refresh_found_as


class Stale(Exception):
    """Somebody changed the file since it was opened; nothing was written."""


@transaction.atomic
def register_person(
    *, street_id: int, name: str, opened_on: date, now: datetime, by_id: int | None = None, id_number: str = "", values: Mapping[str, object] | None = None
) -> Person:
    """Open a file for an elder. `values` holds any of PERSON_FIELDS and FILE_FIELDS; `id_number` is in its normal form or "".

    ValueError for an unknown field or a blank name. Whether the number is already in another file is for the page to ask.
    """
    values = {**(values or {}), "name": name.strip()}
    _known(values)
    if not values["name"]:
        raise ValueError("a file needs a name")
    sealed = vault.seal(id_number)
    own = {f: values[f] for f in PERSON_FIELDS if f in values}
    person = Person.objects.create(
        street_id=street_id, name_key=name_keys(name).sort_key[:120], id_sealed=sealed.sealed, id_blind=sealed.blind,
        created_at=now, updated_at=now, **own,
    )  # fmt: skip
    ElderFile.objects.create(
        person=person, street_id=street_id, opened_on=opened_on, updated_at=now, by_hand=sorted(values), **{f: values[f] for f in FILE_FIELDS if f in values}
    )
    refresh_found_as(person.pk)
    log(act="file.opened", now=now, by_id=by_id, street_id=street_id, target="person", target_id=person.pk)
    return person


@transaction.atomic
def update_file(*, person: Person, version: int, values: Mapping[str, object], now: datetime, by_id: int | None = None, id_number: str | None = None) -> list[str]:
    """Write changed fields; returns their names (empty: nothing differed, nothing written).

    `version` is the one the writer began with: Stale when the file has moved on. `id_number` None leaves the number as it is.
    Changed fields are remembered in `by_hand`, so that the next import does not overwrite them.
    """
    _known(values)
    held = Person.objects.select_for_update(of=("self",)).select_related("file").get(pk=person.pk)
    if held.version != version or held.merged_into_id:
        raise Stale
    changed = [f for f in PERSON_FIELDS if f in values and getattr(held, f) != values[f]]
    changed_file = [f for f in FILE_FIELDS if f in values and getattr(held.file, f) != values[f]]
    own = {f: values[f] for f in changed}
    if id_number is not None and id_number != vault.id_number(held):
        sealed = vault.seal(id_number)
        own |= {"id_sealed": sealed.sealed, "id_blind": sealed.blind}
        changed.append("id_number")
    if not changed and not changed_file:
        return []
    if "name" in own:
        own["name_key"] = name_keys(str(own["name"])).sort_key[:120]
    Person.objects.filter(pk=held.pk).update(**own, version=F("version") + 1, updated_at=now)
    names = [*changed, *changed_file]
    more = {f: values[f] for f in changed_file}
    if "status" in more and "status_since" not in values:
        more["status_since"] = None
    by_hand = sorted({*held.file.by_hand, *names})
    ElderFile.objects.filter(pk=held.pk).update(**more, by_hand=by_hand, updated_at=now)
    if SEARCHED_FIELDS & set(own):
        refresh_found_as(held.pk)
    log(act="file.changed", now=now, by_id=by_id, street_id=held.street_id, target="person", target_id=held.pk, fields=names)
    return names


def _known(values: Mapping[str, object]) -> None:
    if unknown := set(values) - {*PERSON_FIELDS, *FILE_FIELDS}:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
