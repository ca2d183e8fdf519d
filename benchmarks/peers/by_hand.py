"""The nearest door next, as a driver without a program would: every rule kept, nothing looked ahead."""

NAME = "nearest door, by hand"
GIVEN = "Nearest door, by hand: the cart that can leave first goes to the nearest door that it can still serve warm and in time, until none is left."


def solve(day: dict, seconds: float = 0, seed: int = 1) -> dict[str, list[list[str]]]:
    """cart → its trips, each as its doors in order. Doors that no cart reaches any more stay out."""
    left = dict(enumerate(day["doors"], 1))
    free = {c["id"]: day["load_from"] for c in day["carts"]}
    boxes = {c["id"]: c["boxes"] for c in day["carts"]}
    orders: dict[str, list[list[str]]] = {c["id"]: [] for c in day["carts"]}
    while left and free:
        cart = min(free, key=free.__getitem__)
        walk, back = _trip(day, left, boxes[cart], free[cart] + day["load_time"])
        if not walk:
            del free[cart]
            continue
        orders[cart].append([left.pop(j)["id"] for j in walk])
        free[cart] = back
    return orders


def _trip(day: dict, left: dict[int, dict], room: int, ready: int) -> tuple[list[int], int]:
    """The doors of one trip by number, and when the cart is back."""
    travel, (opens, shuts) = day["travel"], day["window"]
    first = min(left, key=lambda j: day["distance"][0][j])
    leave = max(ready, opens - travel[0][first])
    at, free, walk = 0, leave, []
    while True:
        may = [
            j for j, d in left.items()
            if j not in walk and d["boxes"] <= room and (t := max(free + travel[at][j], opens)) <= shuts and t - leave <= day["hot_limit"]
        ]
        if not may:
            return walk, free + travel[at][0]
        j = min(may, key=lambda j: day["distance"][at][j])
        walk.append(j)
        at, free, room = j, max(free + travel[at][j], opens) + left[j]["service"], room - left[j]["boxes"]
