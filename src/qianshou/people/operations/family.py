"""The family page's link: made for one relative, shut at once, its code tried five times at most."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from qianshou.access.devices import digest
from qianshou.access.keys import blind
from qianshou.access.operations import log

from ..models import FamilyLink, FamilyLook, Person
from ..queries.consents import has_consent
from ..queries.restrictions import allowed
from ..rules.family import LINK_DAYS, LOOK_EVERY, TRIES, Door, normal_code
from ..rules.restrictions import FAMILY

PURPOSE = "family_page"


class NoConsent(Exception):
    """The elder has not agreed to the family page, or had it restricted: no link is made."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a link, told once: the address's end and the code. The database has neither."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody came: IP address and what the browser calls itself."""

    address: str = ""
    browser: str = ""


@transaction.atomic
def make_family_link(
    *, person_id: int, name: str, relation: str = "", language: str = "zh-hans", now: datetime, by_id: int, days: int = LINK_DAYS
) -> tuple[FamilyLink, Keys]:
    """A link for one relative, for so many days. Returns it with its keys, which are shown this once.

    NoConsent unless the elder has agreed; ValueError without a name or for days that make no sense.
    """
    if not name.strip() or not 1 <= days <= LINK_DAYS:
        raise ValueError("a link is for somebody, for a year at most")
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id, merged_into__isnull=True)
    if not has_consent(person.pk, PURPOSE) or not allowed(person.pk, FAMILY):
        raise NoConsent
    keys = Keys(secrets.token_urlsafe(24), _new_code())
    hashed = digest(keys.token)
    link = FamilyLink.objects.create(
        person=person, street_id=person.street_id, name=name.strip()[:60], relation=relation.strip()[:20], language=language, token_hash=hashed,
        code_hash=_code_hash(hashed, keys.code), made_at=now, made_by_id=by_id, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    log(act="family.link_made", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, link=link.pk)
    return link, keys


@transaction.atomic
def new_family_code(*, link: FamilyLink, now: datetime, by_id: int) -> str:
    """Another code for the same address, told this once: whoever had locked themselves out has five new tries. ValueError when it is shut."""
    code = _new_code()
    changed = FamilyLink.objects.filter(pk=link.pk, shut_at__isnull=True).update(
        code_hash=_code_hash(link.token_hash, code), failures=0, locked_at=None
    )
    if not changed:
        raise ValueError("the link is shut")
    log(act="family.code_new", now=now, by_id=by_id, street_id=link.street_id, target="person", target_id=link.person_id, link=link.pk)
    return code


@transaction.atomic
def renew_family_link(*, link: FamilyLink, now: datetime, by_id: int | None) -> Keys:
    """Another address and code for the same relative, told this once: the old address leads nowhere. ValueError when it is shut."""
    keys = Keys(secrets.token_urlsafe(24), _new_code())
    hashed = digest(keys.token)
    changed = FamilyLink.objects.filter(pk=link.pk, shut_at__isnull=True).update(
        token_hash=hashed, code_hash=_code_hash(hashed, keys.code), failures=0, locked_at=None
    )
    if not changed:
        raise ValueError("the link is shut")
    log(act="family.keys_new", now=now, by_id=by_id, street_id=link.street_id, target="person", target_id=link.person_id, link=link.pk)
    return keys


@transaction.atomic
def shut_family_link(*, link: FamilyLink, now: datetime, by_id: int) -> bool:
    """Nobody looks in by it from this moment on. Whether it was open."""
    return bool(_shut(FamilyLink.objects.filter(pk=link.pk), FamilyLink.Shut.OFFICE, now, by_id))


@transaction.atomic
def shut_family_links(*, person_id: int, why: str, now: datetime, by_id: int | None) -> int:
    """Every link of a person shuts: the consent was withdrawn, or the file moved. Returns how many were open."""
    return _shut(FamilyLink.objects.filter(person_id=person_id), why, now, by_id)


def _shut(rows, why: str, now: datetime, by_id: int | None) -> int:
    held = list(rows.filter(shut_at__isnull=True).order_by("pk"))
    changed = FamilyLink.objects.filter(pk__in=[link.pk for link in held], shut_at__isnull=True).update(
        shut_at=now, shut_by_id=by_id, shut_why=why
    )
    for link in held:
        log(
            act="family.link_shut",
            now=now,
            by_id=by_id,
            street_id=link.street_id,
            target="person",
            target_id=link.person_id,
            link=link.pk,
            why=why,
        )
    return changed


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _code_hash(token_hash: str, code: str) -> bytes:
    """Six digits are soon tried by whoever has a dump: so it is an HMAC under a key that lies outside the database, and another for each link."""
    return blind(f"family page:{token_hash}:{code}")


def fits(link: FamilyLink, code: str) -> bool:
    """Is this the link's code? Takes as long for a wrong one as for a right one."""
    return constant_time_compare(bytes(link.code_hash), _code_hash(link.token_hash, normal_code(code)))


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether the code was right, how many tries are left, whether the link is locked now."""

    right: bool
    left: int
    locked: bool


def try_family_code(*, link: FamilyLink, code: str, where: Where, now: datetime) -> Tried:
    """Somebody types the code. The fifth wrong one locks the link until the office gives a new code.

    The try is counted before the code is looked at, in a statement of its own: many tries at once are five all the same.
    """
    held = FamilyLink.objects.filter(pk=link.pk, locked_at__isnull=True, shut_at__isnull=True, failures__lt=TRIES)
    if not held.update(failures=F("failures") + 1):
        return Tried(right=False, left=0, locked=True)
    link.refresh_from_db()  # a new code may have been given since the page was opened
    if fits(link, code):
        FamilyLink.objects.filter(pk=link.pk).update(failures=0)
        _see(link, FamilyLook.Kind.CAME, where, now)
        return Tried(right=True, left=TRIES, locked=False)
    tries = link.failures
    _see(link, FamilyLook.Kind.WRONG, where, now)
    if tries >= TRIES and FamilyLink.objects.filter(pk=link.pk, locked_at__isnull=True, failures__gte=TRIES).update(locked_at=now):
        _see(link, FamilyLook.Kind.LOCKED, where, now)
        log(act="family.link_locked", now=now, street_id=link.street_id, target="person", target_id=link.person_id, link=link.pk)
    return Tried(right=False, left=max(0, TRIES - tries), locked=tries >= TRIES)


def note_family_look(*, link: FamilyLink, where: Where, now: datetime) -> None:
    """Somebody with the code looked in. A page read again within ten minutes is the same look."""
    if link.last_seen_at is None or now - link.last_seen_at >= LOOK_EVERY:
        _see(link, FamilyLook.Kind.LOOKED, where, now)


def note_family_refusal(*, link: FamilyLink, door: Door, where: Where, now: datetime) -> None:
    """Somebody stands before a page that is shut: the office sees it, once in ten minutes."""
    last = FamilyLook.objects.filter(link=link, kind=FamilyLook.Kind.REFUSED).order_by("-at").values_list("at", flat=True).first()
    if door in (Door.SHUT, Door.OVER) and (last is None or now - last >= LOOK_EVERY):
        _write(link, FamilyLook.Kind.REFUSED, where, now)


def _see(link: FamilyLink, kind: str, where: Where, now: datetime) -> None:
    if kind in (FamilyLook.Kind.CAME, FamilyLook.Kind.LOOKED):
        FamilyLink.objects.filter(pk=link.pk).update(last_seen_at=now, looks=F("looks") + 1)
    _write(link, kind, where, now)


def _write(link: FamilyLink, kind: str, where: Where, now: datetime) -> None:
    browser = where.browser.encode(errors="ignore").decode().replace("\x00", "")[:120]
    FamilyLook.objects.create(link=link, at=now, kind=kind, address=where.address[:45], browser=browser)
