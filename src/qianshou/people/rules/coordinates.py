"""Coordinates that people bring: read from text, and brought to WGS 84 from the two shifted systems of Chinese maps.

Amap and Tencent show GCJ-02, Baidu shows BD-09; taken as WGS 84 they would be about 500 m off in Shanghai. The way from
GCJ-02 back has no closed form: it is found by repeating the shift (three rounds leave less than a centimetre).
"""

import re
from enum import StrEnum
from math import atan2, cos, pi, radians, sin, sqrt

from qianshou.kernel.place import Place

_A = 6_378_245.0  # semi-major axis of Krasovsky 1940, metres
_EE = 0.00669342162296594323  # its first eccentricity squared
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d+)?")


class Datum(StrEnum):
    """Which map the numbers come from."""

    WGS84 = "wgs84"  # GPS, OpenStreetMap, Tianditu (CGCS2000: the same to a metre)
    GCJ02 = "gcj02"  # Amap, Tencent
    BD09 = "bd09"  # Baidu


def read_coordinates(text: str) -> Place | None:
    """Two numbers in either order ("121.5249, 31.2608", "31.2608N 121.5249E"); None when they are no place in China.

    In China a longitude is 73–136 and a latitude 3–54, so the order tells itself.
    """
    numbers = [float(n) for n in _NUMBER.findall(text.replace("，", ","))]
    if len(numbers) != 2:
        return None
    for lon, lat in (numbers, numbers[::-1]):
        if 73 <= lon <= 136 and 3 <= lat <= 54:
            return Place(lon, lat)
    return None


def to_wgs84(place: Place, datum: Datum) -> Place:
    """The same point in WGS 84."""
    if datum is Datum.BD09:
        place = _bd09_to_gcj02(place)
    if datum is Datum.WGS84:
        return place
    guess = place
    for _ in range(3):
        shifted = wgs84_to_gcj02(guess)
        guess = Place(guess.lon + place.lon - shifted.lon, guess.lat + place.lat - shifted.lat)
    return guess


def wgs84_to_gcj02(place: Place) -> Place:
    """The shift of GCJ-02, as published maps apply it."""
    x, y = place.lon - 105.0, place.lat - 35.0
    wave = 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)
    root = sqrt(abs(x))
    dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    dlat += (wave + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi) + 160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    dlon += (wave + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi) + 150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = radians(place.lat)
    magic = 1 - _EE * sin(phi) ** 2
    dlat = dlat * 180.0 / ((_A * (1 - _EE)) / (magic * sqrt(magic)) * pi)
    dlon = dlon * 180.0 / (_A / sqrt(magic) * cos(phi) * pi)
    return Place(place.lon + dlon, place.lat + dlat)


def _bd09_to_gcj02(place: Place) -> Place:
    x, y = place.lon - 0.0065, place.lat - 0.006
    z = sqrt(x * x + y * y) - 0.00002 * sin(y * pi * 3000.0 / 180.0)
    theta = atan2(y, x) - 0.000003 * cos(x * pi * 3000.0 / 180.0)
    return Place(z * cos(theta), z * sin(theta))
