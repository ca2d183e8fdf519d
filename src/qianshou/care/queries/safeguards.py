"""Safeguards as they are shown: who is covered by what, who is not, what runs out, which claims are open; one person's eight kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.people.models import Person, Status
from qianshou.people.queries.files import people_seen

from ..models import Safeguard, SafeguardIncident, SafeguardStep
from ..rules.safeguards import Cover, gaps

STANDS = Q(taken_back_at__isnull=True)
LAST = Coalesce("ended_on", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; all of it from the address of the page."""

    kind: int = 0
    provider: str = ""
    committee: int = 0
    text: str = ""

    def of(self, rows: QuerySet, person: str = "person__") -> QuerySet:
        """The part that is about the person."""
        if self.committee:
            rows = rows.filter(**{f"{person}committee_id": self.committee})
        return rows.filter(**{f"{person}name__contains": self.text.strip()[:40]}) if self.text.strip() else rows


@dataclass
class KindOf:
    """One of the eight for one person: what holds today, what begins later, what was, and the days between covers without one."""

    number: int
    name: str
    now: Safeguard | None
    ahead: list[Safeguard]
    past: list[Safeguard]
    gaps: list[tuple[date, date]]


def names_of(street: Street, on: date, language: str | None) -> dict[int, str]:
    """Number → name; "" where the district has not named it yet."""
    return {one.number: one.name(language) for one in sorted(load(street.pack, on).safeguards.values(), key=lambda one: one.number)}


def _seen(scope: Scope, street: Street, today: date) -> QuerySet[Safeguard]:
    if not scope.may("safeguards.read"):
        return Safeguard.objects.none()
    return Safeguard.objects.filter(street=street, person__in=people_seen(scope, today))


def _narrowed(rows: QuerySet[Safeguard], asked: Asked) -> QuerySet[Safeguard]:
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.provider:
        rows = rows.filter(provider=asked.provider)
    return asked.of(rows).select_related("person__committee", "person__place").annotate(last_day=LAST)


def covers(*, scope: Scope, street: Street, today: date, asked: Asked) -> QuerySet[Safeguard]:
    """Covers that hold today, by committee and name."""
    rows = _narrowed(_seen(scope, street, today).filter(STANDS, since__lte=today), asked).filter(last_day__gte=today)
    return rows.order_by("person__committee__position", "person__name_key", "person_id", "kind", "pk")


def ending(*, scope: Scope, street: Street, today: date, days: int, asked: Asked) -> QuerySet[Safeguard]:
    """Covers that end within so many days, or ended in the last thirty, and that nothing follows; the first to end first."""
    later = Safeguard.objects.filter(STANDS, person=OuterRef("person"), kind=OuterRef("kind"), since__gt=OuterRef("since")).exclude(pk=OuterRef("pk"))
    rows = _seen(scope, street, today).filter(STANDS, ended_on__isnull=True, until__range=(today - timedelta(days=30), today + timedelta(days=days)))
    rows = rows.exclude(person__file__status__in=[Status.DEAD, Status.MOVED]).exclude(Exists(later))
    return _narrowed(rows, asked).order_by("until", "person__name_key", "pk")


def uncovered(*, scope: Scope, street: Street, today: date, asked: Asked) -> QuerySet[Person]:
    """Elders who are at home, in hospital or away and whom the asked kind does not cover today; without a kind, whom nothing covers."""
    if not scope.may("safeguards.read"):
        return Person.objects.none()
    held = Safeguard.objects.filter(STANDS, person=OuterRef("pk"), since__lte=today, **({"kind": asked.kind} if asked.kind else {}))
    held = held.annotate(last_day=LAST).filter(last_day__gte=today)
    rows = people_seen(scope, today).filter(street=street, file__isnull=False).exclude(file__status__in=[Status.DEAD, Status.MOVED])
    rows = asked.of(rows.exclude(Exists(held)), person="")
    return rows.select_related("committee", "place", "file").order_by("committee__position", "name_key", "pk")


def claims(*, scope: Scope, street: Street, today: date, asked: Asked, closed: bool = False) -> QuerySet[SafeguardIncident]:
    """What happened under covers, the oldest open one first; with `closed` those that are over, the newest first."""
    rows = SafeguardIncident.objects.filter(taken_back_at__isnull=True, safeguard__in=_narrowed(_seen(scope, street, today), asked).values("pk"))
    over = Q(state=SafeguardIncident.State.CLOSED)
    rows = rows.filter(over) if closed else rows.exclude(over)
    return rows.select_related("safeguard__person__committee", "safeguard__person__place").order_by("-happened_on" if closed else "happened_on", "pk")


