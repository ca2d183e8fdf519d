"""What a level means: services, subsidies and carers, as the pack says and as a person's file tells."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.rules.levels import Asked, level_of, propose_plan, subsidies_for
from qianshou.packs.errors import PackError
from qianshou.packs.loader import load
from qianshou.packs.shapes_intake import LevelSubsidy
from tests.packs.test_load_pack import change, folder

__all__ = ["folder"]  # the fixture
PACK, WINTER, SUMMER = load(), date(2026, 12, 1), date(2026, 7, 1)
ALONE = Asked(level=2, living="alone", age=84)


def lines(asked: Asked, on=WINTER) -> dict:
    return {line.service: line for line in propose_plan(asked, PACK.level_services.values(), PACK.services, on)}


def test_a_level_brings_its_services_and_living_alone_brings_more():
    assert {code: line.times_per_week for code, line in lines(ALONE).items()} == {"shopping": 1, "cleaning": 1, "talking": 3, "bathing": 1}
    assert "shopping" not in lines(replace(ALONE, living="with_family"))
    assert lines(ALONE)["shopping"].why == ("level", "alone") and lines(ALONE)["bathing"].tier == "aide"


def test_what_is_wished_is_proposed_even_where_the_level_does_not_bring_it():
    found = lines(replace(ALONE, wishes=("meals", "winter_bath", "talking")))
    assert (found["meals"].times_per_week, found["meals"].why) == (5, ("level", "wish"))
    assert (found["winter_bath"].times_per_week, found["winter_bath"].why) == (1, ("wish",))
    assert found["talking"].why == ("level", "wish")
    assert lines(replace(ALONE, wishes=("winter_bath",)), SUMMER)["winter_bath"].why == ("wish", "season")


def test_what_is_in_the_plan_already_is_shown_and_not_ticked():
    line = lines(replace(ALONE, has=frozenset({"talking"})))["talking"]
    assert "has" in line.why and not line.ticked


def test_subsidies_by_level_age_and_hardship_none_with_an_amount_that_nobody_set():
    rules = PACK.level_subsidies.values()
    assert {one.code for one in subsidies_for(ALONE, rules)} == {"home_care", "old_age", "home_safety"}
    assert all(one.fen is None for one in subsidies_for(replace(ALONE, hardship=frozenset({"低保"})), rules))
    assert "home_care_hardship" in {one.code for one in subsidies_for(replace(ALONE, hardship=frozenset({"低保"})), rules)}
    assert "old_age" not in {one.code for one in subsidies_for(replace(ALONE, age=79), rules)}
    unknown = next(one for one in subsidies_for(replace(ALONE, age=None), rules) if one.code == "old_age")
    assert unknown.unknown == ("age",)
    fixed = LevelSubsidy(code="x", zh="x", en="x", levels=(2,), per="month", fen=12300)
    assert subsidies_for(ALONE, [fixed])[0].fen == 12300


def test_every_level_says_who_must_answer():
    assert [level_of(PACK.levels, n).risk for n in range(5)] == ["linked", "linked", "key", "key", "key"]
    assert level_of(PACK.levels, None) is None and level_of(PACK.levels, 9) is None


@given(st.integers(0, 4), st.sampled_from(["", "alone", "with_family"]), st.lists(st.sampled_from(list(PACK.services)), unique=True), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_each_service_once_by_a_tier_that_may_and_every_wish_is_there(level, living, wishes, on):
    found = propose_plan(Asked(level=level, living=living, wishes=tuple(wishes)), PACK.level_services.values(), PACK.services, on)
    codes = [line.service for line in found]
    assert len(codes) == len(set(codes)) and set(wishes) <= set(codes)
    assert all(1 <= line.times_per_week <= 7 and line.tier in PACK.services[line.service].tiers for line in found)


@given(st.sampled_from(["", "alone"]), st.lists(st.sampled_from(list(PACK.services)), unique=True))
def test_more_need_brings_no_less_talk(living, wishes):
    times = [lines(Asked(level=n, living=living, wishes=tuple(wishes))).get("talking") for n in range(5)]
    counts = [line.times_per_week if line else 0 for line in times]
    assert counts == sorted(counts)


@pytest.mark.parametrize(("file", "old", "new", "field"), [
    ("level_services.toml", 'service = "talking"', 'service = "flying"', "service"), ("level_services.toml", 'tier = "volunteer"', 'tier = "aide"', "tier"),
    ("intake_steps.toml", 'code = "net"', 'code = "party"', "code"), ("level_subsidies.toml", 'per = "once"', 'per = "week"', "per"), ("levels.toml", 'risk = "key"', 'risk = "high"', "risk"),
])  # fmt: skip
def test_a_mistake_in_the_data_is_said_with_file_and_field(folder, file, old, new, field):
    from qianshou.packs.loader import read_folder

    change(folder, file, old, new)
    with pytest.raises(PackError) as raised:
        read_folder(folder)
    assert file in str(raised.value) and field in str(raised.value)
