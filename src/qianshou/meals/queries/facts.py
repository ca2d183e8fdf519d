"""What is known about a meal of a day, gathered for the rule: arrangements, pauses, changes, who is at home."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from qianshou.people.models import ElderFile, Person

from ..models import Arrangement, MealChange, Pause
from ..rules import Arranged, Changed, Decision, Paused, orders_of
from ..rules.orders import ABSENT


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a stretch of days, in the rule's own shapes. statuses: of persons who are not at home."""

    arranged: list[Arranged] = field(default_factory=list)
    paused: list[Paused] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    statuses: dict[int, str] = field(default_factory=dict)

    def decisions(self, day: date, meal: str) -> list[Decision]:
        """What the rule makes of it for one meal."""
        return orders_of(day=day, meal=meal, arranged=self.arranged, paused=self.paused, changed=self.changed, statuses=self.statuses)


def facts_of(*, street_id: int, first: date, last: date, person_ids: Collection[int] | None = None) -> Facts:
    """Four queries, however many persons (None: all of the street)."""
    span = Q(since__lte=last) & (Q(until__isnull=True) | Q(until__gte=first))
    held = Q(until__isnull=True) | Q(until__gte=F("since"))  # not one that was taken back
    own = Q(street_id=street_id) if person_ids is None else Q(street_id=street_id, person_id__in=list(person_ids))
    arranged = Arrangement.objects.filter(own, span, held).values_list(
        "id", "person_id", "meal", "weekdays", "since", "until", "portions", "place", "point_id"
    )
    paused = Pause.objects.filter(own, span, held).values_list("person_id", "since", "until", "made_at", "reason", "meal")
    changed = MealChange.objects.filter(own, day__range=(first, last), withdrawn_at__isnull=True).values_list(
        "id", "person_id", "day", "meal", "portions", "made_at", "place", "point_id", "reason"
    )
    absent = ElderFile.objects.filter(street_id=street_id, status__in=ABSENT)
    if person_ids is not None:
        absent = absent.filter(pk__in=list(person_ids))
    return Facts(
        arranged=[
            Arranged(id=i, person_id=p, meal=m, weekdays=frozenset(w), since=s, until=u, portions=n, place=where, point_id=point)
            for i, p, m, w, s, u, n, where, point in arranged.order_by()
        ],
        paused=[Paused(person_id=p, since=s, until=u, made_at=at, reason=r, meal=m) for p, s, u, at, r, m in paused.order_by()],
        changed=[
            Changed(id=i, person_id=p, day=d, meal=m, portions=n, made_at=at, place=where, point_id=point, reason=r)
            for i, p, d, m, n, at, where, point, r in changed.order_by()
        ],
        statuses=dict(absent.values_list("pk", "status")),
    )  # fmt: skip


def decisions(*, street_id: int, day: date, meal: str) -> list[Decision]:
    """What everybody of a street gets of one meal."""
    return facts_of(street_id=street_id, first=day, last=day).decisions(day, meal)


def decision_of(*, person: Person, day: date, meal: str) -> Decision | None:
    """What one person gets of one meal; None when nothing was said about it."""
    facts = facts_of(street_id=person.street_id, first=day, last=day, person_ids=[person.pk])
    return next(iter(facts.decisions(day, meal)), None)
