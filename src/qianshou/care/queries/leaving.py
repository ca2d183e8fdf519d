"""Whom a leave would leave without anybody who answers for them."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q

from qianshou.people.models import Person, Status

from ..models import KeyElder, Link
from ..rules.absences import BOTH, halves_on
from ..rules.holes import Cover, LinkFact, hold
from .absences import absences_in

LOOK = timedelta(days=62)  # further ahead nobody knows who else is away


def left_alone(*, carer_id: int, span: tuple[date, date, bool, bool], today: date) -> list[tuple[Person, list[date]]]:
    """Key elders of a carer for whom nobody would be there while she is away all day, with the days, by name. From today on, two months at most."""
    first, last = max(span[0], today), min(span[1], today + LOOK)
    running = Q(since__lte=last) & (Q(until__isnull=True) | Q(until__gte=first))
    keys = KeyElder.objects.filter(running, elder__links__in=Link.objects.filter(running, carer=carer_id), elder__merged_into__isnull=True)
    keys = list(keys.exclude(elder__file__status__in=[Status.DEAD, Status.MOVED]).distinct())
    links = list(Link.objects.filter(running, elder__in=[key.elder_id for key in keys]).select_related("carer"))
    away = list(absences_in(first, last, carer_ids={link.carer_id for link in links}))
    found: dict[int, list[date]] = defaultdict(list)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if halves_on(day, *span) != BOTH:
            continue
        holds = lambda row, day=day: row.since <= day and (row.until is None or row.until >= day)
        facts = [LinkFact(link.elder_id, link.carer_id, link.rank) for link in links if holds(link)]
        gone = _away(day, away) | {link.carer_id for link in links if link.carer.left_on and link.carer.left_on < day} | {carer_id}
        for held in hold({key.elder_id for key in keys if holds(key)}, facts, frozenset(gone)):
            if held.cover == Cover.NONE and carer_id in (held.primary_id, held.backup_id):
                found[held.elder_id].append(day)
    persons = Person.objects.filter(pk__in=found).order_by("name_key", "pk")
    return [(person, found[person.pk]) for person in persons]


def _away(day: date, rows: list) -> set[int]:
    halves: dict[int, frozenset[str]] = defaultdict(frozenset)
    for row in rows:
        halves[row.carer_id] |= row.halves_on(day)
    return {pk for pk, of in halves.items() if of == BOTH}
