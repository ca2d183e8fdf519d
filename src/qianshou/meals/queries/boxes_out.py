"""Boxes at homes: of each person how many and since when; who has them for too long; one person's statement.

Of a street the kept rows are read (`BoxHome`), of one person the moves themselves; a property test holds the two against each other.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from qianshou.access.scope import Scope
from qianshou.people.models import Person
from qianshou.people.queries.files import people_seen

from ..models import MOVE_STANDS, BoxHome, BoxMove
from ..rules.boxes import AT_HOME, Home, home, overdue_limit, still_out_days
from .boxes import box_rules, may_read

SHOWN = ("name", "name_key", "door", "committee__name", "place__name", "file__status")
NEVER = datetime.max.replace(tzinfo=UTC)
STATEMENT = 200  # entries of a statement on one page: some months of daily meals


@dataclass(slots=True)
class Out:
    """Boxes of one person. since: when the oldest went out. overdue: how many are out for longer than the rule says. person: once it was fetched."""

    person_id: int
    still: int
    unexplained: int
    since: datetime | None
    overdue: int
    person: Person | None = None


@dataclass
class OutList:
    """A list of boxes at homes. days: more than these is too long. overdue: such boxes; differences: persons whose account does not fit."""

    days: int
    rows: list[Out] = field(default_factory=list)
    overdue: int = 0
    differences: int = 0


@dataclass
class Statement:
    """One person's account. moves: newest first, with those that were taken back. total: how many entries there are."""

    person: Person
    account: Home
    moves: list[BoxMove] = field(default_factory=list)
    total: int = 0


def homes_of_street(street_id: int, limit: datetime) -> list[Out]:
    """Everybody with boxes at home or with a difference, in no order. overdue: what went out before `limit`."""
    rows = BoxHome.objects.filter(street_id=street_id).values_list("person_id", "still", "unexplained", "layers")
    return [_out(*row, limit) for row in rows]


def _out(person_id: int, still: int, unexplained: int, layers: list, limit: datetime) -> Out:
    moments = [(datetime.fromisoformat(at), n) for at, n in layers]
    return Out(person_id, still, unexplained, moments[0][0] if moments else None, sum(n for at, n in moments if at < limit))


def boxes_out(*, scope: Scope, today: date, committee: int | None = None, show: str = "overdue") -> OutList:
    """Who has boxes: "overdue" for more days than the rule says, "all" who have any, "differences" whose account does not fit. The longest first.

    Nobody is left out for having moved, died or gone to hospital: the file says so. The kitchen sees all of its street, others whom they may see.
    """
    if not may_read(scope):
        return OutList(0)
    days = still_out_days(box_rules(scope.street_id, today))
    found = homes_of_street(scope.street_id, overdue_limit(today, days))
    people = (Person.objects if scope.may("meals.kitchen") else people_seen(scope, today)).filter(street_id=scope.street_id)
    if committee is not None:
        people = people.filter(committee_id=committee)
    seen = set(people.filter(pk__in=[row.person_id for row in found]).values_list("pk", flat=True))
    found = [row for row in found if row.person_id in seen]
    rows = [row for row in found if {"all": row.still, "differences": row.unexplained}.get(show, row.overdue)]
    persons = people.select_related("committee", "place", "file").only(*SHOWN).in_bulk([row.person_id for row in rows])
    for row in rows:
        row.person = persons[row.person_id]
    rows.sort(key=lambda row: (row.since is None, row.since or NEVER, row.person.name_key, row.person_id))
    return OutList(days, rows, overdue=sum(row.overdue for row in found), differences=sum(row.unexplained > 0 for row in found))


def overdue_boxes(*, scope: Scope, today: date) -> int:
    """How many boxes are out for too long with people whom this user may see: the board's line."""
    return boxes_out(scope=scope, today=today).overdue


def account_of(person: Person) -> Home:
    """The account of a person whom a scoped query fetched."""
    return home(BoxMove.objects.filter(MOVE_STANDS, person=person, kind__in=AT_HOME))


def statement_of(person: Person) -> Statement:
    """All entries of a person whom a scoped query fetched, the newest first, as far as a page takes them."""
    rows = BoxMove.objects.filter(person=person, takes_back__isnull=True)
    moves = rows.select_related("cart", "by", "taken_back_by__by").order_by("-made_at", "-pk")[:STATEMENT]
    return Statement(person, account_of(person), list(moves), rows.count())
