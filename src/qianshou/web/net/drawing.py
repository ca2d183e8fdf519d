"""The net as a picture: carers are warp, committees weft, a knot is a key elder. Works out coordinates; the template draws.

Units are those of the SVG's view box (960 wide). A page shows at most WARPS carers; knots of carers on other pages are counted at
their committee's line, and every knot is in the list below the picture.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from qianshou.access.models import Committee
from qianshou.care.queries.net import Knot, Net, Warp
from qianshou.care.rules.holes import Cover

WIDTH, LEFT, RIGHT, TOP = 960, 150, 850, 92
HOLES_X = 912  # the column of those without a first helper
ROW, STEP, IN_ROW = 46, 19, 3
WARPS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One warp thread: x, thickness by load, and the carer."""

    x: float
    width: float
    warp: Warp


@dataclass(frozen=True, slots=True)
class Dot:
    """One knot: where, and its shape: full | half | hole | late."""

    x: float
    y: float
    shape: str
    knot: Knot

    @property
    def diamond(self) -> str:
        """Path of the diamond of a knot that is late."""
        return f"M{self.x} {self.y - 9}l9 9-9 9-9-9z"

    @property
    def half(self) -> str:
        """Path of the filled left half."""
        return f"M{self.x} {self.y - 8}a8 8 0 0 0 0 16z"


@dataclass(slots=True)
class Drawing:
    """Everything the template draws. `height` of the view box; `elsewhere`: knots whose carer is on another page."""

    height: float
    lines: list[Line] = field(default_factory=list)
    rows: list[tuple[float, Committee | None, int]] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    elsewhere: int = 0
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    holes_x: int = HOLES_X
    top: int = TOP


def shape_of(knot: Knot) -> str:
    """What a knot looks like: late beats everything, then how it is held."""
    if knot.late:
        return "late"
    return {Cover.FULL: "full", Cover.PRIMARY_ONLY: "half", Cover.BACKUP_ONLY: "hole", Cover.NONE: "hole"}[knot.held.cover]


def draw(net: Net, warps: list[Warp]) -> Drawing:
    """Place the threads and knots of one page of carers."""
    gap = (RIGHT - LEFT) / max(len(warps), 1)
    xs = {warp.carer.pk: LEFT + gap * (n + 0.5) for n, warp in enumerate(warps)}
    cells: dict[tuple[int | None, int | None], list[Knot]] = defaultdict(list)
    elsewhere: dict[int | None, int] = defaultdict(int)
    for knot in net.knots:
        column = knot.held.primary_id
        if column is not None and column not in xs:
            elsewhere[knot.elder.committee_id] += 1
            continue
        cells[knot.elder.committee_id, column].append(knot)
    drawing = Drawing(height=0, elsewhere=sum(elsewhere.values()))
    y = float(TOP)
    for committee in net.committees:
        key = committee.pk if committee else None
        depth = max((-(-len(found) // IN_ROW) for (row, _), found in cells.items() if row == key), default=1)
        middle = y + (depth - 1) * STEP / 2
        drawing.rows.append((middle, committee, elsewhere[key]))
        for (row, column), found in cells.items():
            if row == key:
                drawing.dots += _cell(found, xs.get(column, HOLES_X), middle)
        y += ROW + (depth - 1) * STEP
    drawing.height = y + 8
    drawing.lines = [Line(xs[warp.carer.pk], 2 + min(warp.primary, 8), warp) for warp in warps]
    return drawing


def _cell(knots: list[Knot], x: float, y: float) -> list[Dot]:
    """Knots of one crossing, side by side, in lines of three."""
    lines = [knots[n : n + IN_ROW] for n in range(0, len(knots), IN_ROW)]
    dots = []
    for number, line in enumerate(lines):
        top = y + (number - (len(lines) - 1) / 2) * STEP
        for place, knot in enumerate(line):
            dots.append(Dot(round(x + (place - (len(line) - 1) / 2) * STEP, 1), round(top, 1), shape_of(knot), knot))
    return dots
