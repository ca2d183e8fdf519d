"""Lists of carers, and one carer with all that hangs on her."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.kernel import clock

from ..models import STANDING, Absence, Carer, ClockEvent, Link, Rank, Shift, VisitEvent
from ..rules.absences import BOTH
from .absences import halves_away
from .net import away_on, carers_in, holding, loads_on

RECENT_DAYS = 14


@dataclass(slots=True)
class CarerLine:
    """A carer in a list, with load and presence on the day; `half`: away in that half of it."""

    carer: Carer
    primary: int
    backup: int
    away: bool
    half: str = ""


@dataclass(slots=True)
class CarerPage:
    """One carer on a day; `half`: away in that half of it."""

    carer: Carer
    away: bool
    half: str = ""
    links: list[Link] = field(default_factory=list)
    past_links: list[Link] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    coming_shifts: list[Shift] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    clock_events: list[ClockEvent] = field(default_factory=list)
    visits_done: int = 0


def carers(*, scope: Scope, day: date, tier: str = "", text: str = "", gone: bool = False) -> list[CarerLine]:
    """Carers by tier and number. `text` is part of name, number, skill code or interest; `gone`: those who have left instead."""
    rows = carers_in(scope).select_related("person", "start_place")
    rows = rows.filter(left_on__lt=day) if gone else rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
    if tier:
        rows = rows.filter(tier=tier)
    if text:
        rows = rows.filter(
            Q(person__name__icontains=text) | Q(number__icontains=text) | Q(skills__contains=[text]) | Q(person__interests__contains=[text])
        )
    found = list(rows.order_by("number"))
    loads = loads_on(carer_ids=[carer.pk for carer in found], day=day)
    away = away_on(carer_ids=[carer.pk for carer in found], day=day)
    halves = halves_away(day, carer_ids=[carer.pk for carer in found])
    order = {code: n for n, code in enumerate(("full_time", "assistant", "aide", "volunteer"))}
    found.sort(key=lambda carer: (order.get(carer.tier, 9), carer.number))
    return [CarerLine(c, loads[c.pk]["primary"], loads[c.pk]["backup"], c.pk in away, _half(halves.get(c.pk))) for c in found]


def _half(away: frozenset[str] | None) -> str:
    return next(iter(away)) if away and away != BOTH else ""


def tiers_counted(*, scope: Scope, day: date) -> dict[str, int]:
    """How many carers each tier has."""
    rows = carers_in(scope).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
    return dict(rows.values_list("tier").annotate(n=Count("pk")).order_by())


def carer_of(*, scope: Scope, carer_id: int) -> Carer:
    """A carer that the user may see; Carer.DoesNotExist otherwise."""
    return carers_in(scope).select_related("person__user", "person__place", "start_place", "street").get(pk=carer_id)


def carers_there(*, street_id: int, day: date) -> QuerySet[Carer]:
    """Carers who belonged to a street on a day, whether they were away or not."""
    there = (Q(joined_on__isnull=True) | Q(joined_on__lte=day)) & (Q(left_on__isnull=True) | Q(left_on__gte=day))
    return Carer.objects.filter(there, street_id=street_id).select_related("person").order_by("number")


def answering_for(*, elder_id: int, day: date) -> list[int]:
    """The carers who answer for an elder on a day, the first helper first."""
    links = Link.objects.filter(holding(day), elder_id=elder_id)
    return [carer for _rank, carer in sorted((link.rank != Rank.PRIMARY, link.carer_id) for link in links)]


def carer_page(*, scope: Scope, carer_id: int, day: date) -> CarerPage:
    """All of one carer that a page shows; elders out of the user's scope are left out."""
    carer = carer_of(scope=scope, carer_id=carer_id)
    links = Link.objects.filter(scope.rows(committee="elder__committee_id"), carer=carer).select_related("elder__committee", "elder__place")
    since = clock.day_bounds(day - timedelta(days=RECENT_DAYS - 1))[0]
    shifts = carer.shifts.filter(Q(until__isnull=True) | Q(until__gte=day))
    return CarerPage(
        carer=carer,
        away=carer.pk in away_on(carer_ids=[carer.pk], day=day),
        half=_half(halves_away(day, carer_ids=[carer.pk]).get(carer.pk)),
        links=list(links.filter(holding(day)).order_by("-rank", "elder__name_key")),
        past_links=list(links.filter(until__lt=day).order_by("-until")[:20]),
        shifts=list(shifts.filter(since__lte=day)),
        coming_shifts=list(shifts.filter(since__gt=day)),
        absences=list(carer.absences.filter(last_day__gte=day - timedelta(days=60))),
        clock_events=list(carer.clock_events.filter(STANDING, made_at__gte=since).order_by("-made_at")),
        visits_done=VisitEvent.objects.filter(STANDING, carer=carer, kind="done", made_at__gte=since).values("visit").distinct().count(),
    )


def absence_of(*, scope: Scope, absence_id: int) -> Absence:
    """An absence of a carer that the user may see; Absence.DoesNotExist otherwise."""
    return Absence.objects.select_related("carer__person").get(pk=absence_id, carer__in=carers_in(scope))


def links_of(*, scope: Scope, elder_id: int) -> QuerySet[Link]:
    """Every link of an elder, the running ones first, then the latest."""
    return (
        Link.objects.filter(scope.rows(committee="elder__committee_id"), elder_id=elder_id)
        .select_related("carer__person", "made_by")
        .order_by("-since", "-pk")
    )


def link_of(*, scope: Scope, link_id: int) -> Link:
    """A link that the user may see; Link.DoesNotExist otherwise."""
    return Link.objects.select_related("carer__person", "elder").get(scope.rows(committee="elder__committee_id"), pk=link_id)
