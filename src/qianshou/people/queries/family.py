"""The family page's scope: a link lets one relative read of one person, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qianshou.access.devices import digest
from qianshou.access.scope import Scope

from ..models import FamilyLink, FamilyLook
from ..rules.family import Door, door
from ..rules.restrictions import FAMILY
from .consents import has_consent
from .files import people_seen
from .restrictions import allowed

PURPOSE = "family_page"


@dataclass(frozen=True, slots=True)
class FamilyScope:
    """What the queries of the family page take: made by `family_scope` alone, from a link that is open at this moment."""

    link_id: int
    person_id: int
    street_id: int


class NotOpen(Exception):
    """The link lets nobody in now; `door` says why."""

    def __init__(self, found: Door) -> None:
        super().__init__(found)
        self.door = found


def link_by_token(token: str) -> FamilyLink:
    """The link of an address, shut ones too. FamilyLink.DoesNotExist for an address that never was."""
    return FamilyLink.objects.select_related("street", "person").get(token_hash=digest(token))


def door_of(link: FamilyLink, now: datetime) -> Door:
    """What somebody finds at the link now."""
    agreed = has_consent(link.person_id, PURPOSE) and allowed(link.person_id, FAMILY)
    return door(shut_at=link.shut_at, locked_at=link.locked_at, expires_at=link.expires_at, agreed=agreed, now=now)


def family_scope(link: FamilyLink, now: datetime) -> FamilyScope:
    """The scope of an open link; NotOpen for any other. A locked one lets in whoever had come in before: the lock is for guessers."""
    found = door_of(link, now)
    if found in (Door.SHUT, Door.OVER):
        raise NotOpen(found)
    return FamilyScope(link_id=link.pk, person_id=link.person_id, street_id=link.street_id)


def links_of(*, scope: Scope, person_id: int, today: date) -> QuerySet[FamilyLink]:
    """The links of one person whom the user may see, the newest first."""
    rows = (
        FamilyLink.objects.filter(person__in=people_seen(scope, today), person_id=person_id)
        if scope.may("files.read")
        else FamilyLink.objects.none()
    )
    return rows.select_related("made_by", "shut_by", "street")


def family_link(*, scope: Scope, link_id: int, today: date) -> FamilyLink:
    """One link; FamilyLink.DoesNotExist for outsiders."""
    rows = FamilyLink.objects.filter(person__in=people_seen(scope, today)) if scope.may("files.read") else FamilyLink.objects.none()
    return rows.select_related("person", "street", "made_by", "shut_by").get(pk=link_id)


def looks_of(*, links: QuerySet[FamilyLink], limit: int = 60) -> list[FamilyLook]:
    """Who stood at the door of these links, the latest first."""
    return list(FamilyLook.objects.filter(link__in=links).select_related("link")[:limit])
