"""The day as a picture: a timeline of rounds and a map of ways, worked out here and drawn as SVG by the template."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from qianshou.rounds.queries.day import WalkOf, seconds_of

LEFT, WIDE, ROW = 132, 1000, 38  # names at the left, the day to the right, one row a carer
MAP_WIDE, MAP_HIGH, EDGE = 640, 460, 26
LINES = 6  # styles of lines on the map (web/rounds.css); more carers than that repeat, the number on each stop tells them apart


@dataclass(slots=True)
class Row:
    """One carer's line of the timeline."""

    walk: WalkOf
    y: int
    shifts: list[tuple[float, float]] = field(default_factory=list)  # x, width
    ways: list[tuple[float, float]] = field(default_factory=list)
    rests: list[tuple[float, float]] = field(default_factory=list)
    blocks: list[dict] = field(default_factory=list)


def timeline(rounds: list[WalkOf]) -> dict:
    """Rows, hours and size of the timeline. Only carers who go out have a row."""
    out = [r for r in rounds if r.stops]
    low = min([w.leave if w.leave is not None else 8 * 3600 for w in out] + [s for w in out for s, _ in w.shifts] or [8 * 3600])
    high = max([w.home or 0 for w in out] + [e for w in out for _, e in w.shifts] or [17 * 3600])
    low, high = low // 3600 * 3600, -(-max(high, low + 3600) // 3600) * 3600

    def x(seconds: float) -> float:
        return round(LEFT + (seconds - low) / (high - low) * (WIDE - LEFT - 24), 1)

    rows = []
    for k, w in enumerate(out):
        row = Row(w, 34 + k * ROW, shifts=[(x(a), round(x(b) - x(a), 1)) for a, b in w.shifts])
        for stop in w.stops:
            arrive, start, end = seconds_of(stop)
            travel = stop.travel_min * 60
            row.ways.append((x(arrive - travel), round(x(arrive) - x(arrive - travel), 1)))
            row.blocks.append({"x": x(start), "w": max(3, round(x(end) - x(start), 1)), "stop": stop, "wait": round(x(start) - x(arrive), 1),
                               "from": x(arrive)})  # fmt: skip
        row.rests = [(x(a), round(x(b) - x(a), 1)) for kind, a, b in w.rests]
        rows.append(row)
    hours = [(x(h), f"{h // 3600}:00") for h in range(low, high + 1, 3600)]
    return {"rows": rows, "hours": hours, "wide": WIDE, "high": 44 + len(out) * ROW, "left": LEFT}


def street_map(rounds: list[WalkOf], lanes: list) -> dict | None:
    """Lanes as dots and rounds as lines, to scale, north up; None where no lane has a place."""
    placed = [p for p in lanes if p.placed]
    if not placed:
        return None
    lat0 = sum(p.lat for p in placed) / len(placed)
    kx = math.cos(math.radians(lat0))
    west, east = min(p.lon for p in placed), max(p.lon for p in placed)
    south, north = min(p.lat for p in placed), max(p.lat for p in placed)
    scale = min((MAP_WIDE - 2 * EDGE) / max((east - west) * kx, 1e-6), (MAP_HIGH - 2 * EDGE) / max(north - south, 1e-6))

    def point(place) -> tuple[float, float]:
        # Rounded to a tenth: the picture is 640 units wide.
        mid_x, mid_y = (west + east) / 2, (south + north) / 2
        return (round(MAP_WIDE / 2 + (place.lon - mid_x) * kx * scale, 1), round(MAP_HIGH / 2 - (place.lat - mid_y) * scale, 1))

    lines = []
    for k, w in enumerate([r for r in rounds if r.stops]):
        stops = [(*point(s.visit.elder.place), s) for s in w.stops if s.visit.elder.place is not None and s.visit.elder.place.placed]
        path = [(x, y) for x, y, _ in stops]
        if w.carer.start_place is not None and w.carer.start_place.placed:
            path.insert(0, point(w.carer.start_place))
        lines.append({"walk": w, "style": k % LINES, "path": " ".join(f"{x},{y}" for x, y in path),
                      "stops": [(x, y, s.position + 1) for x, y, s in stops]})  # fmt: skip
    hundred = round(100 / 111_195 * scale, 1)
    return {"lines": lines, "dots": [(*point(p), p.name) for p in placed], "wide": MAP_WIDE, "high": MAP_HIGH + 24, "scale": hundred * 2}
