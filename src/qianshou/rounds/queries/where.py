"""Where people are: coordinates of their lane, or the nearest guess, and a note that it is one."""

from __future__ import annotations

from collections import defaultdict

from qianshou.care.models import Carer
from qianshou.people.models import Person, Place


class Whereabouts:
    """Sites of a planner's problem as they are asked for: `sites[id] = (lon, lat)`; `notes` says what was guessed.

    A lane without coordinates counts as the middle of its committee's lanes, else of the street's. A street without any
    coordinate counts as one spot: then order and hours are planned, the ways are not.
    """

    def __init__(self, street_id: int) -> None:
        self.sites: dict[str, tuple[float, float]] = {}
        self._guessed: dict[str, int] = defaultdict(int)
        lanes = Place.objects.filter(street_id=street_id, lon__isnull=False).values_list("committee_id", "lon", "lat")
        points: dict[int | None, list[tuple[float, float]]] = defaultdict(list)
        for committee, lon, lat in lanes:
            points[committee].append((lon, lat))
        everywhere = [p for group in points.values() for p in group]
        self._blind = not everywhere
        self._middle = {committee: _mean(group) for committee, group in points.items()}
        self._street = _mean(everywhere) if everywhere else (0.0, 0.0)

    @property
    def notes(self) -> list[dict]:
        """What had to be assumed."""
        if self._blind:
            return [{"code": "no_places", "params": {}}]
        return [{"code": "unplaced", "params": {"lane": lane, "visits": n}} for lane, n in sorted(self._guessed.items())]

    def person(self, elder: Person) -> str:
        """Site of an elder's home; doors of one lane are different sites at one spot."""
        name = f"e{elder.pk}"
        place = elder.place
        if place is not None and place.placed:
            self.sites[name] = (place.lon, place.lat)
        else:
            self._guessed[place.name if place else ""] += 1
            self.sites[name] = self._middle.get(elder.committee_id, self._street)
        return name

    def carer(self, carer: Carer) -> str:
        """Site where a carer's day begins: her start place, or the middle of the street."""
        name = f"c{carer.pk}"
        start = carer.start_place
        self.sites[name] = (start.lon, start.lat) if start is not None and start.placed else self._street
        return name


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
