"""The map as a server-side SVG: for paper, for browsers without WebGL, and as the ground on which a pin is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from qianshou.people.models import Place

WIDTH, LEAST_HEIGHT, MOST_HEIGHT, EDGE = 900, 320, 680, 46
METRES_PER_DEGREE = 111_320
NOWHERE = (121.515, 31.262)  # where an empty map opens: Pingliang street
EMPTY_SPAN = 0.016  # degrees


@dataclass(frozen=True, slots=True)
class Spot:
    """One lane on the drawing; `label` is empty where it would cover another."""

    place: Place
    x: float
    y: float
    r: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """West, south, east, north in degrees; the spots; a bar of `bar_metres`, `bar_width` units long."""

    west: float
    south: float
    east: float
    north: float
    height: float
    spots: list[Spot]
    bar_metres: int
    bar_width: float
    width: int = WIDTH

    def spot_of(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands on the drawing."""
        return (lon - self.west) / (self.east - self.west) * self.width, (self.north - lat) / (self.north - self.south) * self.height


def draw(places: Sequence[Place]) -> Drawing:
    """The lanes that have a pin (with `elders` on each), fitted into the drawing with a margin; the larger ones get their labels first."""
    placed = [p for p in places if p.placed]
    lons, lats = [p.lon for p in placed] or [NOWHERE[0]], [p.lat for p in placed] or [NOWHERE[1]]
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    shrink = cos(radians(middle_lat))
    across = max((max(lons) - min(lons)) * shrink, EMPTY_SPAN / 4) * WIDTH / (WIDTH - 2 * EDGE)
    up = max(max(lats) - min(lats), EMPTY_SPAN / 4) * 1.2
    height = min(MOST_HEIGHT, max(LEAST_HEIGHT, WIDTH * up / across))
    across, up = max(across, up * WIDTH / height), max(up, across * height / WIDTH)
    west, east = middle_lon - across / shrink / 2, middle_lon + across / shrink / 2
    per_unit = across * METRES_PER_DEGREE / WIDTH
    bar = next(m for m in (2000, 1000, 500, 200, 100, 50, 20) if m / per_unit < WIDTH / 4)
    frame = Drawing(west, middle_lat - up / 2, east, middle_lat + up / 2, round(height), [], bar, bar / per_unit)
    frame.spots.extend(_spots(frame, placed))
    return frame


def _spots(frame: Drawing, placed: list[Place]) -> list[Spot]:
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for place in sorted(placed, key=lambda p: (-p.elders, p.name)):
        x, y = frame.spot_of(place.lon, place.lat)
        r = 4 + min(14.0, sqrt(place.elders) * 1.6)
        box = (x + r, y - 9, x + r + 15 * len(place.name) + 4, y + 9)
        free = box[2] < frame.width and not any(b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3] for b in taken)
        if free:
            taken.append(box)
        taken.append((x - r, y - r, x + r, y + r))
        found.append(Spot(place, round(x, 1), round(y, 1), round(r, 1), place.name if free else ""))
    return found
