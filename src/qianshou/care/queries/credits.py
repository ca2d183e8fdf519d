"""What is to be credited to carers, from what they did; and what was."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum

from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.kernel.holidays import is_day_off
from qianshou.ledger.rules.points import Task, kind_of
from qianshou.packs.shapes_merit import POINT_TASKS, TIMED

from ..models import STANDING, Carer, PointCredit, PointObjection, Visit, VisitEvent
from ..rules.visits import DESK
from .company_tasks import company_done, reviews_done, whose
from .working_days import off_corrections

VISIT = "visit:"  # how the key of a visit's task begins
ON_PHONE = 20  # tasks of earlier days, the newest first


def tasks_between(carers: Mapping[int, Carer], first: date, last: date) -> dict[tuple[int, date], list[Task]]:
    """(carer id, day) → what she finished on the days [first, last]: her parts of visits, what she did with those whom she keeps company, forms of
    the month. A few queries, however many carers and days."""
    off = _days_off(carers, first, last)
    found: dict[tuple[int, date], list[Task]] = defaultdict(list)
    for carer_id, key, local, service, scanned, needed in _visits_done(carers, first, last):
        carer = carers[carer_id]
        task = Task(key, service, carer.tier, local, off=local.date() in off[carer.street_id], scanned=scanned, carers=needed)
        found[carer_id, local.date()].append(task)
    for carer_id, key, local in (*company_done(carers, first, last), *reviews_done(carers, first, last)):
        carer = carers[carer_id]
        task = Task(key, "", carer.tier, local, timed=kind_of(key) in TIMED, off=local.date() in off[carer.street_id])
        found[carer_id, local.date()].append(task)
    return found


def _visits_done(carers: Mapping[int, Carer], first: date, last: date) -> Iterator[tuple[int, str, datetime, str, bool, int]]:
    """(carer, key of the task, local time, service, whether the square was scanned, carers needed) of her parts of visits.

    Whoever acted is credited, whoever the round had named. A visit of which she said "done" twice is one task, of the first day. What was taken
    back, and what the desk wrote down without naming a carer, is nobody's. Whom the desk named is credited until as many others as the visit needs
    have said themselves that they made it.
    """
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(last)[1]
    own = VisitEvent.objects.filter(STANDING, carer__in=list(carers))
    there = own.filter(kind="done", made_at__gte=start, made_at__lt=stop).values("visit_id")
    rows = own.filter(kind__in=("arrived", "done"), visit__in=there).order_by("made_at", "pk")
    done: dict[tuple[int, int], tuple] = {}
    scanned: set[tuple[int, int]] = set()
    told: set[tuple[int, int]] = set()  # by herself, not by the desk
    for carer_id, visit_id, kind, made_at, grade, service, needed in rows.values_list(
        "carer_id", "visit_id", "kind", "made_at", "grade", "visit__service", "visit__carers_needed"
    ):
        if grade == "scan":
            scanned.add((carer_id, visit_id))
        if kind == "done":
            if grade != DESK:
                told.add((carer_id, visit_id))
            done.setdefault((carer_id, visit_id), (made_at, service, needed))
    others = _made_by({visit_id for _carer, visit_id in set(done) - told})
    for (carer_id, visit_id), (made_at, service, needed) in done.items():
        local = made_at.astimezone(clock.ZONE)
        outdone = (carer_id, visit_id) not in told and len(others[visit_id]) >= needed
        if first <= local.date() <= last and not outdone:
            yield carer_id, f"{VISIT}{visit_id}", local, service, (carer_id, visit_id) in scanned, needed


def _made_by(visit_ids: Collection[int]) -> dict[int, set[int]]:
    """Visit → the carers who said themselves that they made it."""
    found: dict[int, set[int]] = defaultdict(set)
    if visit_ids:
        rows = VisitEvent.objects.filter(STANDING, kind="done", visit__in=visit_ids, carer__isnull=False).exclude(grade=DESK)
        for visit_id, carer_id in rows.values_list("visit_id", "carer_id"):
            found[visit_id].add(carer_id)
    return found


def _days_off(carers: Mapping[int, Carer], first: date, last: date) -> dict[int, set[date]]:
    """Street → its weekends and public holidays between two days."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = {}
    for street in {carer.street for carer in carers.values()}:
        corrections = off_corrections(street, first, last)
        found[street.pk] = {day for day in days if is_day_off(day, corrections)}
    return found


