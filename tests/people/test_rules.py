"""Ages, coordinates, merging, identity."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.kernel.identity import read_id_number
from qianshou.kernel.place import Place, metres
from qianshou.people.rules import Datum, age_on, birth_text, identity_doubts, read_coordinates, three_way, to_wgs84
from qianshou.people.rules.coordinates import wgs84_to_gcj02


def test_ages():
    assert age_on(date(1938, 11, 25), date(2026, 11, 24)) == 87
    assert age_on(date(1938, 11, 24), date(2026, 11, 24)) == 88
    assert age_on(None, date(2026, 11, 24)) is None
    assert [birth_text(date(1938, 1, 1), p) for p in ("day", "month", "year", "none")] == ["1938-01-01", "1938-01", "1938", ""]


@pytest.mark.parametrize("text", ["121.5249, 31.2608", "31.2608，121.5249", "31.2608N 121.5249E", " 121.5249 31.2608 "])
def test_coordinates_in_any_order(text):
    assert read_coordinates(text) == Place(121.5249, 31.2608)


@pytest.mark.parametrize("text", ["", "abc", "121.5", "0, 0", "31.2, 31.3", "200, 31"])
def test_no_coordinates(text):
    assert read_coordinates(text) is None


@given(st.floats(121.0, 122.0), st.floats(30.7, 31.8))
def test_shifted_maps_are_brought_back(lon, lat):
    here = Place(lon, lat)
    shifted = wgs84_to_gcj02(here)
    assert 300 < metres(here, shifted) < 900, "unconverted it is about 500 m off"
    assert metres(to_wgs84(shifted, Datum.GCJ02), here) < 0.1
    assert to_wgs84(here, Datum.WGS84) == here


def test_known_points():
    """People's Square as Amap and Baidu show it, against OpenStreetMap."""
    truth = Place(121.47049, 31.23136)
    assert metres(to_wgs84(wgs84_to_gcj02(truth), Datum.GCJ02), truth) < 0.1
    baidu = Place(121.4815, 31.2353)
    assert metres(to_wgs84(baidu, Datum.BD09), truth) < 200


fields = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


@given(fields, fields, fields)
def test_three_way_never_loses_either_edit(base, now, mine):
    now, mine = {**base, **now}, {**base, **mine}
    merge = three_way(base, now, mine)
    result = {**now, **merge.values}
    for field in mine:
        changed_by_me, changed_by_them = mine[field] != base.get(field), now[field] != base.get(field) if field in now else False
        if field in merge.conflicts:
            assert changed_by_me and changed_by_them and mine[field] != now[field]
        elif changed_by_me and field in base:
            assert result[field] == mine[field]
        elif changed_by_them and field in base:
            assert result[field] == now[field]


def test_identity_doubts():
    good = read_id_number("310110193803052563")
    assert identity_doubts(good, sex="f", birth=date(1938, 3, 5), precision="day") == []
    assert identity_doubts(good, sex="m", birth=date(1938, 3, 6), precision="day") == ["sex", "birth"]
    assert identity_doubts(good, sex="", birth=date(1938, 1, 1), precision="year") == []
    assert identity_doubts(read_id_number("310110193803052564"), sex="f", birth=None, precision="") == ["id_check"]
    assert identity_doubts(read_id_number(""), sex="f", birth=None, precision="") == []
