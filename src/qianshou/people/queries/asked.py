"""Who was asked for which consent, for the officer's list: nobody is found twice, and whoever was never asked is found too."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from qianshou.access.scope import Scope

from ..models import Consent, Person, Status
from .files import people_seen

NOT_ASKED, GIVEN, REFUSED, WITHDRAWN = "not_asked", "given", "refused", "withdrawn"
STATES = (NOT_ASKED, GIVEN, REFUSED, WITHDRAWN)


def _elders(scope: Scope, today: date, committee_id: int | None) -> QuerySet[Person]:
    """Whose consent is asked for: elders of the street shown, but not the dead and those who moved away."""
    rows = people_seen(scope, today).filter(file__isnull=False).exclude(file__status__in=[Status.DEAD, Status.MOVED])
    if scope.street_id and not scope.everything:
        rows = rows.filter(street_id=scope.street_id)
    return rows.filter(committee_id=committee_id) if committee_id else rows


def asked_of(*, scope: Scope, purpose: str, state: str, today: date, committee_id: int | None = None, text: str = "") -> QuerySet[Person]:
    """Elders whose answer to a purpose stands like this, in pinyin order, with `answered_at` and `answered_how` where there is an answer."""
    if not scope.may("files.read"):
        return Person.objects.none()
    own = Consent.objects.filter(person=OuterRef("pk"), purpose=purpose)
    held = own.filter(ended_at=None)
    found = {
        GIVEN: Q(Exists(held.filter(given=True))), REFUSED: Q(Exists(held.filter(given=False))), WITHDRAWN: ~Exists(held) & Exists(own), NOT_ASKED: ~Exists(own),
    }[state]  # fmt: skip
    rows = _elders(scope, today, committee_id).filter(found)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(found_as__contains=text.lower()))
    last = own.order_by("-at", "-pk")
    rows = rows.annotate(
        answered_at=Subquery(last.values("at")[:1]),
        answered_how=Subquery(last.values("how")[:1]),
        answered_by=Subquery(last.values("by_name")[:1]),
    )
    return (
        rows.select_related("committee", "place")
        .defer("id_sealed", "id_blind")
        .order_by("committee__position", "committee_id", "name_key", "pk")
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many elders gave, refused, took back, or were never asked for one purpose."""

    given: int
    refused: int
    withdrawn: int
    not_asked: int

    def of(self, state: str) -> int:
        """One of them by its name."""
        return getattr(self, state)


def asked_counts(*, scope: Scope, purposes: list[str], today: date, committee_id: int | None = None) -> dict[str, Counts]:
    """Purpose → its counts; four statements, however many purposes and people."""
    people = _elders(scope, today, committee_id)
    total = people.count()
    rows = Consent.objects.filter(person__in=people.values("pk"), purpose__in=purposes)
    held = {
        (purpose, given): n
        for purpose, given, n in rows.filter(ended_at=None).values_list("purpose", "given").annotate(n=Count("pk")).order_by()
    }
    ever = Counter(dict(rows.values_list("purpose").annotate(n=Count("person", distinct=True)).order_by()))
    found = {}
    for purpose in purposes:
        given, refused = held.get((purpose, True), 0), held.get((purpose, False), 0)
        found[purpose] = Counts(given, refused, ever[purpose] - given - refused, total - ever[purpose])
    return found
