"""A pack is read whole, or the mistake is said with file, line and field."""

import shutil
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from qianshou.packs import loader
from qianshou.packs.errors import PackError

TEN_HELPS = ["助餐", "助医", "助购", "助浴", "助急", "助洁", "助行", "助学", "助乐", "助聊"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "elsewhere"
    shutil.copytree(loader.ROOT / "yangpu", copy)
    return copy


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_every_pack_that_ships_can_be_loaded():
    assert loader.catalogue() == ["yangpu"]
    for name in loader.catalogue():
        assert loader.load(name).version.startswith(f"{name}@")


def test_the_ten_helps_and_the_three_local_services_are_there():
    pack = loader.load()
    assert [s.zh for s in pack.services.values() if s.group == "ten_helps"] == TEN_HELPS
    assert [s.zh for s in pack.services.values() if s.group == "local"] == ["倒便桶", "清洗床铺", "冬季接送洗浴"]
    bath = pack.services["winter_bath"]
    assert bath.carers == 2
    assert bath.in_season(date(2026, 1, 5)) and not bath.in_season(date(2026, 7, 5))


def test_the_eight_no_worries_are_numbered_and_unnamed():
    safeguards = loader.load().safeguards.values()
    assert [one.number for one in safeguards] == list(range(1, 9))
    assert not any(one.zh or one.en for one in safeguards)


@pytest.mark.parametrize(
    ("word", "code"),
    [("相谈", "talking"), ("代办", "shopping"), ("洗涤", "bedding"), ("倒便桶", "chamber_pot"), ("助洁", "cleaning"), ("助行", "walking"),
     ("助医", "medical"), ("助浴", "bathing"), ("生活护理", "personal_care"), ("康复辅助", "rehabilitation"), ("心理疏导", "counselling"),
     ("飞行", None)],
)  # fmt: skip
def test_the_registers_words_for_skills_are_understood(word, code):
    assert loader.load().skill_of(word) == code


def test_the_registers_words_for_tiers_are_understood():
    pack = loader.load()
    assert [pack.tier_of(w) for w in ("专职关爱员", "助理关爱员", "上门护理员", "心理志愿者")] == [
        "full_time",
        "assistant",
        "aide",
        "volunteer",
    ]


def test_every_service_can_be_given_by_somebody():
    pack = loader.load()
    assert all(service.tiers for service in pack.services.values())


def line_of(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "says"),
    [
        ("services.toml", "minutes = 15", 'minutes = "abc"', "minutes", "whole number from 5 to 480, not 'abc'"),
        ("services.toml", 'window = ["06:30", "08:30"]', 'window = ["08:30", "06:30"]', "window", "begin before it ends"),
        ("services.toml", 'skills = ["bedding"]', 'skills = ["beding"]', "skills", "'beding' is not in skills.toml"),
        ("services.toml", "carers = 2", "carrers = 2", "carrers", "Did you mean carers?"),
        ("services.toml", "season = [11, 12, 1, 2, 3]", "season = [11, 13]", "season", "from 1 to 12, not 13"),
        ("tiers.toml", "part_time = false", 'part_time = "no"', "part_time", "true or false"),
        ("skills.toml", '"代购"', '"助洁"', "synonyms", "'助洁' already means"),
        ("forms.toml", 'every = "change"', 'every = "often"', "every", "one of once, change, month"),
        ("services.toml", "holds_from = 2026-01-01", 'holds_from = "soon"', "holds_from", "a date without quotes"),
        ("point_rules.toml", 'tasks = ["outing"]', 'tasks = ["excursion"]', "tasks", "one of visit, outing, company_visit, call, review, not 'excursion'"),
        ("point_rules.toml", 'tasks = ["outing"]', 'tasks = ["visit", "outing"]', "tasks", "a visit earns the points of its service in services.toml"),
        ("point_rules.toml", 'tasks = ["outing"]', "tasks = []", "tasks", "says what earns so many: some of outing"),
        ("point_rules.toml", 'tasks = ["call"]', 'tasks = ["call"]\nproof = "scan"', "proof", "known of visits only"),
        ("point_rules.toml", 'tasks = ["call"]', 'tasks = ["call"]\nwindow = ["18:00", "20:00"]', "window", "only the day of call is written down"),
        ("point_rules.toml", 'services = ["winter_bath"]', 'services = ["bath"]', "services", "'bath' is not in services.toml"),
    ],
)
def test_a_mistake_is_said_with_file_line_and_field(folder, file, old, new, field, says):
    change(folder, file, old, new)
    with pytest.raises(PackError) as caught:
        loader.read_folder(folder)
    assert caught.value.path.name == file
    assert caught.value.field == field
    assert says in str(caught.value)
    if file != "skills.toml":
        assert caught.value.line == line_of(folder, file, new.splitlines()[-1])
        assert f"elsewhere/{file}:{caught.value.line}: {field}" in str(caught.value)


