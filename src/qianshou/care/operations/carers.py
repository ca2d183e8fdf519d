"""Carers: enrolled by employee number, changed, gone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from qianshou.access.models import Street, User
from qianshou.access.operations import add_user, assign_role, log
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Place
from qianshou.people.operations.humans import register_human, update_human

from ..models import Carer, Shift
from ..rules.shifts import usual_break, usual_week
from .errors import Refused
from .ladders import follow_carer


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerEntry:
    """What a list of carers says of one. `tier` and `skills` are codes of the pack; the phone is in its normal form or ""."""

    number: str
    name: str
    tier: str
    skills: Sequence[str] = ()
    weekly_hours: Decimal = Decimal(0)
    sex: str = ""
    birth_date: date | None = None
    birth_precision: str = ""
    phone: str = ""
    start_place: str = ""  # name of a lane
    dialects: Sequence[str] = ()
    interests: Sequence[str] = ()
    joined_on: date | None = None
    raw: dict = field(default_factory=dict)


@transaction.atomic
def enrol_carer(*, street_id: int, entry: CarerEntry, now: datetime, by_id: int | None = None) -> tuple[Carer, str]:
    """Write a carer as a list has her; returns the carer and "created", "updated" or "unchanged".

    Known by employee number within the street: the same list twice changes nothing. A new carer gets an account (without password: the
    phone is bound by a QR card), the usual week for her hours, and the link limit of her tier. Refused for an unknown tier.
    """
    street = Street.objects.get(pk=street_id)
    pack = load(street.pack)
    if entry.tier not in pack.tiers:
        raise Refused("unknown_tier", tier=entry.tier)
    if not entry.number.strip() or not entry.name.strip():
        raise Refused("number_and_name")
    held = (
        Carer.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(street_id=street_id, number=entry.number.strip())
        .first()
    )
    if held:
        return held, _update(held, entry, now, by_id)
    place = _place(street_id, entry.start_place)
    account = _account(street, entry, now, by_id)
    person = register_human(
        street_id=street_id,
        name=entry.name,
        now=now,
        phone=entry.phone,
        values=_person(entry) | {"place_id": place and place.pk, "user_id": account.pk},
    )
    carer = Carer.objects.create(
        person=person, street_id=street_id, start_place=place, link_limit=pack.tiers[entry.tier].link_limit, **_carer(entry)
    )
    since = entry.joined_on or clock.local_date(now)
    week = usual_week(entry.tier, float(entry.weekly_hours), list(entry.skills))
    Shift.objects.bulk_create(
        [Shift(carer=carer, weekday=day, starts=a, ends=b, since=since, break_minutes=usual_break(a, b)) for day, a, b in week]
    )
    log(act="carer.enrolled", now=now, by_id=by_id, street_id=street_id, target="carer", target_id=carer.pk, number=carer.number)
    return carer, "created"


@transaction.atomic
def update_carer(*, carer_id: int, values: dict, now: datetime, by_id: int | None = None) -> list[str]:
    """Change what the office edits: tier, skills, weekly_hours, mode, link_limit, start_place_id, joined_on, left_on; and of the person:
    name, dialects, interests. Returns the names of what changed. Refused for an unknown tier."""
    carer = Carer.objects.select_for_update(of=("self",)).select_related("person", "street").get(pk=carer_id)
    if "tier" in values and values["tier"] not in load(carer.street.pack).tiers:
        raise Refused("unknown_tier", tier=values["tier"])
    own = {key: values[key] for key in _EDITED if key in values and getattr(carer, key) != values[key]}
    if own:
        Carer.objects.filter(pk=carer.pk).update(**own)
        if "left_on" in own:  # she answers for nobody after that day
            follow_carer(carer=carer, now=now)
    of_person = {key: values[key] for key in ("name", "dialects", "interests") if key in values}
    changed = sorted(own) + update_human(person=carer.person, now=now, values=of_person)
    if changed:
        log(act="carer.changed", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, fields=changed)
    return changed


_EDITED = ("tier", "skills", "weekly_hours", "mode", "link_limit", "start_place_id", "joined_on", "left_on")


def _update(held: Carer, entry: CarerEntry, now: datetime, by_id: int | None) -> str:
    values = _carer(entry)
    if entry.start_place and (place := _place(held.street_id, entry.start_place)):
        values["start_place_id"] = place.pk
    own = {key: value for key, value in values.items() if getattr(held, key) != value}
    if own:
        Carer.objects.filter(pk=held.pk).update(**own)
    changed = sorted(own) + update_human(person=held.person, now=now, values=_person(entry), phone=entry.phone)
    if not changed:
        return "unchanged"
    log(act="carer.changed", now=now, by_id=by_id, street_id=held.street_id, target="carer", target_id=held.pk, fields=changed)
    held.refresh_from_db()
    return "updated"


def _person(entry: CarerEntry) -> dict:
    return {
        "name": entry.name.strip(), "sex": entry.sex, "birth_date": entry.birth_date, "birth_precision": entry.birth_precision,
        "dialects": list(entry.dialects), "interests": list(entry.interests),
    }  # fmt: skip


def _carer(entry: CarerEntry) -> dict:
    return {
        "number": entry.number.strip(), "tier": entry.tier, "skills": list(dict.fromkeys(entry.skills)), "weekly_hours": entry.weekly_hours,
        "joined_on": entry.joined_on, "raw": entry.raw,
    }  # fmt: skip


def _place(street_id: int, name: str) -> Place | None:
    return Place.objects.filter(street_id=street_id, name=name.strip()).first() if name.strip() else None


def _account(street: Street, entry: CarerEntry, now: datetime, by_id: int | None) -> User:
    """The carer's account, named by street and number. One that is there already belongs to somebody who came before her."""
    username = f"{street.code}-{entry.number.strip()}"[:60]
    try:
        with transaction.atomic():
            user = add_user(username=username, display_name=entry.name.strip(), password=None, now=now, by_id=by_id)
    except IntegrityError:
        raise Refused("account_taken", username=username) from None
    role = "volunteer" if entry.tier == "volunteer" else "carer"
    assign_role(user=user, role=role, since=entry.joined_on or clock.local_date(now), now=now, street_id=street.pk, by_id=by_id)
    return user
