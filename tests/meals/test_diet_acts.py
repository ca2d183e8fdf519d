"""Diets entered, asked and settled; clashes grouped, substitutes chosen, plates filled; nothing lost in a merge."""

import pytest

from qianshou.access.scope import scope_of
from qianshou.exchange.operations.merging import merge, unmerge
from qianshou.meals import operations
from qianshou.meals.models import Diet, DietAnswer, Substitute
from qianshou.meals.queries.clashes import clashes_of, groups_of
from qianshou.meals.queries.diets import diet_of, diets_of, diets_seen
from qianshou.meals.queries.plates import blocked, plate_of, plates
from qianshou.meals.rules.diets import FLAG
from qianshou.people.models import ElderFile
from tests.cast import DAY, NOON, elder
from tests.meals.kitchen import MENU, TOMORROW, describe, forbid, serve


def say(person, **fields):
    """What the register's row left in a file."""
    ElderFile.objects.filter(person=person).update(**fields)


def keys(cast, person) -> set[str]:
    return {one.key for one in diet_of(person.street_id, person.pk).restrictions}


def questions(person) -> tuple[str, ...]:
    return diet_of(person.street_id, person.pk).questions


def settle(cast, person, words, *means, note="女儿说"):
    return operations.settle(person_id=person.pk, words=words, means=means, note=note, now=NOON, by_id=cast.officer.pk)


def test_words_of_the_register_hold_at_once_and_odd_ones_are_asked(cast):
    say(cast.shen, diet=["忌花生"], diet_unclear=True, raw={"饮食禁忌": "忌花生、芒果过敏", "姓名": "沈玉芳"})
    say(cast.lu, raw={"备注": "青霉素过敏，耳背"})
    assert keys(cast, cast.shen) == {"avoid:peanut"} and questions(cast.shen) == ("芒果过敏",)
    assert questions(cast.lu) == ("青霉素过敏", "耳背"), "a cell that speaks of an allergy is read whole, whatever its heading"
    assert set(diets_of(cast.street.pk)) == {cast.shen.pk, cast.lu.pk}


def test_settling_makes_a_diet_or_nothing_and_can_be_taken_back(cast):
    say(cast.shen, raw={"饮食": "芒果过敏、听女儿的"})
    answer = settle(cast, cast.shen, "芒果过敏", operations.Entry("allergy", "芒果"))
    assert keys(cast, cast.shen) == {"allergy:芒果"} and questions(cast.shen) == ("听女儿的",)
    with pytest.raises(operations.Refused, match="note"):
        settle(cast, cast.shen, "听女儿的", note=" ")
    settle(cast, cast.shen, "听女儿的")
    assert questions(cast.shen) == ()
    operations.take_back(answer_id=answer.pk, now=NOON, by_id=cast.officer.pk)
    assert questions(cast.shen) == ("芒果过敏",) and keys(cast, cast.shen) == set()
    assert Diet.objects.get().ended_at and DietAnswer.objects.get(words="芒果过敏").taken_back_at, "both stay written down"


def test_only_an_open_question_is_settled(cast):
    with pytest.raises(operations.Refused, match="no_question"):
        settle(cast, cast.shen, "芒果过敏")


def test_a_mark_without_words_is_taken_off_when_it_is_settled(cast):
    say(cast.shen, diet_unclear=True)
    assert questions(cast.shen) == (FLAG,)
    settle(cast, cast.shen, FLAG, operations.Entry("low_salt"))
    cast.shen.file.refresh_from_db()
    assert questions(cast.shen) == () and not cast.shen.file.diet_unclear


def test_words_that_come_later_are_asked_about(cast):
    say(cast.shen, raw={"饮食": "芒果过敏"})
    settle(cast, cast.shen, "芒果过敏")
    say(cast.shen, raw={"饮食": "芒果过敏、桃子过敏"})
    assert questions(cast.shen) == ("桃子过敏",)


