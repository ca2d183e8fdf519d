"""Requests of people, erasures, and files that were kept long enough; each within what the user may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, Exists, OuterRef, QuerySet, When
from django.db.models.functions import Cast, Coalesce

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Erasure, Person, RightsRequest, Status
from qianshou.people.personal import OTHERS, SENSITIVE, Kind, Table, files, tables
from qianshou.people.rules.ages import years_before

FILE_CLASS = "file"


def requests(scope: Scope, *, state: str = "open", kind: str = "", origin: str = "") -> QuerySet[RightsRequest]:
    """Requests of the scope's streets (committee workers: of their committee), the most urgent first."""
    rows = RightsRequest.objects.filter(scope.rows(committee="person__committee_id"))
    if scope.street_id and not scope.everything:
        rows = rows.filter(street_id=scope.street_id)
    for name, value in (("state", state), ("kind", kind), ("origin", origin)):
        if value and value != "all":
            rows = rows.filter(**{name: value})
    order = ("due_on", "pk") if state == "open" else ("-answered_at", "-pk")
    return rows.select_related("person__committee", "recorded_by", "answered_by").order_by(*order)


def request(scope: Scope, request_id: int) -> RightsRequest:
    """One request. RightsRequest.DoesNotExist for outsiders."""
    return RightsRequest.objects.filter(scope.rows(committee="person__committee_id")).select_related("person__street", "recorded_by", "answered_by").get(pk=request_id)


def erasures(scope: Scope) -> QuerySet[Erasure]:
    """Erasures of the scope's whole streets, those that wait first."""
    rows = Erasure.objects.filter(scope.rows(committee=None)).exclude(state=Erasure.State.DROPPED).select_related("person", "asked_by", "done_by")
    waits = Case(When(state=Erasure.State.ASKED, then=0), When(state=Erasure.State.GOING, then=1), default=2)
    return rows.order_by(waits, "-asked_at")


def erasure(scope: Scope, erasure_id: int) -> Erasure:
    """One erasure. Erasure.DoesNotExist for outsiders."""
    return Erasure.objects.filter(scope.rows(committee=None)).select_related("person__street", "asked_by", "done_by").get(pk=erasure_id)


def erased(person_id: int) -> Erasure | None:
    """The stub of somebody who was erased."""
    return Erasure.objects.filter(person=person_id, state__in=(Erasure.State.GOING, Erasure.State.DONE)).select_related("done_by", "asked_by").first()


def kept_long(*, street_id: int, today: date) -> QuerySet[Person]:
    """People who moved away or died longer ago than the pack keeps a file, and of whom nobody has decided yet. Longest ago first."""
    years = load(Street.objects.get(pk=street_id).pack, today).retention[FILE_CLASS].years
    since = Coalesce("status_since", Cast("updated_at", DateField()))
    closed = ElderFile.objects.filter(street_id=street_id, status__in=(Status.DEAD, Status.MOVED)).annotate(since=since)
    closed = closed.filter(since__lte=years_before(today, years)) if years else closed.none()
    decided = RightsRequest.objects.filter(person=OuterRef("pk"), origin=RightsRequest.Origin.RETENTION)
    return Person.objects.filter(pk__in=closed.values("pk"), merged_into__isnull=True).exclude(Exists(decided)).order_by("file__status_since", "pk")


@dataclass(frozen=True, slots=True)
class Kept:
    """One class of record in the register of purposes: what is kept in which tables and files."""

    code: str
    tables: list[Table]
    kinds: list[Kind]
    sensitive: bool
    files: list[str]


def register() -> list[Kept]:
    """What the program keeps of people, by class of record, from the declaration."""
    found: dict[str, list[Table]] = {}
    for table in tables():
        if table.kinds or table.how is not OTHERS:
            found.setdefault(table.record, []).append(table)
    for one in files():
        found.setdefault(one.record, [])
    result = []
    for code, of_class in found.items():
        kinds = sorted({kind for table in of_class for kind in table.kinds.values()}, key=list(Kind).index)
        result.append(Kept(code, of_class, kinds, bool(SENSITIVE & set(kinds)), [one.name for one in files() if one.record == code]))
    return result


def waiting(person_id: int) -> Erasure | None:
    """An erasure of the person that was asked for and not done yet."""
    return Erasure.objects.filter(person=person_id, state=Erasure.State.ASKED).select_related("asked_by").first()
