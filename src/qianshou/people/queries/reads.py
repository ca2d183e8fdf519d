"""Who read a person's file."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qianshou.access.models import User
from qianshou.kernel import clock

from ..models import Person, ReadEntry


@dataclass(frozen=True, slots=True)
class Read:
    """One reading. page, ground, way: codes, in words on the page."""

    at: datetime
    who: str
    page: str
    ground: str
    way: str


def reads(person: Person, *, user_id: int | None = None, since: date | None = None, until: date | None = None) -> QuerySet[ReadEntry]:
    """Readings of a person and of the files merged into it, the latest first. The person must have been fetched by a scoped query."""
    ids = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    found = ReadEntry.objects.filter(person_id__in=ids).order_by("-at", "-id")
    if user_id:
        found = found.filter(user_id=user_id)
    if since:
        found = found.filter(at__gte=clock.day_bounds(since)[0])
    if until:
        found = found.filter(at__lt=clock.day_bounds(until)[1])
    return found


def named(entries: list[ReadEntry]) -> list[Read]:
    """The same with the names of the readers."""
    names = dict(User.objects.filter(pk__in={one.user_id for one in entries}).values_list("pk", "display_name"))
    return [Read(one.at, names.get(one.user_id, ""), one.page, one.ground, one.way) for one in entries]


def readers(person: Person) -> list[tuple[int, str]]:
    """(user id, name) of everybody who ever read the file, by name."""
    ids = reads(person).order_by().values_list("user_id", flat=True).distinct()
    return sorted(User.objects.filter(pk__in=list(ids)).values_list("pk", "display_name"), key=lambda pair: pair[1])
