"""An instrument's file is read whole or refused with file, line and field."""

from datetime import date
from pathlib import Path

import pytest

from qianshou.packs.errors import PackError
from qianshou.packs.instruments import instrument, instruments, parse_instrument

HEAD = """code = "two"
version = "1"
zh = "两题"
en = "Two questions"
holds_from = 2026-01-01
certainty = "seen"
source_zh = "自拟"
source_en = "our own"
most = 3
"""
REST = """
[[section]]
code = "part"
zh = "部分"
en = "Part"
most = 3

[[answer]]
scale = "s"
points = 1
zh = "是"
en = "yes"

[[answer]]
scale = "s"
points = 0
zh = "否"
en = "no"

[[answer]]
scale = "t"
points = 2
zh = "是"
en = "yes"

[[answer]]
scale = "t"
points = 0
zh = "否"
en = "no"

[[item]]
section = "part"
code = "one"
zh = "一"
en = "One"
scale = "s"

[[item]]
section = "part"
code = "other"
zh = "二"
en = "Other"
scale = "t"

[[band]]
level = 0
zh = "好"
en = "good"
least = 2
most = 3

[[band]]
level = 1
zh = "差"
en = "bad"
least = 0
most = 1
"""
GOOD = HEAD + REST


def read(text: str):
    return parse_instrument(text, Path("instruments/two.toml"))


def test_a_sound_file_is_read():
    found = read(GOOD)
    assert found.id == "two@1"
    assert [(i.code, i.most_points) for i in found.items] == [("one", 1), ("other", 2)]
    assert found.band(1).said("en") == "bad"


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("most = 3\n\n[[answer]]", "most = 4\n\n[[answer]]", r"two.toml:15: most: says 4, and the highest answers of its items add up to 3"),
        ('source_en = "our own"\nmost = 3', 'source_en = "our own"\nmost = 9', r"two.toml:9: most: says 9, and its sections add up to 3"),
        ("least = 2\nmost = 3", "least = 3\nmost = 3", "level 0 must begin at 2"),
        ("least = 2\nmost = 3", "least = 2\nmost = 5", "the last level must end at 3"),
        ("[[band]]\nlevel = 0", '[[change]]\ncode = "c"\nzh = "x"\nen = "x"\neffect = "to"\nlevel = 1\nitem = "one"\nanswer = "p9"\n\n[[band]]\nlevel = 0', "no item 'one' has an answer 'p9'"),
        ('scale = "t"\n\n[[band]]', 'scale = "u"\n\n[[band]]', r"two.toml:53: scale: no \[\[answer\]\] has scale = 'u'"),
        ('section = "part"\ncode = "other"', 'section = "pat"\ncode = "other"', r"two.toml:49: section: 'pat' is no \[\[section\]\]"),
        ('code = "other"', 'code = "one"', "'one' is there twice"),
        ('code = "other"', 'coed = "other"', "coed: is not a field of this table. Did you mean code?"),
        ("level = 1\nzh", "level = 2\nzh", "levels must be 0 to 1"),
        ("points = 2", 'points = "two"', "must be a whole number"),
        ("points = 2", "points = 0", "two answers of its scale have one code"),
        ("holds_from = 2026-01-01", 'holds_from = "soon"', "must be a date without quotes"),
        ("[[section]]", "[[section", "cannot be read as TOML"),
    ],
)
def test_a_file_with_a_mistake_is_refused_and_says_where(was, becomes, says):
    assert was in GOOD
    with pytest.raises(PackError, match=says):
        read(GOOD.replace(was, becomes, 1))


def test_every_shipped_instrument_is_read_and_says_how_sure_it_is():
    found = instruments("yangpu")
    assert set(found) == {"barthel", "gbt42195", "gds15", "home_hazards", "lawton", "lsns6", "monthly_review"}
    assert found["lsns6"].certainty == "seen"
    assert {b.certainty for b in found["lsns6"].bands} == {"unverified"}  # the cut-off was not verified
    assert all(item.zh and item.en for one in found.values() for item in one.items)


def test_an_instrument_is_not_there_before_its_first_version_and_an_old_version_stays():
    assert "gbt42195" not in instruments("yangpu", on=date(2022, 1, 1))
    assert instrument("yangpu", "gbt42195", "2022").most == 90
    assert instrument("yangpu", "gbt42195", "1999") is None
