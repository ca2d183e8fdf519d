"""What lies on whose tablet for the kitchen table: who may take people along, who was handed out, and what their forms were so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from qianshou.access.models import RoleAssignment, User
from qianshou.access.roles import ROLES
from qianshou.people.models import Grant, Person
from qianshou.watch.models import Due

from ..models import Assessment
from .lists import PENDING

ASSESS = "field.assess"


def takers(*, street_id: int, on: date) -> list[User]:
    """Users of a street whose tablet may take forms along, by name."""
    roles = [code for code, role in ROLES.items() if ASSESS in role.capabilities]
    held = RoleAssignment.objects.filter(Q(until__isnull=True) | Q(until__gte=on), street_id=street_id, role__in=roles, since__lte=on)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("display_name", "pk"))


def handed_out(*, user_id: int, street_id: int, on: date) -> list[Person]:
    """Who goes along with this user on a day, each with its last day (`until`), in the order of names."""
    held = Grant.objects.filter(Q(until__isnull=True) | Q(until__gte=on), user_id=user_id, street_id=street_id, why=Grant.Why.TABLE, since__lte=on)
    last = dict(held.values_list("person_id").annotate(Max("until")))
    people = Person.objects.filter(pk__in=last, street_id=street_id, merged_into__isnull=True, file__isnull=False)
    found = list(people.select_related("place", "file").order_by("name_key", "pk"))
    for person in found:
        person.until = last[person.pk]
    return found


def was_handed_out(*, user_id: int, street_id: int, person_id: int, on: date) -> bool:
    """Whether this user had taken the person along on the day on which the form was filled in. What was taken back that very day counts:
    the tablet may not have heard of it."""
    held = Grant.objects.filter(user_id=user_id, person_id=person_id, street_id=street_id, why=Grant.Why.TABLE, since__lte=on)
    return held.filter(Q(until__isnull=True) | Q(until__gte=on - timedelta(days=1))).exists()


def tables_of(*, person_id: int, on: date) -> list[Grant]:
    """On whose tablets one person's forms are."""
    rows = Grant.objects.filter(Q(until__isnull=True) | Q(until__gte=on), person_id=person_id, why=Grant.Why.TABLE, since__lte=on)
    return list(rows.select_related("user").order_by("user__display_name"))


def begun_of(person_ids: Collection[int], *, street_id: int) -> dict[int, list[Assessment]]:
    """Person → forms that lie begun, but for those of a month and corrections."""
    found: dict[int, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.filter(street_id=street_id, person_id__in=person_ids, month=None, replaces=None, state=Assessment.State.DRAFT)
    for row in rows.order_by("begun_at", "pk"):
        found[row.person_id].append(row)
    return found


def last_of(person_ids: Collection[int], *, street_id: int) -> dict[int, dict[str, Assessment]]:
    """Person → instrument → the newest finished form that stands, but for those of a month."""
    found: dict[int, dict[str, Assessment]] = defaultdict(dict)
    rows = Assessment.objects.filter(street_id=street_id, person_id__in=person_ids, month=None, state=Assessment.State.DONE, replaced=False)
    for row in rows.order_by("person_id", "instrument", "-made_on", "-pk").distinct("person_id", "instrument"):
        found[row.person_id][row.instrument] = row
    return found


def owed_of(person_ids: Collection[int], *, street_id: int, now: datetime) -> dict[int, list[Due]]:
    """Person → assessments that are owed now, the earliest first."""
    found: dict[int, list[Due]] = defaultdict(list)
    rows = Due.objects.filter(street_id=street_id, person_id__in=person_ids, kind="assessment", state__in=PENDING, opens_at__lte=now)
    for due in rows.order_by("by_at", "pk"):
        found[due.person_id].append(due)
    return found
