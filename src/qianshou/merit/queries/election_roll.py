"""Who may vote, by the groups that the announcement names. A new group is one function here and one entry in the pack."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.association.queries.members import members_on
from qianshou.care.models import Carer, Link
from qianshou.kernel import clock
from qianshou.people.models import FamilyLink, Person

from ..models import VoterGroup


@dataclass(frozen=True, slots=True)
class Entry:
    """One who may vote, once: `source` names the human being."""

    source: str
    group: str
    person_id: int
    name: str
    committee: str


def _entry(person: Person, group: str) -> Entry:
    return Entry(f"person:{person.pk}", group, person.pk, person.name, person.committee.name if person.committee else "")


def _carers(street: Street, now: datetime) -> list[Entry]:
    day = clock.local_date(now)
    rows = Carer.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), street=street).select_related("person__committee")
    return [_entry(one.person, VoterGroup.CARERS) for one in rows]


def _elders(street: Street, now: datetime) -> list[Entry]:
    linked = Link.objects.filter(street=street, until__isnull=True).values("elder_id")
    rows = Person.objects.filter(street=street, pk__in=linked, merged_into__isnull=True, file__isnull=False).select_related("committee")
    return [_entry(one, VoterGroup.ELDERS) for one in rows]


def _families(street: Street, now: datetime) -> list[Entry]:
    rows = FamilyLink.objects.filter(street=street, shut_at__isnull=True, expires_at__gt=now).select_related("person__committee")
    return [
        Entry(f"family:{one.pk}", VoterGroup.FAMILIES, one.person_id, one.name, one.person.committee.name if one.person.committee else "")
        for one in rows
    ]


def _members(street: Street, now: datetime) -> list[Entry]:
    rows = members_on(street.pk, clock.local_date(now)).filter(person__merged_into__isnull=True).select_related("person__committee")
    return [_entry(one.person, VoterGroup.MEMBERS) for one in rows]


GROUPS = {VoterGroup.CARERS: _carers, VoterGroup.ELDERS: _elders, VoterGroup.FAMILIES: _families, VoterGroup.MEMBERS: _members}


def roll_for(street: Street, groups: list[str], now: datetime) -> list[Entry]:
    """Everybody of these groups, each once, by committee, name and source: the order of the roll. ValueError for a group nobody knows."""
    found: dict[str, Entry] = {}
    for group in groups:
        if group not in GROUPS:
            raise ValueError(group)
        for one in GROUPS[group](street, now):
            found.setdefault(one.source, one)
    return sorted(found.values(), key=lambda one: (one.committee, one.name, one.source))