def numbers(*, scope: Scope, street: Street, today: date) -> dict[str, int]:
    """People covered by something, covers that end within 30 days, open claims."""
    held = covers(scope=scope, street=street, today=today, asked=Asked())
    return {
        "people": held.order_by().values("person_id").distinct().count(),
        "ending": ending(scope=scope, street=street, today=today, days=30, asked=Asked()).count(),
        "claims": claims(scope=scope, street=street, today=today, asked=Asked()).count(),
    }


def by_kind(*, scope: Scope, street: Street, today: date) -> dict[int, int]:
    """Kind → how many people it covers today."""
    rows = covers(scope=scope, street=street, today=today, asked=Asked()).order_by().values("kind").annotate(n=Count("person_id", distinct=True))
    return dict(rows.values_list("kind", "n"))


def providers(*, scope: Scope, street: Street, today: date) -> list[str]:
    """Who provides covers, the names as they were written."""
    return sorted(_seen(scope, street, today).filter(STANDS).order_by().values_list("provider", flat=True).distinct())


def cover_of(*, scope: Scope, safeguard_id: int, today: date) -> Safeguard:
    """One cover; Safeguard.DoesNotExist for another street's or somebody whom the user may not see."""
    rows = Safeguard.objects.filter(person__in=people_seen(scope, today)) if scope.may("safeguards.read") else Safeguard.objects.none()
    return rows.select_related("person", "street").get(pk=safeguard_id)


def incident_of(*, scope: Scope, incident_id: int, today: date) -> SafeguardIncident:
    """One incident; SafeguardIncident.DoesNotExist likewise."""
    rows = (
        SafeguardIncident.objects.filter(safeguard__person__in=people_seen(scope, today))
        if scope.may("safeguards.read")
        else SafeguardIncident.objects.none()
    )
    return rows.select_related("safeguard__person").get(pk=incident_id)


def step_of(*, scope: Scope, step_id: int, today: date) -> SafeguardStep:
    """One step of a claim; SafeguardStep.DoesNotExist likewise."""
    rows = (
        SafeguardStep.objects.filter(incident__safeguard__person__in=people_seen(scope, today))
        if scope.may("safeguards.read")
        else SafeguardStep.objects.none()
    )
    return rows.select_related("incident__safeguard__person").get(pk=step_id)


def act_seen(*, scope: Scope, street: Street, batch: UUID, today: date, person_id: int | None = None) -> bool:
    """Whether there is such an act (for this person) and the user may see everybody in it."""
    rows = Safeguard.objects.filter(street=street, batch=batch, **({"person_id": person_id} if person_id else {}))
    return rows.exists() and not rows.exclude(person__in=people_seen(scope, today)).exists()


def kinds_of(person: Person, street: Street, today: date, language: str | None) -> list[KindOf]:
    """The eight for one person, in the order of their numbers. The person must have been fetched by a scoped query."""
    rows: dict[int, list[Safeguard]] = {}
    for row in person.safeguards.select_related("made_by").annotate(last_day=LAST).order_by("since", "pk"):
        rows.setdefault(row.kind, []).append(row)
    found = []
    for number, name in names_of(street, today, language).items():
        stand = [r for r in rows.get(number, []) if r.taken_back_at is None]
        now = next((r for r in stand if r.since <= today <= r.last), None)
        ahead = [r for r in stand if r.since > today]
        rest = [r for r in reversed(rows.get(number, [])) if r is not now and r not in ahead]
        between = [(a, b) for a, b in gaps([Cover(r.pk, r.since, r.last) for r in stand]) if b >= today]
        found.append(KindOf(number, name, now, ahead, rest, between))
    return found


def incidents_of(person: Person) -> list[SafeguardIncident]:
    """What happened to a person under covers, the newest first, each with its steps."""
    rows = SafeguardIncident.objects.filter(safeguard__person=person).select_related("safeguard", "made_by")
    return list(rows.prefetch_related("steps__made_by").order_by("-happened_on", "-pk"))
