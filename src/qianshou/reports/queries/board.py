"""The officer's morning in numbers: what is due, done, late; holes; what waits for a decision."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from qianshou.access.scope import Scope
from qianshou.acts.models import Act
from qianshou.kernel.clock import local_date
from qianshou.meals.models import Dish
from qianshou.people.models import ElderFile, Person
from qianshou.watch.models import Alert, Concern, Due, Sweep

from ..rules import Slot, slots_of
from ..rules.day import DONE
from .holes import holes_on

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


def board(*, scope: Scope, now: datetime) -> Board:
    """The board of the street (or committees) of the scope at `now`."""
    day = local_date(now)
    today = _here(Due.objects, scope).filter(day=day)
    rows = list(today.values_list("by_at", "state", "kind", "met_made_at", "pk"))
    states = Counter(row[1] for row in rows)
    late = _here(Due.objects, scope).filter(state="late")
    oldest = late.order_by("by_at").values_list("by_at", flat=True)
    _, last = max(((made, pk) for _, state, _, made, pk in rows if state in DONE), default=(None, None))
    holes = holes_on(scope=scope, day=day) if scope.may("care.read") else []
    reviews = _files(scope).filter(in_review=True).count()
    needs, more = _needs(scope, holes, reviews)
    sweep = Sweep.objects.filter(finished_at__isnull=False).order_by("-started_at").values_list("started_at", flat=True).first()
    return Board(
        day=day, due=states["open"], planned=len(rows) - states["excused"], done=sum(states[s] for s in DONE), late=late.count(),
        holes=len(holes), reviews=reviews, kinds=dict(Counter(row[2] for row in rows if row[1] != "excused").most_common()),
        last_done=Due.objects.select_related("person__place").get(pk=last) if last else None, oldest_late=oldest.first(),
        slots=slots_of(row[:2] for row in rows), needs=needs, more_needs=more,
        last_sweep=sweep, dishes=_dishes(scope, day),
    )  # fmt: skip


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
    more = sum(max(0, rows.count() - MOST_NEEDS) for rows in (urgent, concerns, held))
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
