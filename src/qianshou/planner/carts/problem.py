"""What is to be driven: one meal's doors, the carts, the ways between. See `docs/formats.md`.

Whole seconds since midnight (the street days: since their own zero), whole seconds of duration, whole metres, whole boxes.
Costs are metres or their equivalent. Nothing here checks anything but shape; `files.validate` names what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problem import Mode, Site, Window

# An electric cart in dense lanes: it stops within a few steps of the door, so a leg has no fixed part.
USUAL_CART = Mode(15.0, 1.35, 0)


@dataclass(frozen=True, slots=True)
class Cart:
    """One cart and its driver. `boxes` it holds at once; `range` metres it goes on one charge, all trips of the day together (None: enough)."""

    id: str
    boxes: int
    range: int | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """One stop: `boxes` handed over at `site` in `service` seconds, begun inside `window`. Doors of one building share a site.

    `pinned` fixes the cart; `pinned_rank` the order among the ranked doors of one cart.
    """

    id: str
    site: str
    boxes: int
    window: Window
    service: int
    pinned: str | None = None
    pinned_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit costs, in metres: a metre driven; a second that one box is in a cart; a door on another cart than its known one; a door
    without its meal. Seconds in the cart are meant to decide between plans of nearly the same way."""

    metre: float = 1.0
    box_second: float = 0.0001
    change: float = 150.0
    unserved: float = 100_000.0


@dataclass(frozen=True, slots=True)
class CartProblem:
    """One meal to drive out.

    A trip: loaded in `load_time` seconds, not before `load_from` and not before the cart is back → leaves `kitchen` → doors → kitchen. Hand-over
    is when service at a door starts: at most `hot_limit` seconds after the trip left. `metres[i][j]` and `seconds[i][j]` go from site i to site j
    in the order of `sites`; both or neither: without them they follow from coordinates and `mode`. `known` says whose round a door is on usually.
    """

    kitchen: str
    sites: tuple[Site, ...]
    carts: tuple[Cart, ...]
    doors: tuple[Door, ...]
    load_from: int
    load_time: int = 180
    hot_limit: int = 2700
    mode: Mode = USUAL_CART
    metres: list[list[int]] = field(default_factory=list)
    seconds: list[list[int]] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    weights: Weights = Weights()
    name: str = ""
