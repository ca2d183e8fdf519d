"""The trips as lines on a map, to scale, north up: worked out here and drawn as SVG by the template."""

from __future__ import annotations

import math

from qianshou.people.models import Place
from qianshou.rounds.queries.carts_day import LaneOf

WIDE, HIGH, EDGE = 640, 460, 26
STYLES = 6  # styles of lines (web/rounds.css); more carts than that repeat, the names beside the map tell them apart


def trips_map(lanes: list[LaneOf], kitchen: Place | None, places: list[Place]) -> dict | None:
    """Lanes as dots, each cart's trips from the kitchen and back as lines; None where nothing is on the map."""
    placed = [p for p in places if p.placed]
    if not placed:
        return None
    lat0 = sum(p.lat for p in placed) / len(placed)
    kx = math.cos(math.radians(lat0))
    west, east = min(p.lon for p in placed), max(p.lon for p in placed)
    south, north = min(p.lat for p in placed), max(p.lat for p in placed)
    scale = min((WIDE - 2 * EDGE) / max((east - west) * kx, 1e-6), (HIGH - 2 * EDGE) / max(north - south, 1e-6))

    def point(place: Place) -> tuple[float, float]:
        # Rounded to a tenth: the picture is 640 units wide.
        return (round(WIDE / 2 + (place.lon - (west + east) / 2) * kx * scale, 1), round(HIGH / 2 - (place.lat - (south + north) / 2) * scale, 1))

    home = [point(kitchen)] if kitchen else []
    lines = []
    for k, lane in enumerate(lanes):
        trips = [_spots(trip, point) for trip in lane.trips]
        paths = [" ".join(f"{x},{y}" for x, y in [*home, *((x, y) for x, y, _n in spots), *home]) for spots in trips if spots]
        if paths:
            lines.append({"lane": lane, "style": k % STYLES, "paths": paths, "spots": [spot for spots in trips for spot in spots]})
    two_hundred = round(200 / 111_195 * scale, 1)
    return {"lines": lines, "dots": [(*point(p), p.name) for p in placed], "kitchen": home[0] if home else None, "wide": WIDE, "high": HIGH + 24, "scale": two_hundred}


def _spots(trip, point) -> list[tuple[float, float, str]]:
    """(x, y, number) of a trip's lanes in order; entrances of one lane are one spot, "3–5"."""
    spots: list[list] = []
    for stop in trip.stops:
        place = stop.first.order.person.place
        if place is None or not place.placed:
            continue
        here = point(place)
        if spots and spots[-1][:2] == list(here):
            spots[-1][3] = stop.position
        else:
            spots.append([*here, stop.position, stop.position])
    return [(x, y, f"{a}–{b}" if a != b else str(a)) for x, y, a, b in spots]
