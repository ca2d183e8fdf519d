"""The officer's morning in numbers: what is due, done, late; holes; what waits for a decision."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, DateTimeField, F, Func, Min, QuerySet, Value

from qianshou.access.scope import Scope
from qianshou.acts.models import Act
from qianshou.kernel.clock import day_bounds, local_date
from qianshou.meals.models import Dish
from qianshou.meals.queries.afterwards import Tally
from qianshou.meals.queries.afterwards import counted as meals_counted
from qianshou.meals.queries.kitchen import missing_of
from qianshou.people.models import ElderFile, Person
from qianshou.watch.models import Alert, Concern, Due, Sweep

from ..rules import Slot, slots_of
from ..rules.day import DONE, HALF_HOUR
from .holes import holes_on

HALF = timedelta(minutes=HALF_HOUR)
MOST_NEEDS = 6  # of each kind: the list is for deciding, the rest is one key away


@dataclass(frozen=True, slots=True)
class Need:
    """Something that wants a decision. kind: alert | concern | held | holes | reviews. `of` is the row it is about, if one."""

    kind: str
    look: str  # late | hole | calm
    since: datetime | None = None
    of: object = None
    person: Person | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows. Counts are of the office's day and of what the scope may see."""

    day: date
    due: int  # still open today
    planned: int  # all of today, open or not, without what was excused
    done: int
    late: int  # late and not answered yet, of any day
    holes: int
    reviews: int
    kinds: dict[str, int]
    last_done: Due | None
    oldest_late: datetime | None
    slots: list[Slot]
    needs: list[Need] = field(default_factory=list)
    more_needs: int = 0
    last_sweep: datetime | None = None
    dishes: list[str] = field(default_factory=list)
    kitchen: dict[str, int] = field(default_factory=dict)  # kind of entry → how many the kitchen has not made though the first box leaves
    meals: Tally | None = None  # what became of today's meals; None without the capability


def board(*, scope: Scope, now: datetime) -> Board:
    """The board of the street (or committees) of the scope at `now`."""
    day = local_date(now)
    today = _here(Due.objects, scope).filter(day=day)
    counted = _counted(today, day)
    states, kinds = Counter(), Counter()
    for _, state, kind, n in counted:
        states[state] += n
        kinds[kind] += n * (state != "excused")
    late = _here(Due.objects, scope).filter(state="late").aggregate(n=Count("pk"), oldest=Min("by_at"))
    done = sum(states[s] for s in DONE)
    last_done = today.filter(state__in=DONE).select_related("person__place").only("met_made_at", "person__place__name") if done else Due.objects.none()
    holes = holes_on(scope=scope, day=day) if scope.may("care.read") else []
    reviews = _files(scope).filter(in_review=True).count()
    needs, more = _needs(scope, holes, reviews)
    return Board(
        day=day, due=states["open"], planned=states.total() - states["excused"], done=done, late=late["n"],
        holes=len(holes), reviews=reviews, kinds={kind: n for kind, n in kinds.most_common() if n},
        last_done=last_done.order_by("-met_made_at", "-pk").first(), oldest_late=late["oldest"],
        slots=slots_of((at, state, n) for at, state, _, n in counted), needs=needs, more_needs=more,
        last_sweep=last_sweep_at(), dishes=_dishes(scope, day), kitchen=missing_of(scope=scope, day=day, now=now),
        meals=meals_counted(scope=scope, first=day, last=day, now=now).total if scope.may("meals.order") else None,
    )  # fmt: skip


def _counted(today: QuerySet[Due], day: date) -> list[tuple[int, str, str, int]]:
    """(half hour, state, kind, how many) of a day's dues: a few hundred rows at most, however many dues there are."""
    start, _ = day_bounds(day)
    # What is due at 9:00 sharp belongs to the half hour before it.
    box = Func(Value(HALF), F("by_at") - Value(timedelta(microseconds=1)), Value(start), function="date_bin", output_field=DateTimeField())
    rows = today.annotate(box=box).values_list("box", "state", "kind").annotate(n=Count("pk")).order_by()
    return [(max(0, (at - start) // HALF), state, kind, n) for at, state, kind, n in rows]


def last_sweep_at() -> datetime | None:
    """When the last sweep that came to its end began."""
    return Sweep.objects.filter(finished_at__isnull=False).order_by("-started_at").values_list("started_at", flat=True).first()


def _needs(scope: Scope, holes: list, reviews: int) -> tuple[list[Need], int]:
    """What wants a decision, in the order of hurry, and how many more there are."""
    urgent = _here(Alert.objects, scope).filter(state="raised").order_by("raised_at") if scope.may("watch.read") else Alert.objects.none()
    concerns = _here(Concern.objects, scope).filter(state="open").order_by("-severity", "made_at") if scope.may("watch.read") else Concern.objects.none()
    held = _here(Act.objects, scope, committee=None).filter(state="held").order_by("received_at") if scope.may("acts.settle") else Act.objects.none()
    found = [Need("alert", "late", a.raised_at, a, a.person) for a in urgent.select_related("person__place", "person__committee", "due")[:MOST_NEEDS]]
    found += [
        Need("concern", "late" if c.severity == Concern.Severity.NOW else "hole", c.made_at, c, c.person)
        for c in concerns.select_related("person__place", "person__committee")[:MOST_NEEDS]
    ]
    found += [Need("holes", "hole", None, h, person) for person, h in holes[:MOST_NEEDS]]
    found += [Need("held", "hole", a.received_at, a) for a in held.select_related("user")[:MOST_NEEDS]]
    if reviews:
        found.append(Need("reviews", "calm", count=reviews))
    shown = Counter(need.kind for need in found)
    rows = {"alert": urgent, "concern": concerns, "held": held}
    more = sum(rows[kind].count() - MOST_NEEDS for kind in rows if shown[kind] == MOST_NEEDS)
    return found, more + max(0, len(holes) - MOST_NEEDS)


def _dishes(scope: Scope, day: date) -> list[str]:
    if not scope.street_id:
        return []
    return list(Dish.objects.filter(menu__street_id=scope.street_id, menu__day=day).order_by("position", "id").values_list("name", flat=True))


def _files(scope: Scope) -> QuerySet[ElderFile]:
    rows = ElderFile.objects.filter(scope.rows(committee="person__committee_id"), person__merged_into__isnull=True)
    return rows.filter(street_id=scope.street_id) if scope.street_id else rows


def _here(manager, scope: Scope, committee: str | None = "committee_id") -> QuerySet:
    """Rows of the scope in the street that is shown: the index begins with street_id."""
    rows = manager.filter(scope.rows(committee=committee))
    return rows.filter(street_id=scope.street_id) if scope.street_id else rows
