"""The form of a month, person by person: who is owed one, who has it, who has none yet; by carer and by committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.models import Assessment
from qianshou.packs.loader import load
from qianshou.people.models import Person, Status
from qianshou.people.queries.files import people_seen

from ..models import Carer, KeyElder, Link, Rank
from ..rules.reviews import KEY, LINKED

REVIEW = "monthly_review"
NONE, BEGUN, DONE, NOT_OWED = "none", "begun", "done", "not_owed"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a month: owed, of these done and begun."""

    owed: int
    done: int
    begun: int

    @property
    def missing(self) -> int:
        """Nobody has begun these yet."""
        return self.owed - self.done - self.begun


def in_net(street: Street, month: date) -> QuerySet[Person]:
    """Everybody whom the net holds in a month, with `risk` (key | linked), `every` (months), `last` (month of the last review before), `form`
    and `form_state` of this month's, `helper` (the first carer's id) and `review` (none | begun | done | not_owed).

    Nobody who has died, moved away or is in hospital or away is owed one; whoever has a form all the same is listed with it.
    """
    end = _next(month)
    holds = Q(since__lt=end) & (Q(until__isnull=True) | Q(until__gte=month))
    links = Link.objects.filter(holds, elder=OuterRef("pk"), street=street)
    forms = Assessment.objects.filter(person=OuterRef("pk"), instrument=REVIEW, replaces=None).exclude(state=Assessment.State.WITHDRAWN)
    here = forms.filter(month=month)
    cadences = {code: row.months for code, row in load(street.pack, month).review_cadences.items()}
    rows = Person.objects.filter(street=street, merged_into__isnull=True, file__isnull=False).annotate(
        key=Exists(KeyElder.objects.filter(holds, elder=OuterRef("pk"), street=street)), linked=Exists(links),
        helper=Subquery(links.filter(rank=Rank.PRIMARY).order_by("-since").values("carer_id")[:1]),
        form=Subquery(here.values("pk")[:1]), form_state=Subquery(here.values("state")[:1]),
        last=Subquery(forms.filter(state=Assessment.State.DONE, month__lt=month).order_by("-month").values("month")[:1], output_field=DateField()),
    )  # fmt: skip
    rows = rows.filter(Q(key=True) | Q(linked=True))
    months = Case(When(key=True, then=Value(cadences.get(KEY, 1))), default=Value(cadences.get(LINKED, 3)), output_field=IntegerField())
    since = Case(*(When(every=n, then=Value(_before(month, n))) for n in sorted(set(cadences.values()))), output_field=DateField())
    rows = rows.annotate(every=months).annotate(since=since)
    owed = Q(file__status=Status.ACTIVE) & (Q(last__isnull=True) | Q(last__lte=F("since")))
    return rows.annotate(
        review=Case(
            When(form_state=Assessment.State.DONE, then=Value(DONE)), When(form_state=Assessment.State.DRAFT, then=Value(BEGUN)),
            When(owed, then=Value(NONE)), default=Value(NOT_OWED), output_field=CharField(),
        )
    )  # fmt: skip


def linked_in_net(carer: Carer, *, month: date, on: date) -> list[Person]:
    """The elders for whom a carer answers on a day, as `in_net` has them for a month, in the order of names; not those who have died or moved away."""
    linked = Link.objects.filter(_holding(on), carer=carer, street_id=carer.street_id)
    rows = in_net(carer.street, month).filter(pk__in=linked.values("elder_id")).exclude(file__status__in=[Status.DEAD, Status.MOVED])
    return list(rows.select_related("place").order_by("name_key", "pk"))


def may_review(*, carer: Carer, person_id: int, on: date) -> bool:
    """Whether this carer answers for the person on a day."""
    return Link.objects.filter(_holding(on), carer=carer, street_id=carer.street_id, elder_id=person_id).exists()


def _holding(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def reviews(
    *, scope: Scope, street: Street, month: date, today: date, committee: int | None = None, carer: int | None = None, state: str = "", text: str = ""
) -> QuerySet[Person]:
    """Those of them whom the user may see, under filters; without a state those that are owed or have one. In the order of committees and names."""
    if not scope.may("reviews.read"):
        return Person.objects.none()
    rows = in_net(street, month).filter(pk__in=people_seen(scope, today).values("pk"))
    rows = rows.filter(review=state) if state else rows.exclude(review=NOT_OWED)
    if committee:
        rows = rows.filter(committee_id=committee)
    if carer:
        rows = rows.filter(helper=carer)
    if text.strip():
        rows = rows.filter(name__contains=text.strip()[:40])
    return rows.select_related("committee", "place", "file").order_by("committee__position", "name_key", "pk")


def counts(rows: QuerySet[Person]) -> Counts:
    """How many of these are owed, done and begun, in one query."""
    found = dict(rows.order_by().values_list("review").annotate(n=Count("pk")))
    done, begun = found.get(DONE, 0), found.get(BEGUN, 0)
    return Counts(owed=done + begun + found.get(NONE, 0), done=done, begun=begun)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _before(month: date, months: int) -> date:
    """The first of the month so many months before."""
    at = month.year * 12 + month.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
