"""What a good menu keeps: the rules of the pack, with days that break each of them."""

from datetime import date, timedelta

import pytest

from qianshou.meals.rules.menus import MenuDish, breaches, look_back, warnings_of
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import MenuRule

RULES = list(load().menu_rules.values())
DAY = date(2026, 12, 8)
GOOD = [("big_meat", "红烧大排"), ("small_meat", "番茄炒蛋"), ("vegetable", "卷心菜"), ("soup", "罗宋汤"), ("staple", "米饭")]


def codes(dishes) -> list[str]:
    return [one["code"] for one in warnings_of(dishes, RULES)]


def test_three_dishes_and_a_soup_is_a_meal():
    assert codes(GOOD) == []


@pytest.mark.parametrize("kind", ["big_meat", "small_meat", "vegetable", "soup"])
def test_a_kind_that_is_missing_is_said(kind):
    assert codes([dish for dish in GOOD if dish[0] != kind]) == [f"no_{kind}"]
    assert codes([(k, " " if k == kind else name) for k, name in GOOD]) == [f"no_{kind}"], "a blank is no dish"


def test_a_dish_twice_on_a_day_is_said_once_and_by_its_name():
    found = warnings_of([*GOOD, ("small_meat", "红烧大排")], RULES)
    assert [(one["code"], one["params"]) for one in found] == [("twice", {"dish": "红烧大排"})]


def test_two_of_a_kind_where_the_street_wants_two():
    two = MenuRule(code="two", zh="两素", en="two vegetables", rule="needs", categories=("vegetable",), least=2)
    assert warnings_of(GOOD, [two]) == [{"code": "too_few", "rule": "two", "params": {"category": "vegetable", "held": 1, "least": 2}}]


def days(*mains: str, contains=()) -> dict[date, list[MenuDish]]:
    """Days in a row from DAY on that differ in their main dish only; "" is a day without a menu."""
    found = {}
    for n, name in enumerate(mains):
        if name:
            others = [MenuDish(kind, f"{dish}{n}") for kind, dish in GOOD[1:]]
            found[DAY + timedelta(days=n)] = [MenuDish("big_meat", name, frozenset(contains)), *others]
    return found


def found_on(menu, last: int) -> list[tuple[int, str, dict]]:
    """(day from DAY on, code, params) of each breach."""
    found = breaches(menu, RULES, DAY, DAY + timedelta(days=last))
    return [((day - DAY).days, one["code"], one["params"]) for day, many in found.items() for one in many]


def test_a_main_dish_again_within_three_days():
    assert found_on(days("A", "B", "C", "A"), 3) == [(3, "again", {"dish": "A", "days": 3})]
    assert found_on(days("A", "B", "C", "D", "A"), 4) == []
    assert found_on(days("A", "A"), 1) == [(1, "again", {"dish": "A", "days": 1})]


def test_days_before_the_span_are_looked_back_at():
    menu = days("A", "A")
    assert look_back(RULES) == timedelta(days=3)
    assert list(breaches(menu, RULES, DAY + timedelta(days=1), DAY + timedelta(days=1))) == [DAY + timedelta(days=1)]


def test_the_same_meat_for_three_days_running():
    assert found_on(days("A", "B", "C", contains=["pork"]), 2) == [(2, "same_meat", {"meat": "pork", "days": 3})]
    assert found_on(days("A", "B", "", "C", contains=["pork"]), 3) == [], "a day without a menu breaks the row"
    assert found_on(days("A", "B", "C"), 2) == [], "what nobody described is not said to be the same"


def test_a_meal_over_the_budget_counts_what_is_known():
    def cost(*fen):
        return {DAY: [MenuDish(kind, name, cost_fen=c) for (kind, name), c in zip(GOOD, fen, strict=True)]}

    assert found_on(cost(900, 300, 200, 101, None), 0) == [(0, "over_budget", {"fen": 1501, "most": 1500})]
    assert found_on(cost(900, 300, 200, 100, None), 0) == []


def test_every_rule_has_its_reason_in_both_languages_and_can_be_switched_off():
    assert all(rule.note_zh and rule.note_en for rule in RULES)
    off = [MenuRule(**{name: getattr(rule, name) for name in MenuRule.__dataclass_fields__} | {"on": False}) for rule in RULES]
    assert warnings_of([], off) == []


def test_the_december_menu_says_the_day_without_soup_and_the_dish_that_stands_twice(data_dir):
    from qianshou.exchange.staging import open_table

    opened = open_table(data_dir / "menu-2026-12.xlsx", "menu")
    judged = [one for one in opened.judged(date(2026, 11, 24)) if one.outcome != "skip"]
    opened.close()
    said = {one.person.day.day: [(r.code, dict(r.params)) for r in one.reasons] for one in judged if one.outcome == "review"}
    assert said == {8: [("no_soup", {})], 14: [("twice", {"dish": "白斩鸡"})]}
    assert len(judged) == 31
