"""Where things are: WGS 84 coordinates and distances over ground."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # IUGG mean radius R1, metres


@dataclass(frozen=True, slots=True)
class Place:
    """A point: longitude and latitude in degrees, WGS 84."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"not a place on earth: lon {self.lon}, lat {self.lat}")


def metres(a: Place, b: Place) -> float:
    """Great-circle distance in metres (haversine)."""
    dlat, dlon = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    h = sin(dlat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(dlon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))
