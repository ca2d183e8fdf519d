"""Boxes as a child would keep them: each a thing that lies somewhere. Everything is played again from the beginning each time."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Said:
    """One thing that was said, when it is said to have happened."""

    number: int
    kind: str
    boxes: int
    at: datetime
    person: int | None
    source: str
    undone: bool = False


@dataclass
class PlainBoxes:
    """What was said, in the order in which it was heard."""

    said: list[Said] = field(default_factory=list)

    def say(self, kind: str, boxes: int, at: datetime, source: str, person: int | None = None) -> None:
        if not any(s.source == source and s.kind == kind for s in self.said):
            self.said.append(Said(len(self.said), kind, boxes, at, person, source))

    def take_back(self, source: str) -> None:
        for s in self.said:
            s.undone = s.undone or s.source == source

    def count(self, *kinds: str, person: int | None = None) -> int:
        """Boxes of all that stands."""
        return sum(s.boxes for s in self.said if not s.undone and s.kind in kinds and (person is None or s.person == person))

    def lost_at_homes(self) -> int:
        return sum(s.boxes for s in self.said if not s.undone and s.kind == "lost" and s.person)

    def home(self, person: int) -> tuple[list[datetime], int]:
        """(since when, for each single box that is there, oldest first; how many were taken from nothing)."""
        there: list[datetime] = []
        nothing = 0
        told = [s for s in self.said if s.person == person and not s.undone and s.kind in ("out", "returned", "lost")]
        for s in sorted(told, key=lambda s: (s.at, s.kind != "returned", s.number)):
            for _ in range(s.boxes):
                if s.kind == "out":
                    there.append(s.at)
                elif there:
                    there.pop(0)
                else:
                    nothing += 1
        return there, nothing

    def places(self) -> dict[str, int]:
        """How many boxes are where, each place by itself."""
        lost_homes = self.lost_at_homes()
        lost_way = self.count("lost") - lost_homes
        return {
            "bought": self.count("bought"),
            "shelf": self.count("bought", "washed", "surplus") - self.count("out", "unopened", "short"),
            "homes": self.count("out") - self.count("returned") - lost_homes,
            "sink": self.count("returned", "unopened", "unwashed", "found") - self.count("washing", "discarded") - lost_way,
            "washer": self.count("washing") - self.count("washed", "unwashed"),
            "lost": self.count("lost", "short") - self.count("found", "surplus"),
            "broken": self.count("discarded"),
        }
