"""From facts to the parts of a booklet, and what may hang on a wall. Pure."""

import json
from datetime import date

import pytest

from qianshou.booklets.booklet import (
    Booklet,
    Call,
    Covered,
    Health,
    Helper,
    Planned,
    Taken,
    booklet_words,
    initial_of,
    parts,
    rhythm,
    to_ask,
)
from qianshou.booklets.booklet_sheets import booklets_data, cards_data
from qianshou.booklets.wall_card import card_data
from qianshou.booklets.words import TEMPLATES

TIERS = (("full_time", "专职关爱员"), ("assistant", "助理关爱员"), ("aide", "上门护理员"), ("volunteer", "心理志愿者"))
SHEN = Booklet(
    person_id=397, number="PL-00397", name="沈玉芳", office="平凉路街道", sex="female", age=88, born="1938-03-05", living="alone", dialects=("沪语",),
    committee="怀德居委会", address="怀德路454弄15号二楼前楼", access="敲门要久一点", phones=("138 1700 1234",), desk="021-6541 0127",
    contacts=(Call("沈明", "儿子", "139 1700 5678"), Call("沈芳", "女儿")), keys=(Call("隔壁周阿姨"),),
    health=Health(("高血压",), ("虾蟹",), (), (), (Taken("氨氯地平", "5毫克", "早饭后", "中心医院"),), "中度失能", date(2026, 10, 24), date(2026, 10, 1)),
    habits={"rises": "五点半起", "hearing": "左耳背", "language": "沪语", "likes": "越剧", "religion": "无"}, plan=(Planned("助洁", (1, 3)),), tiers=TIERS,
    helpers=(Helper("谭美华", "full_time", "primary", "137 0000 2222", "person-9"), Helper("邵桂英", "full_time", "backup", "")),
    safeguards=(Covered(1, "", "人保", "P1", date(2027, 1, 1)), Covered(2)), interests=("编织",), consents=(("健康情况", "given"), ("照片", "not_asked")),
)  # fmt: skip
EMPTY = Booklet(
    person_id=1,
    number="PL-00001",
    name="陆根宝",
    office="平凉路街道",
    health=Health(),
    tiers=TIERS,
    safeguards=(Covered(1),),
    consents=(("照片", "not_asked"),),
)


def text_of(made) -> str:
    return json.dumps(made, ensure_ascii=False)


def test_what_is_known_is_said_and_what_is_missing_is_asked_for():
    made = parts(SHEN, "zh")
    said = text_of(made)
    for word in ("沈玉芳", "88 岁", "独居", "1. 沈明 儿子", "139 1700 5678", "021-6541 0127", "高血压", "虾蟹", "氨氯地平", "五点半起", "敲门要久一点", "隔壁周阿姨", "助洁",
                 "周一、周三", "专职关爱员 · 主要联系人", "人保，P1，到 2027-01-01", "第2项（待区里命名）", "编织", "中度失能", "2026-10-24"):  # fmt: skip
        assert word in said, word
    assert to_ask(made) == ["2. 沈芳 女儿", "关心我的人", "八无忧", "我同意过的事"]


def test_an_empty_file_hides_nothing():
    made = parts(EMPTY, "zh")
    asked = to_ask(made)
    for label in (
        "出生",
        "住址",
        "有事先打谁的电话",
        "街道值班室",
        "疾病和身体状况",
        "我吃的药",
        "起居",
        "怎么进门",
        "备用钥匙",
        "谁什么时候来做什么",
        "才艺爱好",
        "能力等级",
    ):
        assert label in asked, label
    assert "还没有上门护理员，请安排" in text_of(made) and "没有保障" in text_of(made)


def test_every_part_is_there_in_both_languages_and_the_words_match():
    codes = [part["code"] for part in parts(SHEN, "zh")]
    assert codes == ["who", "calls", "health", "medicines", "habits", "home", "plan", "net", "safeguards", "talents", "assessment", "consents"]
    assert [part["code"] for part in parts(SHEN, "en")] == codes
    everything = json.loads((TEMPLATES / "booklet.json").read_text(encoding="utf-8"))
    shape = lambda value: {k: shape(v) for k, v in value.items()} if isinstance(value, dict) else len(value) if isinstance(value, list) else 0
    assert shape(everything["zh"]) == shape(everything["en"])


@pytest.mark.parametrize(("said_no", "words"), [(False, "有权看健康信息"), (True, "没有同意")])
def test_whoever_may_not_read_health_data_gets_a_booklet_without_it(said_no, words):
    from dataclasses import replace

    said = text_of(parts(replace(SHEN, health=None, said_no=said_no), "zh"))
    assert words in said
    for secret in ("高血压", "虾蟹", "氨氯地平", "中度失能"):
        assert secret not in said


def test_the_card_tells_a_stranger_nothing_about_her():
    said = text_of(card_data(SHEN, "#door=ABCDEFGH2345", "zh"))
    for number in ("120", "021-6541 0127", "137 0000 2222", "139 1700 5678", "怀德路454弄15号二楼前楼", "沈家", "关爱员 谭", "儿子"):
        assert number in said, number
    for secret in ("玉芳", "美华", "桂英", "沈明", "88", "独居", "高血压", "女", "1938"):
        assert secret not in said, secret


def test_a_number_that_nobody_wrote_down_is_left_for_the_pen():
    lines = [line for line in card_data(EMPTY, "", "zh")["lines"] if not line["urgent"]]
    assert [(line["who"], line["number"]) for line in lines] == [("平凉路街道值班室", ""), ("关爱员", ""), ("候补", ""), ("家人", "")]


def test_a_name_in_other_letters_is_not_taken_for_a_household():
    from dataclasses import replace

    assert card_data(replace(SHEN, name="Anna Schmidt"), "", "en")["home"] == ""
    assert (initial_of("Anna Schmidt"), initial_of("欧阳兰"), initial_of("")) == ("AS", "欧", "")


def test_rhythms_in_words():
    w = booklet_words("en")
    assert [rhythm(Planned("x", d, n), w) for d, n in (((1, 2, 3, 4, 5, 6, 7), 0), ((2, 4), 0), ((), 3))] == [
        "every day",
        "Tue, Thu",
        "3 times a week",
    ]


def test_only_faces_that_are_shown_are_carried_along():
    data = booklets_data([SHEN], {"person-9": b"\x89PNG", "person-8": b"\x89PNG"}, "zh", date(2026, 11, 24))
    assert list(data["faces"]) == ["person-9"] and data["booklets"][0]["ask"]
    assert cards_data([SHEN, EMPTY], {}, "en")["cards"][1]["home"] == "Home of 陆"