@dataclass(frozen=True, slots=True)
class CarerPoints:
    """A carer's days in sum."""

    carer: Carer
    points: int
    tasks: int
    open_objections: int


def points_of_street(scope: Scope, first: date, last: date) -> list[CarerPoints]:
    """Every carer who was there on the days, most points first; those without any too."""
    there = (Q(joined_on__isnull=True) | Q(joined_on__lte=last)) & (Q(left_on__isnull=True) | Q(left_on__gte=first))
    sums = {
        row["carer_id"]: (row["points"], row["tasks"])
        for row in PointCredit.objects.filter(scope.rows(committee=None), street_id=scope.street_id, day__range=(first, last), points__gt=0)
        .order_by().values("carer_id").annotate(points=Sum("points"), tasks=Count("pk"))
    }  # fmt: skip
    objected = dict(
        PointObjection.objects.filter(scope.rows(committee=None), street_id=scope.street_id, state="open")
        .order_by().values_list("carer_id").annotate(Count("pk"))
    )  # fmt: skip
    rows = Carer.objects.filter(scope.rows(committee=None), there, street_id=scope.street_id).select_related("person")
    found = [CarerPoints(c, *sums.get(c.pk, (0, 0)), objected.get(c.pk, 0)) for c in rows]
    return sorted(found, key=lambda one: (-one.points, one.carer.number))


def carer_in(scope: Scope, carer_id: int) -> Carer:
    """A carer of a street that the user sees; Carer.DoesNotExist otherwise."""
    return Carer.objects.select_related("person", "street").get(scope.rows(committee=None), pk=carer_id)


def credits_of(carer: Carer, first: date, last: date) -> list[PointCredit]:
    """Her tasks of the days with their points, in the order in which they were done; what is worth nothing any more is left out."""
    return list(PointCredit.objects.filter(carer=carer, day__range=(first, last), points__gt=0).order_by("day", "made_at", "pk"))


def people_of(rows: Collection[PointCredit]) -> dict[str, str]:
    """Key of a task → the name of the person for whom it was done. A few queries, however many rows."""
    visits = [int(row.task.removeprefix(VISIT)) for row in rows if row.task.startswith(VISIT)]
    names = Visit.objects.filter(pk__in=visits).values_list("pk", "elder__name") if visits else ()
    return {f"{VISIT}{pk}": name for pk, name in names} | whose([row.task for row in rows])


def objections(scope: Scope, carer_ids: Collection[int] | None = None) -> list[PointObjection]:
    """Objections of the street, those to be answered first, the newest first among equals."""
    rows = PointObjection.objects.filter(scope.rows(committee=None), street_id=scope.street_id).select_related("carer__person", "answered_by")
    rows = rows.filter(carer__in=carer_ids) if carer_ids is not None else rows
    return sorted(rows, key=lambda one: (one.state != "open", -one.made_at.timestamp()))


def objection_of(scope: Scope, objection_id: int) -> PointObjection:
    """One objection; PointObjection.DoesNotExist for one out of scope."""
    return PointObjection.objects.select_related("carer__person").get(scope.rows(committee=None), pk=objection_id)


def own_points(carer: Carer, today: date, now: datetime) -> dict:
    """For the carer's phone: today's and the month's points, tasks with their reasons, her objections of the month. The tasks are today's, and the
    last of the month that are no visits, for these are often written down days later."""
    month = today.replace(day=1)
    rows = credits_of(carer, month, today)
    worked = [row for row in rows if kind_of(row.task) in POINT_TASKS]
    earlier = [row for row in worked if row.day < today and not row.task.startswith(VISIT)]
    shown = [row for row in worked if row.day == today] + earlier[:-ON_PHONE - 1:-1]
    people = people_of(shown)
    said = PointObjection.objects.filter(carer=carer, made_at__gte=now - timedelta(days=31))
    return {
        "today": sum(row.points for row in rows if row.day == today),
        "month": sum(row.points for row in rows),
        "tasks": [
            {"day": row.day.isoformat(), "kind": kind_of(row.task), "who": people.get(row.task, ""), "service": row.service, "points": row.points,
             "reasons": row.reasons}
            for row in shown
        ],
        "objections": [{"day": one.day.isoformat(), "text": one.text, "state": one.state, "answer": one.answer} for one in said],
    }  # fmt: skip
