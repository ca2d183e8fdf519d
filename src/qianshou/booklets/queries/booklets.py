"""Everything that booklets say of a list of people, in so many queries however long the list. Who may be named is the caller's to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from qianshou.access.models import Street
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instrument_of
from qianshou.kernel.sealing import SealingError
from qianshou.meals.queries.diets import PersonDiet, diets_of
from qianshou.meals.rules.diets import FLAG, Meaning
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people import papers, vault
from qianshou.people.models import Consent, Habit, Medicine, Paper, Person, Restriction
from qianshou.people.queries.restrictions import restricted_among
from qianshou.people.rules import age_on, birth_text
from qianshou.people.rules.restrictions import PHOTOS as NO_PHOTOS

from ..booklet import Booklet, Call, Health, Taken, booklet_words
from .assessed import LEVELS
from .booklet_net import as_helpers, covers_of, helpers_of, number_text, plans_of, uncovered

REVIEW = "monthly_review"
FACE_BYTES = 400_000  # a larger photograph is left out of a booklet: a thousand of them would not leave the printer
HEALTH, PHOTOS = "health", "photos"
SEXES = {"f": "female", "m": "male"}


def booklets_of(*, street: Street, person_ids: Sequence[int], on: date, language: str, health: bool) -> tuple[list[Booklet], dict[str, bytes]]:
    """(booklets in the order of the ids, photographs by key). `health`: whether the reader may read health data.

    Nobody's health is told who refused it or took the consent back, and no photograph of the person without a consent for it.
    """
    pack, rows = load(street.pack, on), _people(street, person_ids)
    ids = list(rows)
    answers = _answers(ids)
    roles, carers = helpers_of(ids, on)
    faces = faces_of({c.person_id for c in carers.values()} | {pk for pk in ids if answers[pk].get(PHOTOS) == "given"})
    known = _healths(street, ids, pack, language) if health else {}
    habits, plans, covers, none = (
        _habits(ids),
        plans_of(ids, on, pack, language),
        covers_of(ids, street, on, language),
        uncovered(street, on, language),
    )
    shared = {
        "office": street.name,
        "desk": number_text(street.telephone) if street.telephone else "",
        "tiers": tuple((tier.code, tier.name(language)) for tier in pack.tiers.values()),
    }
    found = []
    for pk, person in rows.items():
        said_no, key = answers[pk].get(HEALTH) in ("refused", "withdrawn"), f"person-{pk}"
        one = Booklet(
            **shared,
            **_who(person, street, on),
            health=None if said_no else known.get(pk),
            said_no=said_no,
            habits=habits.get(pk, {}),
            plan=tuple(plans.get(pk, ())),
            helpers=as_helpers(roles.get(pk, ()), carers, faces),
            safeguards=covers.get(pk, none),
            consents=tuple((p.name(language), answers[pk].get(p.code, "not_asked")) for p in pack.purposes.values()),
        )
        found.append(replace(one, face=key) if key in faces else one)
    return found, faces


def _people(street: Street, person_ids: Sequence[int]) -> dict[int, Person]:
    rows = Person.objects.filter(pk__in=person_ids, street=street, merged_into__isnull=True).select_related("file", "place", "committee")
    held = rows.prefetch_related("phones", "contacts", "spare_keys").in_bulk()
    return {pk: held[pk] for pk in person_ids if pk in held}


def _who(person: Person, street: Street, on: date) -> dict:
    """What the file itself says."""
    file = getattr(person, "file", None)
    keys = [Call(k.holder_name, phone=_number(k), note=k.note) for k in person.spare_keys.all() if k.until is None or k.until > on]
    return {
        "person_id": person.pk,
        "number": f"{street.code.upper()}-{person.pk:05d}",
        "name": person.name,
        "sex": SEXES.get(person.sex, ""),
        "age": age_on(person.birth_date, on),
        "born": birth_text(person.birth_date, person.birth_precision or "none"),
        "living": file.living if file else "",
        "dialects": tuple(person.dialects),
        "committee": person.committee.name if person.committee else "",
        "address": person.address,
        "access": file.access_note if file else "",
        "phones": tuple(_number(row) for row in person.phones.all()),
        "keys": tuple(keys),
        "contacts": tuple(Call(c.name, c.relation, _number(c), c.note) for c in person.contacts.all()),
        "interests": tuple(person.interests),
    }


def _number(row) -> str:
    plain = vault.phone(row)
    return number_text(plain) if plain else ""


def _answers(ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Person → purpose → given | refused | withdrawn | restricted; a purpose never asked is left out."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in Consent.objects.filter(person__in=ids).order_by("at", "pk"):
        if row.ended_at is None:
            found[row.person_id][row.purpose] = "given" if row.given else "refused"
        elif row.withdrawn:
            found[row.person_id][row.purpose] = "withdrawn"
    for person_id, purpose in Restriction.objects.filter(person__in=ids, lifted_at__isnull=True).values_list("person_id", "purpose"):
        found[person_id][purpose] = "restricted"
    return found


def faces_of(person_ids: Collection[int]) -> dict[str, bytes]:
    """ "person-<id>" → the newest photograph that is not too large and can still be opened; none of whoever had photographs restricted."""
    shown = set(person_ids) - restricted_among(person_ids, NO_PHOTOS)
    rows = Paper.objects.filter(person__in=shown, kind=Paper.Kind.PHOTO, size__lte=FACE_BYTES).exclude(media_type="application/pdf")
    found = {}
    for row in rows.select_related("key").order_by("person_id", "-made_at", "-pk").distinct("person_id"):
        try:
            found[f"person-{row.person_id}"] = papers.read(row)
        except (OSError, SealingError):  # its key was destroyed, or the file is gone: a drawn initial takes its place
            continue
    return found


def _healths(street: Street, ids: Collection[int], pack: Pack, language: str) -> dict[int, Health]:
    """Person → what only those may read who may read health data."""
    medicines: dict[int, list[Taken]] = defaultdict(list)
    for row in Medicine.objects.filter(person__in=ids, stopped_on__isnull=True):
        medicines[row.person_id].append(Taken(row.name, row.dose, row.times, row.prescribed_by))
    diets, levels, reviews = diets_of(street.pk, ids), _levels(street, ids, language), _reviews(ids)
    found = {}
    for pk, ill in Person.objects.filter(pk__in=ids).values_list("pk", "file__health"):
        level, assessed = levels.get(pk, ("", None))
        found[pk] = Health(
            illnesses=tuple(ill or ()),
            **_diet(diets.get(pk), pack, language),
            medicines=tuple(medicines.get(pk, ())),
            level=level,
            assessed=assessed,
            review=reviews.get(pk),
        )
    return found


def _diet(held: PersonDiet | None, pack: Pack, language: str) -> dict:
    if held is None:
        return {}
    flag = booklet_words(language)["diet-flag"]
    return {
        "must_not": tuple(_meaning(one.meaning, pack, language) for one in held.restrictions if one.hard),
        "rather_not": tuple(_meaning(one.meaning, pack, language) for one in held.restrictions if not one.hard),
        "to_ask": tuple(flag if one == FLAG else one for one in held.questions),
    }


def _meaning(meaning: Meaning, pack: Pack, language: str) -> str:
    """A diet in words: 过敏：花生."""
    kind, mark = pack.diets.get(meaning.kind), pack.allergens.get(meaning.target)
    name = kind.name(language) if kind else meaning.kind
    return name + booklet_words(language)["colon"] + (mark.name(language) if mark else meaning.target) if meaning.target else name


def _levels(street: Street, ids: Collection[int], language: str) -> dict[int, tuple[str, date]]:
    rows = Assessment.objects.filter(person__in=ids, instrument=LEVELS, state=Assessment.State.DONE, replaced=False, level__isnull=False)
    newest = rows.order_by("person_id", "-made_on", "-pk").distinct("person_id").values_list("person_id", "version", "level", "made_on")
    known, found = {}, {}
    for pk, version, level, on in newest:
        if version not in known:
            known[version] = instrument_of(street, LEVELS, version)
        if known[version] and (band := known[version].band(level)):
            found[pk] = (band.said(language), on)
    return found


def _reviews(ids: Collection[int]) -> dict[int, date]:
    rows = Assessment.objects.filter(person__in=ids, instrument=REVIEW, state=Assessment.State.DONE, replaced=False, month__isnull=False)
    return dict(rows.order_by("person_id", "-month").distinct("person_id").values_list("person_id", "month"))


def _habits(ids: Collection[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, kind, text in Habit.objects.filter(person__in=ids).exclude(text="").values_list("person_id", "kind", "text"):
        found[pk][kind] = text
    return found
