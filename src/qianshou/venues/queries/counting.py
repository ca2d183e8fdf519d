"""Arrivals counted: by day, by hour, by sex."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, Sum

from qianshou.access.scope import Scope

from ..models import Arrival


@dataclass
class Count:
    """How many came: all, women, men; the rest nobody wrote down."""

    all: int = 0
    women: int = 0
    men: int = 0
    hours: dict[int, int] = field(default_factory=dict)

    def add(self, sex: str, hour: int, number: int) -> None:
        """Take entries in."""
        self.all += number
        self.women += number if sex == "f" else 0
        self.men += number if sex == "m" else 0
        self.hours[hour] = self.hours.get(hour, 0) + number


def counted(venue_ids: Collection[int], first: date, last: date) -> dict[int, Count]:
    """Room → what was counted from a day to another."""
    found = {pk: Count() for pk in venue_ids}
    rows = Arrival.objects.filter(venue__in=venue_ids, day__gte=first, day__lte=last).values("venue", "sex", "hour").annotate(n=Sum("number"))
    for row in rows.order_by("hour"):
        found[row["venue"]].add(row["sex"], row["hour"], row["n"])
    return found


def by_day(venue_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], int]:
    """(room, day) → how many came."""
    rows = Arrival.objects.filter(venue__in=venue_ids, day__gte=first, day__lte=last).values("venue", "day").annotate(n=Sum("number")).order_by()
    return {(row["venue"], row["day"]): row["n"] for row in rows}


def last_ones(venue_id: int, day: date, limit: int = 8) -> QuerySet[Arrival]:
    """The latest entries of a day, corrections and what they correct marked by `corrected_by`."""
    rows = Arrival.objects.filter(venue=venue_id, day=day, number=1).select_related("person", "by", "corrected_by")
    return rows.order_by("-at", "-pk")[:limit]


def arrival_of(*, scope: Scope, arrival_id: int) -> Arrival:
    """One entry; DoesNotExist for outsiders."""
    return Arrival.objects.select_related("venue", "person").get(scope.rows(committee="venue__committee_id"), street_id=scope.street_id, pk=arrival_id)
