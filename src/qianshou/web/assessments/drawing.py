"""How a total moved, as a small drawing: bands of the levels behind, a point for each assessment, on a line."""

from dataclasses import dataclass

from django.utils.translation import get_language

from qianshou.assessment.queries.assessments import Point
from qianshou.packs.instrument_shapes import Instrument

from .said import level_look

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 200, 24, 110, 14, 28


@dataclass(frozen=True, slots=True)
class Stripe:
    """One band as a rectangle, with its name where it fits. Numbers are text, so that no language writes them another way."""

    y: str
    height: str
    look: str
    name: str
    word_y: str
    name_fits: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """One assessment; `x`, `y` in the units of the drawing, `label` the total, `day` under it where there is room."""

    x: str
    y: str
    word_y: str
    label: int
    day: str
    assessment_id: int
    at_end: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The whole: `path` is the line through the dots."""

    stripes: list[Stripe]
    dots: list[Dot]
    path: str
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def curve(instrument: Instrument, points: list[Point]) -> Curve:
    """The drawing of a series; good is always up, whichever way the points go. Equal days stand side by side."""
    inner = HEIGHT - TOP - BOTTOM

    def height_of(value: float) -> float:
        share = value / instrument.most
        return TOP + inner * (share if instrument.better == "lower" else 1 - share)

    span = max((points[-1].on - points[0].on).days, 1) if points else 1
    room = WIDTH - LEFT - RIGHT - 40  # the dots keep off both ends of the stripes
    dots, last_day = [], -1000.0
    for at, point in enumerate(points):
        x = LEFT + 20 + room * ((point.on - points[0].on).days / span if len(points) > 1 else 0.5)
        day = f"{point.on:%y-%m}" if x - last_day >= 52 else ""
        last_day = x if day else last_day
        y = height_of(point.total)
        word_y = y - 11 if y > TOP + 16 else y + 22
        dots.append(Dot(f"{x:.1f}", f"{y:.1f}", f"{word_y:.1f}", point.total, day, point.assessment_id, at == len(points) - 1))
    stripes = []
    for band in instrument.bands:
        edges = sorted((height_of(band.least - 0.5 if band.least else 0), height_of(band.most + 0.5 if band.most < instrument.most else band.most)))
        high = edges[1] - edges[0]
        stripes.append(
            Stripe(f"{edges[0]:.1f}", f"{high:.1f}", level_look(instrument, band.level), band.said(get_language()), f"{edges[0] + high / 2 + 4:.1f}", high > 13)
        )
    path = " ".join(f"{'M' if at == 0 else 'L'}{dot.x} {dot.y}" for at, dot in enumerate(dots))
    return Curve(stripes, dots, path, instrument.most)
