"""Who looks after people, what is planned for them and what covers them: for a whole list at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from qianshou.access.models import Street
from qianshou.care.models import STANDING, Carer, Companionship, Link, PlanItem, Safeguard, VisitEvent
from qianshou.kernel import clock
from qianshou.kernel.phones import read_phones
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people import vault

from ..booklet import Covered, Helper, Planned

LATELY = timedelta(days=60)  # whoever came within that time is known at the door
ORDER = ("primary", "backup", "company", "link", "visits")


def number_text(number: str) -> str:
    """A telephone number as it is dialled and read aloud."""
    found = read_phones(number).phones
    return found[0].display() if found else number


def helpers_of(ids: Collection[int], on: date) -> tuple[dict[int, list[tuple[str, int]]], dict[int, Carer]]:
    """Person → (role, carer's id), each carer once in her first role; and the carers, with person and telephones."""
    runs = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = list(Link.objects.filter(runs, elder__in=ids).values_list("elder_id", "carer_id", "rank"))
    rows += [(elder, carer, "company") for elder, carer in Companionship.objects.filter(runs, elder__in=ids).values_list("elder_id", "carer_id")]
    came = VisitEvent.objects.filter(STANDING, visit__elder__in=ids, kind="done", made_at__gte=clock.day_bounds(on - LATELY)[0])
    rows += [(elder, carer, "visits") for elder, carer in came.order_by().values_list("visit__elder_id", "carer_id").distinct()]
    for elder, carer, role in sorted(rows, key=lambda row: ORDER.index(row[2])):
        found[elder].setdefault(carer, role)
    wanted = {carer for of in found.values() for carer in of}
    carers = {c.pk: c for c in Carer.objects.filter(pk__in=wanted).select_related("person").prefetch_related("person__phones")}
    here = {
        elder: [(role, carer) for carer, role in of.items() if carers[carer].left_on is None or carers[carer].left_on >= on]
        for elder, of in found.items()
    }
    return here, carers


def as_helpers(rows: Collection[tuple[str, int]], carers: dict[int, Carer], faces: Collection[str]) -> tuple[Helper, ...]:
    """The same as the booklet shows them."""
    found = []
    for role, carer_id in rows:
        carer, key = carers[carer_id], f"person-{carers[carer_id].person_id}"
        numbers = list(carer.person.phones.all())
        phone = number_text(vault.phone(numbers[0])) if numbers else ""
        found.append(Helper(carer.person.name, carer.tier, role, phone, key if key in faces else "", carer.person_id))
    return tuple(found)


def plans_of(ids: Collection[int], on: date, pack: Pack, language: str) -> dict[int, list[Planned]]:
    """Person → the services of her care plan, by time of day."""
    found: dict[int, list[Planned]] = defaultdict(list)
    runs = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    for item in PlanItem.objects.filter(runs, elder__in=ids).order_by("window_start", "pk"):
        service = pack.services.get(item.service)
        name = service.name(language) if service else item.service
        found[item.elder_id].append(Planned(name, tuple(item.weekdays), item.times_per_week or 0, item.window_start, item.window_end, item.note))
    return found


def covers_of(ids: Collection[int], street: Street, on: date, language: str) -> dict[int, tuple[Covered, ...]]:
    """Person → the eight, each with what covers her on the day; people whom nothing covers are left out (`uncovered`)."""
    held: dict[int, dict[int, Safeguard]] = defaultdict(dict)
    rows = Safeguard.objects.filter(taken_back_at__isnull=True, person__in=ids, since__lte=on).annotate(last_day=Coalesce("ended_on", "until"))
    for row in rows.filter(last_day__gte=on).order_by("doubled", "pk"):
        held[row.person_id].setdefault(row.kind, row)
    return {person: tuple(_covered(one, of.get(one.number)) for one in uncovered(street, on, language)) for person, of in held.items()}


def uncovered(street: Street, on: date, language: str) -> tuple[Covered, ...]:
    """The eight of a street, nothing covered."""
    kinds = sorted(load(street.pack, on).safeguards.values(), key=lambda kind: kind.number)
    return tuple(Covered(kind.number, kind.name(language)) for kind in kinds)


def _covered(one: Covered, row: Safeguard | None) -> Covered:
    return Covered(one.number, one.name, row.provider, row.policy, row.last) if row else one