def test_a_diet_is_entered_once_ends_with_a_reason_and_stays(cast):
    one = forbid(cast, cast.shen, "allergy", "peanut")
    assert forbid(cast, cast.shen, "allergy", "peanut").pk == one.pk
    assert forbid(cast, cast.shen, "allergy", "peanut", hard=False).pk == one.pk, "a warning does not weaken it"
    with pytest.raises(operations.Refused, match="reason"):
        operations.end_diet(diet_id=one.pk, reason=" ", now=NOON, by_id=cast.officer.pk)
    operations.end_diet(diet_id=one.pk, reason="医生说可以吃", now=NOON, by_id=cast.officer.pk)
    assert keys(cast, cast.shen) == set() and Diet.objects.get().ended_reason == "医生说可以吃"
    with pytest.raises(operations.Refused, match="target"):
        forbid(cast, cast.shen, "allergy")
    with pytest.raises(operations.Refused, match="kind"):
        forbid(cast, cast.shen, "nonsense")


def test_the_deceased_are_not_asked_about(cast):
    say(cast.shen, diet=["忌花生"], status="dead")
    forbid(cast, cast.shen, "halal")
    assert diets_of(cast.street.pk) == {}
    assert keys(cast, cast.shen) == {"avoid:peanut", "halal"}, "asked for by name they are there"


def test_a_committee_sees_its_own_people(cast):
    forbid(cast, cast.shen, "halal")
    forbid(cast, cast.lu, "halal")
    assert set(diets_seen(scope_of(cast.committee_worker, DAY))) == {cast.shen.pk}
    assert set(diets_seen(scope_of(cast.officer, DAY))) == {cast.shen.pk, cast.lu.pk}
    assert diets_seen(scope_of(cast.outsider, DAY)) == {}


def choose(cast, menu, dish, key, recipe):
    return operations.choose_substitute(
        menu_id=menu.pk, instead_of_id=dish.pk, key=key, recipe_id=recipe and recipe.pk, now=NOON, by_id=cast.officer.pk
    )


def test_a_clash_blocks_until_a_substitute_is_chosen_for_the_group(cast):
    book, menu = describe(cast), serve(cast)
    for person in (cast.shen, cast.lu):
        forbid(cast, person, "allergy", "crustacean")
    group = groups_of(cast.street.pk, TOMORROW, TOMORROW, diets_of(cast.street.pk))[0]
    assert (group.food.name, group.key, group.hard, group.open) == ("油爆虾", "allergy:crustacean", True, True)
    assert sorted(group.people) == sorted([cast.shen.pk, cast.lu.pk])
    assert set(blocked(cast.street.pk, TOMORROW)) == {cast.shen.pk, cast.lu.pk}
    assert [d.name for d in plate_of(cast.street.pk, cast.shen.pk, TOMORROW).dishes] == MENU[1:], "what must not be eaten is not on it"
    choose(cast, menu, book["油爆虾"], "allergy:crustacean", book["白斩鸡"])
    plate = plate_of(cast.street.pk, cast.lu.pk, TOMORROW)
    assert (plate.dishes[0].name, plate.dishes[0].instead_of, plate.marks) == ("白斩鸡", "油爆虾", ("allergy:crustacean",))
    assert blocked(cast.street.pk, TOMORROW) == {} and plate.special
    assert len(clashes_of(cast.street.pk, TOMORROW, TOMORROW, [cast.shen.pk])) == 1


def test_a_substitute_that_does_not_fit_somebody_else_blocks_him_alone(cast):
    book, menu = describe(cast), serve(cast)
    forbid(cast, cast.shen, "allergy", "crustacean")
    forbid(cast, cast.lu, "allergy", "crustacean")
    forbid(cast, cast.lu, "avoid", "poultry")
    choose(cast, menu, book["油爆虾"], "allergy:crustacean", book["白斩鸡"])
    found = blocked(cast.street.pk, TOMORROW)
    assert set(found) == {cast.lu.pk} and found[cast.lu.pk][0].code == "no_fit"
    group = next(g for g in groups_of(cast.street.pk, TOMORROW, TOMORROW, diets_of(cast.street.pk)) if g.key == "allergy:crustacean")
    assert group.unfit == [cast.lu.pk] and group.open
    choose(cast, menu, book["油爆虾"], "allergy:crustacean", None)
    assert plate_of(cast.street.pk, cast.lu.pk, TOMORROW).left_out == ("油爆虾",) and blocked(cast.street.pk, TOMORROW) == {}
    assert Substitute.objects.count() == 2, "the earlier choice stays written down"


