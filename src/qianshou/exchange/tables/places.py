"""A list of lanes and estates with their coordinates. Pure."""

from dataclasses import dataclass
from datetime import date

from qianshou.exchange.cells.addresses import read_address
from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.register.judge import Judged, Reason
from qianshou.kernel.text import without_spaces

from .common import TableReader

# Shanghai with a margin, in degrees (WGS 84): whatever lies outside is swapped or mistyped.
_LONGITUDES, _LATITUDES = (120.0, 123.0), (30.0, 32.5)


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """One lane. lon, lat: degrees WGS 84, or None: to be placed."""

    name: str
    committee: str
    lon: float | None
    lat: float | None


class PlaceJudge:
    """Judges the rows of a list of places."""

    def __init__(self, mapping: Mapping, today: date) -> None:
        self._read = TableReader(mapping)
        self._seen: dict[str, tuple[int, float | None, float | None]] = {}
        self._committee = ""

    def judge(self, number: int, cells: list[object]) -> Judged:
        """One row in exactly one outcome."""
        if skipped := self._read.skipped(number, cells):
            return skipped
        read = read_address(self._read.text(cells, "lane"))
        name = read.text[:80]
        if not name:
            return Judged(number, "reject", cells, [Reason("no_place")])
        self._committee = without_spaces(self._read.text(cells, "committee")) or self._committee
        lon, lat = _degrees(self._read.text(cells, "longitude")), _degrees(self._read.text(cells, "latitude"))
        reasons: list[Reason] = []
        if lon is not None and lat is not None and _inside(lat, lon) and not _inside(lon, lat):
            lon, lat = lat, lon
        if (lon is None) != (lat is None) or (lon is not None and lat is not None and not _inside(lon, lat)):
            reasons.append(Reason("coordinates_odd"))
            lon = lat = None
        judged = Judged(number, "ok", cells, reasons)
        earlier = self._seen.setdefault(name, (number, lon, lat))
        if earlier[0] != number:
            judged.twin = earlier[0]
            if (lon, lat) != earlier[1:] and lon is not None:
                reasons.append(Reason("place_twice", (("row", earlier[0]),)))
        judged.person = PlaceEntry(name, self._committee, lon, lat)
        judged.outcome = "review" if reasons else "ok"
        return judged


def _degrees(text: str) -> float | None:
    try:
        return float(text.rstrip("°EeNn ")) if text else None
    except ValueError:
        return None


def _inside(lon: float, lat: float) -> bool:
    return _LONGITUDES[0] <= lon <= _LONGITUDES[1] and _LATITUDES[0] <= lat <= _LATITUDES[1]
