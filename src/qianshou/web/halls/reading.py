"""What addresses and forms of these pages name."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest

from qianshou.access.http import or_404
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.queries import search
from qianshou.people.queries.files import people_seen
from qianshou.people.queries.wall_codes import whose_card
from qianshou.venues.models import Course, Venue
from qianshou.venues.queries.courses import course_of
from qianshou.venues.queries.rooms import room_of

from ..watch.reading import day_of as read_day
from ..watch.reading import number

FOUND = 8


def room(request: HttpRequest, venue_id: int) -> Venue:
    """The room of an address; 404 for outsiders."""
    return or_404(lambda: room_of(scope=request.scope, venue_id=venue_id))


def klass(request: HttpRequest, course_id: int) -> Course:
    """The class of an address; 404 for outsiders."""
    return or_404(lambda: course_of(scope=request.scope, course_id=course_id, today=clock.today()))


def day_of(text: str | None) -> date | None:
    """A day as forms send it; None for anything else."""
    return read_day(text, None)


def time_of(text: str | None) -> time | None:
    """A time of day as forms send it; None for anything else."""
    try:
        return time.fromisoformat(text or "").replace(tzinfo=None)
    except ValueError:
        return None


def batch_of(text: str | None) -> UUID:
    """The name of a pressed button."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def person(request: HttpRequest) -> Person:
    """The person of a form; 404 for somebody whom the user may not see."""
    return or_404(people_seen(request.scope, clock.today()).get, pk=number(request.POST.get("person")) or 0)


def people_found(request: HttpRequest, street_id: int) -> list[Person]:
    """Who fits what is typed in `?q=`, or whose card was scanned into it, of this street."""
    text = request.GET.get("q", "").strip()
    if card := whose_card(text):
        return list(people_seen(request.scope, clock.today()).filter(pk=card, street_id=street_id, file__isnull=False).select_related("place", "file"))
    rows = search(scope=request.scope, text=text, today=clock.today(), limit=FOUND, elders_only=True).people if text else []
    return [p for p in rows if p.street_id == street_id]