def test_what_nobody_described_is_given_to_nobody_who_must_not_eat_something(cast):
    describe(cast, *MENU[1:])
    serve(cast)
    forbid(cast, cast.shen, "halal")
    forbid(cast, cast.lu, "low_salt")
    reasons = blocked(cast.street.pk, TOMORROW)[cast.shen.pk]
    assert [(r.dish, r.why) for r in reasons if r.dish == "油爆虾"] == [("油爆虾", ("unknown",))]
    assert cast.lu.pk not in blocked(cast.street.pk, TOMORROW), "a soft diet only warns"
    assert plate_of(cast.street.pk, cast.lu.pk, TOMORROW).warnings


def test_an_open_question_blocks_the_label(cast):
    describe(cast), serve(cast)
    say(cast.shen, raw={"饮食": "芒果过敏"})
    assert [r.words for r in blocked(cast.street.pk, TOMORROW)[cast.shen.pk]] == ["芒果过敏"]
    settle(cast, cast.shen, "芒果过敏", operations.Entry("allergy", "芒果"))
    assert blocked(cast.street.pk, TOMORROW) == {}, "the ingredients are written down, and there is no mango among them"


def test_soft_food_is_marked_on_the_plate(cast):
    describe(cast), serve(cast)
    forbid(cast, cast.shen, "soft")
    plate = plate_of(cast.street.pk, cast.shen.pk, TOMORROW)
    assert {d.name: d.texture for d in plate.dishes} == {"花生酱拌面筋": "soft", "卷心菜": "soft", "冬瓜排骨汤": "soft", "米饭": "soft"}
    assert [(r.dish, r.why) for r in plate.blocked] == [("油爆虾", ("texture",))]


def test_whoever_has_no_diet_gets_the_menu(cast):
    serve(cast)
    plate = plate_of(cast.street.pk, cast.shen.pk, TOMORROW)
    assert [d.name for d in plate.dishes] == MENU and not plate.special and not plate.blocked
    assert plate_of(cast.street.pk, cast.shen.pk, DAY).dishes == (), "a day without a menu"


@pytest.mark.parametrize(("dish", "recipe", "code"), [("白斩鸡", "卷心菜", "dish"), ("油爆虾", "油爆虾", "recipe"), ("油爆虾", "清炒虾仁", "unfit")])
def test_what_cannot_be_a_substitute(cast, dish, recipe, code):
    book, menu = describe(cast), serve(cast)
    book["清炒虾仁"] = operations.add_recipe(street_id=cast.street.pk, name="清炒虾仁", category="big_meat", now=NOON, by_id=cast.officer.pk)
    with pytest.raises(operations.Refused, match=code):
        choose(cast, menu, book[dish], "allergy:crustacean", book[recipe])


def test_plates_for_many_take_few_queries(cast, django_assert_max_num_queries):
    describe(cast), serve(cast)
    people = [elder(cast.street, cast.huaide, f"老人{n}", cast.lane, "1号", None, "", NOON) for n in range(60)]
    for n, person in enumerate(people):
        say(person, diet=["忌花生"] if n % 2 else ["清真", "软食"])
    with django_assert_max_num_queries(8):
        found = plates(cast.street.pk, TOMORROW, [p.pk for p in people])
    assert len(found) == 60 and len({id(one) for one in found.values()}) == 2, "the same diet, the same plate"


def test_a_merge_loses_no_allergy(cast):
    twin = elder(cast.street, cast.huolan, "沈玉芳", cast.lane_unplaced, "3号", None, "", NOON)
    say(twin, diet=["忌花生"], raw={"饮食": "忌花生、芒果过敏"})
    forbid(cast, twin, "halal")
    undo = merge(person=twin, into=cast.shen, take=[], case_id=0, now=NOON, by_id=cast.officer.pk)
    assert keys(cast, cast.shen) == {"avoid:peanut", "halal"} and questions(cast.shen) == ("芒果过敏",)
    assert cast.shen.pk in diets_of(cast.street.pk) and twin.pk not in diets_of(cast.street.pk)
    twin.refresh_from_db()
    unmerge(person=twin, undo=undo, now=NOON, by_id=cast.officer.pk)
    assert keys(cast, cast.shen) == set() and keys(cast, twin) == {"avoid:peanut", "halal"}