def test_a_missing_field_names_the_row(folder):
    change(folder, "services.toml", "minutes = 15\n", "")
    with pytest.raises(PackError, match="minutes: is missing") as caught:
        loader.read_folder(folder)
    lines = (folder / "services.toml").read_text("utf-8").splitlines()
    assert lines[caught.value.line - 1] == "[[service]]"
    assert 'code = "chamber_pot"' in lines[caught.value.line]


@pytest.mark.parametrize(("text", "says"), [("a = = 1", "cannot be read as TOML"), ("", "holds_from: is missing")])
def test_a_file_that_is_no_toml_or_has_no_head_is_said(folder, text, says):
    (folder / "tiers.toml").write_text(text, "utf-8")
    with pytest.raises(PackError, match=says):
        loader.read_folder(folder)


def test_a_missing_file_or_pack_is_said(folder):
    (folder / "tiers.toml").unlink()
    with pytest.raises(PackError, match="the file is missing"):
        loader.read_folder(folder)
    with pytest.raises(PackError, match="no such pack"):
        loader.load("atlantis")


def test_a_code_that_is_there_twice_is_said(folder):
    change(folder, "forms.toml", 'code = "booklet"', 'code = "application"')
    with pytest.raises(PackError, match="'application' is there twice"):
        loader.read_folder(folder)


def test_the_version_that_holds_on_the_day_is_chosen(folder):
    text = (folder / "services.toml").read_text("utf-8")
    later = text.replace("holds_from = 2026-01-01", "holds_from = 2027-01-01").replace("minutes = 15", "minutes = 20", 1)
    (folder / "services-2027-01-01.toml").write_text(later, "utf-8")
    assert loader.read_folder(folder, date(2026, 12, 31)).services["chamber_pot"].minutes == 15
    assert loader.read_folder(folder, date(2027, 1, 1)).services["chamber_pot"].minutes == 20
    assert loader.read_folder(folder).version == "elsewhere@2027-01-01"
    assert loader.read_folder(folder, date(2020, 1, 1)).services["chamber_pot"].minutes == 15


def test_names_follow_the_readers_language():
    service = loader.load().services["talking"]
    assert (service.name("en"), service.name("zh-hans"), service.name(None)) == ("Talking", "助聊", "助聊")


def test_days_between_two_versions_share_one_pack_and_it_is_the_one_that_holds(folder, monkeypatch):
    later = (folder / "tiers.toml").read_text("utf-8").replace("holds_from = 2026-01-01", "holds_from = 2027-03-01").replace("link_limit = 4", "link_limit = 5")
    (folder / "tiers-2027-03-01.toml").write_text(later, "utf-8")
    monkeypatch.setattr(loader, "ROOT", folder.parent)
    for cache in (loader._read, loader._days):
        monkeypatch.setattr(loader, cache.__name__, lru_cache(cache.__wrapped__))
    for day in (date(2020, 1, 1), date(2026, 1, 1), date(2027, 2, 28), date(2027, 3, 1), date(2031, 1, 1), None):
        assert loader.load(folder.name, day) == loader.read_folder(folder, day)
    assert loader.load(folder.name, date(2026, 5, 1)) is loader.load(folder.name, date(2027, 2, 28))
    assert loader.load(folder.name, date(2027, 2, 28)) is not loader.load(folder.name, date(2027, 3, 1))
