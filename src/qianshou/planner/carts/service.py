"""How long a hand-over takes, from the number of boxes and the floor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """Seconds: `door` to stop, find the boxes and knock; `box` for each (the first too: the empty one is taken back); `floor` for each floor
    above the first by the stairs, up and down; `lift` to wait for a lift and ride it, however high. They are settings, not measured anywhere."""

    door: int = 70
    box: int = 20
    floor: int = 25
    lift: int = 60


def service_seconds(boxes: int, floor: int = 1, lift: bool = False, rule: ServiceRule = ServiceRule()) -> int:
    """Seconds at a door on this floor; 1 is the ground floor and what lies below is climbed as well (-1: one floor down).

    With a lift the quicker of lift and stairs counts.
    """
    floors = floor - 1 if floor >= 1 else -floor
    climb = floors * rule.floor
    return rule.door + boxes * rule.box + (min(climb, rule.lift) if lift else climb)
