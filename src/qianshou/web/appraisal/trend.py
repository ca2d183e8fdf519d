"""A carer's months as a line: numbers for an SVG that prints and needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass

from qianshou.merit.models import Appraisal
from qianshou.merit.rules.appraisal import tenths_text

HIGH, LEFT, TOP, STEP = 190, 44, 16, 60
FLOOR = 150  # where zero is
LEAST = 8  # months that there is room for, so that few months are not drawn large


@dataclass(frozen=True, slots=True)
class Dot:
    """One month: its place, its words, whether it has a score; `middle_y` is where the middle of those she is compared with lies."""

    code: str
    label: str
    x: int
    y: int | None
    text: str
    middle_y: int | None
    label_y: int = HIGH - 12


@dataclass(frozen=True, slots=True)
class Trend:
    """The picture."""

    width: int
    height: int
    dots: list[Dot]
    line: str
    middle: str
    scale: list[tuple[int, int]]  # (score, y)


def trend(rows: Sequence[Appraisal]) -> Trend:
    """The picture of some months, oldest first; a month that cannot be said is left out of the line."""
    height = lambda tenths: None if tenths is None else FLOOR - round(tenths * (FLOOR - TOP) / 1000)
    dots = [
        Dot(f"{row.month:%Y-%m}", f"{row.month.month}", LEFT + STEP // 2 + at * STEP, height(row.tenths), tenths_text(row.tenths), height(row.compared.get("middle")))
        for at, row in enumerate(rows)
    ]
    joined = lambda pairs: " ".join(f"{x},{y}" for x, y in pairs if y is not None)
    return Trend(LEFT + max(len(dots), LEAST) * STEP + 10, HIGH, dots, joined((d.x, d.y) for d in dots), joined((d.x, d.middle_y) for d in dots),
                 [(score, height(score * 10)) for score in (0, 60, 80, 100)])  # fmt: skip
