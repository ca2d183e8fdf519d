"""What cart rounds are made of, beside the planner: boxes behind one entrance, seconds there, which faults an officer may set aside. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from qianshou.planner.carts import CartPlan, CartProblem, CartVerdict, Fault, ServiceRule, service_seconds
from qianshou.planner.carts.cost import is_change

# Assumptions of ours, measured nowhere; a street that times its drivers changes them here (docs/decisions/71).
BUILDING_APART = 40  # metres a cart drives between two entrances of one lane or estate: the map knows only the lane
KNOCK = 20  # seconds for each further door behind the same entrance
LOAD_BEFORE = 15 * 60  # so long before the window opens the first cart may be loaded
SERVICE = ServiceRule()

# What an officer may insist on, with a reason. That a cart holds more boxes than it holds, nobody can.
INSISTABLE = frozenset({"window", "hot", "range"})


@dataclass(frozen=True, slots=True)
class Box:
    """One order as the rounds need it: where, how high, how many boxes. `bind` keeps apart what stands apart: boxes of one entrance with the same
    `bind` are one stop (None: nothing is said)."""

    order: int
    place: int
    building: str
    floor: int
    lift: bool
    boxes: int
    bind: tuple | None = None

    @property
    def entrance(self) -> tuple[int, str]:
        """The site: lane and entrance."""
        return self.place, self.building


def stops_of(boxes: Iterable[Box], most: int) -> list[tuple[Box, ...]]:
    """The stops: boxes of one entrance and one bind together, as they come; a stop that nothing binds is split where it holds more than `most`."""
    groups: dict[tuple, list[Box]] = {}
    for box in boxes:
        groups.setdefault((box.entrance, box.bind), []).append(box)
    return [stop for (_, bind), group in groups.items() for stop in (_split(group, most) if bind is None else [tuple(group)])]


def _split(group: Sequence[Box], most: int) -> list[tuple[Box, ...]]:
    parts: list[list[Box]] = [[]]
    for box in group:
        if parts[-1] and sum(b.boxes for b in parts[-1]) + box.boxes > most:
            parts.append([])
        parts[-1].append(box)
    return [tuple(part) for part in parts]


def stop_seconds(stop: Sequence[Box]) -> int:
    """Seconds at a stop: once to stop and to climb to the highest door (the others lie on the way), each box, each further knock."""
    each = [service_seconds(0, box.floor, box.lift, SERVICE) for box in stop]
    return max(each) + sum(box.boxes for box in stop) * SERVICE.box + (len(stop) - 1) * KNOCK


def stop_id(stop: Sequence[Box]) -> str:
    """Its name in problem and plan: the least of its orders."""
    return str(min(box.order for box in stop))


def numbers_of(problem: CartProblem, plan: CartPlan) -> dict:
    """The numbers by which two plans are compared: metres, minutes of boxes in carts, doors and unserved ones, boxes, trips, carts that drive, the
    longest time in a cart in seconds, doors on another cart than usual."""
    boxes = {d.id: d.boxes for d in problem.doors}
    return {
        "metres": plan.cost.metres, "box_minutes": round(plan.cost.box_seconds / 60), "doors": len(problem.doors), "unserved": len(plan.unserved),
        "boxes": sum(boxes.values()), "trips": len(plan.trips), "carts": len({t.cart for t in plan.trips}),
        "longest": max((t.drops[-1].at - t.leave for t in plan.trips if t.drops), default=0),
        "changes": sum(is_change(problem, t, d.door) for t in plan.trips for d in t.drops), "total": round(plan.cost.total),
    }  # fmt: skip


def told_faults(verdict: CartVerdict, doors: Mapping[str, Sequence[int]], insisted: Iterable[dict] = ()) -> list[dict]:
    """The faults as plain data for the books and the page; `why` where an officer insisted on them, and they are no worse since."""
    known = {_key(c): c for c in insisted if c.get("why")}
    found = []
    for fault in verdict.complaints:
        one = told_fault(fault, doors)
        before = known.get(_key(one))
        found.append(one | {"why": before["why"] if before and _size(one) <= _size(before) else ""})
    return found


def told_fault(fault: Fault, doors: Mapping[str, Sequence[int]]) -> dict:
    """One fault: code, cart, the orders of its door, numbers."""
    plain = asdict(fault)
    return {"code": plain["code"], "cart": plain["cart"], "orders": list(doors.get(fault.door or "", ())), "params": plain["params"]}


def fresh(before: Iterable[dict], after: Iterable[dict]) -> list[dict]:
    """What is broken now and was not, or by less."""
    known = {_key(c): _size(c) for c in before}
    return [c for c in after if _key(c) not in known or _size(c) > known[_key(c)]]


def cannot_insist(complaints: Iterable[dict]) -> list[dict]:
    """What nobody may set aside."""
    return [c for c in complaints if c["code"] not in INSISTABLE]


def _key(c: dict) -> tuple:
    return c["code"], c["cart"], tuple(c["orders"])


def _size(c: dict) -> float:
    return max((v for v in c["params"].values() if isinstance(v, int | float)), default=0)
