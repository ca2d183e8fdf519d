"""Medicines and habits of a person."""

from datetime import date

from qianshou.access.scope import Scope

from ..models import Habit, Medicine, Person
from .files import people_seen

MOST_BEFORE = 10


def medicines_of(person: Person) -> tuple[list[Medicine], list[Medicine]]:
    """(taken now, stopped with the latest first). The person was fetched by a scoped query, and the reader may read health data."""
    rows = list(Medicine.objects.filter(person=person).select_related("written_by"))
    taken = [row for row in rows if row.stopped_on is None]
    return taken, sorted((row for row in rows if row.stopped_on), key=lambda row: (row.stopped_on, row.pk), reverse=True)


def habits_of(person: Person) -> dict[str, Habit]:
    """Kind → note, each with `before`: the words that stood there earlier, the latest first."""
    rows = {row.kind: row for row in Habit.objects.filter(person=person).select_related("written_by")}
    for row in rows.values():
        row.before = [event for event in row.history.order_by("-pgh_id")[:MOST_BEFORE] if event.text]
    return rows


def medicine_of(scope: Scope, medicine_id: int, today: date) -> Medicine:
    """One medicine of somebody whom the user may see; Medicine.DoesNotExist otherwise, and for whoever may not read health data."""
    rows = Medicine.objects.filter(person__in=people_seen(scope, today)) if scope.may("health.read") else Medicine.objects.none()
    return rows.get(pk=medicine_id)
