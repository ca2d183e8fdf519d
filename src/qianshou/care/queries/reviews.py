"""The form of a month, person by person: who is owed one, who has it, who has none yet; by carer and by committee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.models import Assessment
from qianshou.packs.loader import load
from qianshou.people.models import Person, Status
from qianshou.people.queries.files import people_seen

from ..models import Carer, KeyElder, Link, Rank
from ..rules.reviews import KEY, LINKED

State = Assessment.State
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


def in_net(street: Street, month: date, people: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Everybody whom the net holds in a month (of `people`: all of the street), with `review` (none | begun | done | not_owed).

    Nobody who has died, moved away or is in hospital or away is owed one; whoever has a form all the same is listed with it.
    """
    rows = (Person.objects.all() if people is None else people).filter(street=street, merged_into__isnull=True, file__isnull=False)
    rows = rows.filter(pk__in=_keys(street, month).union(_links(street, month).values("elder_id")))
    states = [When(one, then=Value(state)) for state, one in _states(street, month).items()]
    return rows.annotate(review=Case(*states, default=Value(NOT_OWED), output_field=CharField()))


def with_facts(rows: QuerySet[Person], street: Street, month: date) -> QuerySet[Person]:
    """The same with `key` (a key elder), `last` (month of the last review before), `form` of this month, `helper` (the first carer's id). Asked
    for each person, so for a page of them."""
    forms, links = _forms(street).filter(person=OuterRef("pk")), _links(street, month).filter(elder=OuterRef("pk"))
    return rows.select_related("committee", "place", "file").annotate(
        key=Exists(_keys(street, month).filter(elder=OuterRef("pk"))), form=Subquery(forms.filter(month=month).values("pk")[:1]),
        helper=Subquery(links.filter(rank=Rank.PRIMARY).order_by("-since").values("carer_id")[:1]),
        last=Subquery(forms.filter(state=State.DONE, month__lt=month).order_by("-month").values("month")[:1], output_field=DateField()),
    )  # fmt: skip


def _states(street: Street, month: date) -> dict[str, Q]:
    """State → who has it, the first that fits. Each set is asked for once and looked up, not once for each person: a street has ten thousand."""
    of_street = Assessment.objects.filter(street=street, instrument=REVIEW).order_by()
    # What is done is done, its correction too: without asking which it is, the index alone answers.
    done, begun = of_street.filter(state=State.DONE), of_street.filter(state=State.DRAFT, month=month, replaces=None)
    cadences, keys = _cadences(street, month), Q(pk__in=_keys(street, month))
    owed = Q(file__status=Status.ACTIVE)
    for key, months in ((keys, cadences[KEY]), (~keys, cadences[LINKED])):
        if months > 1:  # whoever is owed one each month is owed one whenever this month's is missing
            owed &= ~(key & Q(pk__in=done.filter(month__gt=_before(month, months), month__lt=month).values("person_id")))
    return {
        DONE: Q(pk__in=done.filter(month=month).values("person_id")),
        BEGUN: Q(pk__in=begun.values("person_id")),
        NONE: owed,
    }


def _forms(street: Street) -> QuerySet[Assessment]:
    """Forms of any month, but for corrections and what was taken back."""
    return Assessment.objects.filter(street=street, instrument=REVIEW, replaces=None, month__isnull=False).exclude(state=State.WITHDRAWN).order_by()


def _in_month(month: date) -> Q:
    return Q(since__lt=_next(month)) & (Q(until__isnull=True) | Q(until__gte=month))


def _keys(street: Street, month: date) -> QuerySet:
    return KeyElder.objects.filter(_in_month(month), street=street).values("elder_id")


def _links(street: Street, month: date) -> QuerySet[Link]:
    return Link.objects.filter(_in_month(month), street=street)


def _cadences(street: Street, month: date) -> dict[str, int]:
    """Months between two reviews, by risk; what the pack does not say is a month and a quarter."""
    return {KEY: 1, LINKED: 3} | {code: row.months for code, row in load(street.pack, month).review_cadences.items()}


def linked_in_net(carer: Carer, *, month: date, on: date) -> list[Person]:
    """The elders for whom a carer answers on a day, as `in_net` has them for a month, in the order of names; not those who have died or moved away."""
    linked = Link.objects.filter(_holding(on), carer=carer, street_id=carer.street_id)
    rows = in_net(carer.street, month).filter(pk__in=linked.values("elder_id")).exclude(file__status__in=[Status.DEAD, Status.MOVED])
    return list(with_facts(rows, carer.street, month).order_by("name_key", "pk"))


def may_review(*, carer: Carer, person_id: int, on: date) -> bool:
    """Whether this carer answers for the person on a day."""
    return Link.objects.filter(_holding(on), carer=carer, street_id=carer.street_id, elder_id=person_id).exists()


def _holding(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def listed(
    *, scope: Scope, street: Street, month: date, today: date, committee: int | None = None, carer: int | None = None, text: str = ""
) -> list[tuple[int, str]]:
    """(person, review) of those whom the user may see and who are owed one or have one, in the order of committees and names, under filters.

    Only ids and states: a street has ten thousand, and a page shows a hundred of them (`shown`).
    """
    if not scope.may("reviews.read"):
        return []
    rows = in_net(street, month, people_seen(scope, today))
    if committee:
        rows = rows.filter(committee_id=committee)
    if carer:
        rows = rows.filter(pk__in=_of_carer(street, month, carer))
    if text.strip():
        rows = rows.filter(name__contains=text.strip()[:40])
    found = rows.order_by("committee__position", "name_key", "pk").values_list("pk", "review")
    return [one for one in found if one[1] != NOT_OWED]


def shown(*, street: Street, month: date, found: Sequence[tuple[int, str]]) -> list[Person]:
    """These persons, in this order, with `review` and all that a list tells. They come out of `listed`."""
    people = Person.objects.filter(pk__in=[pk for pk, _review in found]).defer("found_as", "id_sealed", "id_blind", "file__raw")
    rows = {row.pk: row for row in with_facts(people, street, month)}
    for pk, review in found:
        if pk in rows:
            rows[pk].review = review
    return [rows[pk] for pk, _review in found if pk in rows]


def counted(found: Sequence[tuple[int, str]]) -> Counts:
    """How many of these are owed, done and begun."""
    states = Counter(state for _person, state in found)
    return Counts(owed=len(found), done=states[DONE], begun=states[BEGUN])


def _of_carer(street: Street, month: date, carer: int) -> list[int]:
    """For whom this carer is the first in a month, as `with_facts` tells it."""
    held = _links(street, month).filter(rank=Rank.PRIMARY, elder__in=_links(street, month).filter(carer_id=carer).values("elder_id"))
    first = dict(held.order_by("since").values_list("elder_id", "carer_id"))
    return [elder for elder, helper in first.items() if helper == carer]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _before(month: date, months: int) -> date:
    """The first of the month so many months before."""
    at = month.year * 12 + month.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
