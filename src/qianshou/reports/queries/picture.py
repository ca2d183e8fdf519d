"""What the other areas know of one person, for the file on one page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from qianshou.access.scope import Scope
from qianshou.care.models import KeyElder, Link, PlanItem
from qianshou.kernel.clock import local_date
from qianshou.meals.queries.fed import PersonMonth, person_meals
from qianshou.meals.queries.person import Meals, meals_of
from qianshou.people.models import Person
from qianshou.watch.models import WANTS_ANSWER, Alert, Concern, Due

BACK, AHEAD = 45, 7  # days
MOST = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """key: why and since when a key elder, or None. links: who answers for them now. plan: what recurs.

    ahead: what is still due within a week, the next first. past: what was due lately, the latest first. concerns: all of them, open
    ones first. alerts: those still open. meals: what is arranged, paused and was ordered; None without the capability.
    eaten: what became of this month's meals.
    """

    key: KeyElder | None = None
    links: list[Link] = field(default_factory=list)
    plan: list[PlanItem] = field(default_factory=list)
    ahead: list[Due] = field(default_factory=list)
    past: list[Due] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    meals: Meals | None = None
    eaten: PersonMonth | None = None


def picture_of(*, scope: Scope, person: Person, now: datetime) -> Picture:
    """What the scope's capabilities let be seen of a person that a scoped query fetched."""
    day = local_date(now)
    holds = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    care, watch = scope.may("care.read"), scope.may("watch.read")
    dues = Due.objects.filter(person=person, day__gte=day - timedelta(days=BACK), day__lte=day + timedelta(days=AHEAD)).select_related("met_by", "excused_by")
    concerns = Concern.objects.filter(person=person).select_related("reported_by", "answered_by")
    may_order = scope.may("meals.order") and hasattr(person, "file")
    return Picture(
        key=KeyElder.objects.filter(holds, elder=person).first() if care else None,
        links=list(Link.objects.filter(holds, elder=person).select_related("carer__person").order_by("-rank")) if care else [],
        plan=list(PlanItem.objects.filter(holds, elder=person).order_by("window_start")) if care else [],
        ahead=list(dues.filter(state__in=("open", "late")).order_by("by_at")[:MOST]) if watch else [],
        past=list(dues.exclude(state__in=("open", "late")).order_by("-by_at")[:MOST]) if watch else [],
        concerns=sorted(concerns.order_by("-made_at")[:MOST], key=lambda c: c.state not in WANTS_ANSWER) if watch else [],
        alerts=list(Alert.objects.filter(person=person).exclude(state="closed").select_related("due", "taken_by").order_by("raised_at")) if watch else [],
        meals=meals_of(person=person, now=now, today=day, ahead=1) if may_order else None,
        eaten=person_meals(person=person, first=day.replace(day=1), last=day, now=now) if may_order else None,
    )
