"""Writing, copying, publishing and taking back menus."""

from datetime import timedelta

import pytest

from qianshou.access.scope import scope_of
from qianshou.meals import operations
from qianshou.meals.models import Dish, Menu, MenuChange, Recipe
from qianshou.meals.queries.menus import breaches_of, publishing
from tests.cast import DAY, NOON
from tests.meals.kitchen import MENU, TOMORROW, describe, serve

MONDAY = DAY - timedelta(days=DAY.weekday()) + timedelta(days=7)  # next week's
NEXT = MONDAY + timedelta(days=7)


def names(cast, day) -> list[str]:
    return list(Dish.objects.filter(menu__street=cast.street, menu__day=day).order_by("position").values_list("name", flat=True))


def publish(cast, first=TOMORROW, last=TOMORROW, reason=""):
    return operations.publish(street_id=cast.street.pk, first=first, last=last, reason=reason, now=NOON, by_id=cast.officer.pk)


def test_a_menu_puts_new_dishes_into_the_book_once(cast):
    serve(cast)
    serve(cast, day=TOMORROW + timedelta(days=1))
    assert sorted(Recipe.objects.filter(street=cast.street).values_list("name", flat=True)) == sorted(MENU)
    assert not Recipe.objects.filter(described_at__isnull=False).exists(), "nobody has said what is in them"
    assert Dish.objects.filter(recipe__name="油爆虾").count() == 2


def test_writing_the_same_again_is_no_change(cast):
    serve(cast)
    dishes = [(d.category, d.name) for d in Dish.objects.order_by("position")]
    again = operations.set_menu(street_id=cast.street.pk, day=TOMORROW, dishes=dishes, now=NOON)
    assert again == "unchanged" and MenuChange.objects.count() == 1


def test_a_good_day_is_published_and_a_bad_one_wants_a_reason(cast):
    serve(cast)
    assert publish(cast) == 1
    bad = TOMORROW + timedelta(days=5)
    serve(cast, ["油爆虾", "卷心菜"], bad)
    with pytest.raises(operations.Refused, match="reason"):
        publish(cast, bad, bad)
    assert Menu.objects.get(day=bad).published_at is None
    assert publish(cast, bad, bad, "供货迟到") == 1
    assert Menu.objects.get(day=bad).reason == "供货迟到"
    with pytest.raises(operations.Refused, match="nothing"):
        publish(cast, bad, bad, "again")


def test_after_publishing_a_change_wants_a_reason_and_is_marked(cast):
    serve(cast)
    publish(cast)
    with pytest.raises(operations.Refused, match="reason"):
        serve(cast, ["白斩鸡", *MENU[1:]])
    assert names(cast, TOMORROW) == MENU, "nothing was written"
    menu = serve(cast, ["白斩鸡", *MENU[1:]], reason="虾没到货")
    assert menu.changed_at and menu.published_at
    change = MenuChange.objects.first()
    assert change.after_publishing and change.reason == "虾没到货" and change.by == cast.officer
    assert [m.day for m in publishing(scope_of(cast.officer, DAY), TOMORROW, TOMORROW).waiting] == [TOMORROW], "it waits to be published again"
    publish(cast)
    assert Menu.objects.get(day=TOMORROW).changed_at is None


def test_a_week_is_copied_to_the_same_weekdays_and_back(cast):
    serve(cast, day=MONDAY)
    serve(cast, ["白斩鸡"], MONDAY + timedelta(days=2))
    serve(cast, ["番茄蛋汤"], NEXT + timedelta(days=2))
    serve(cast, ["米饭"], NEXT + timedelta(days=4))
    change = operations.copy_week(street_id=cast.street.pk, source=MONDAY, target=NEXT, now=NOON, by_id=cast.officer.pk)
    assert names(cast, NEXT) == MENU and names(cast, NEXT + timedelta(days=2)) == ["白斩鸡"]
    assert names(cast, NEXT + timedelta(days=4)) == ["米饭"], "a day without a menu in the source is left alone"
    operations.undo_change(change_id=change.pk, now=NOON, by_id=cast.officer.pk)
    assert names(cast, NEXT) == [] and names(cast, NEXT + timedelta(days=2)) == ["番茄蛋汤"]
    with pytest.raises(operations.Refused, match="undone"):
        operations.undo_change(change_id=change.pk, now=NOON, by_id=cast.officer.pk)


def test_a_copy_onto_a_published_week_wants_a_reason_and_writes_nothing_without(cast):
    serve(cast, day=MONDAY)
    serve(cast, ["米饭"], NEXT)
    publish(cast, NEXT, NEXT, "试")
    with pytest.raises(operations.Refused, match="reason"):
        operations.copy_week(street_id=cast.street.pk, source=MONDAY, target=NEXT, now=NOON, by_id=cast.officer.pk)
    assert names(cast, NEXT) == ["米饭"]


@pytest.mark.parametrize(("source", "target", "code"), [(MONDAY, MONDAY, "week"), (MONDAY, NEXT + timedelta(days=1), "week"), (NEXT, MONDAY, "nothing")])
def test_what_cannot_be_copied(cast, source, target, code):
    serve(cast, day=MONDAY)
    with pytest.raises(operations.Refused, match=code):
        operations.copy_week(street_id=cast.street.pk, source=source, target=target, now=NOON, by_id=cast.officer.pk)


def test_what_somebody_changed_since_is_not_taken_back(cast):
    serve(cast)
    first = MenuChange.objects.get()
    serve(cast, ["白斩鸡"])
    with pytest.raises(operations.Refused, match="changed_since"):
        operations.undo_change(change_id=first.pk, now=NOON, by_id=cast.officer.pk)


def test_two_streets_cook_by_themselves(cast):
    serve(cast)
    operations.set_menu(street_id=cast.elsewhere.pk, day=TOMORROW, dishes=[("big_meat", "油爆虾")], now=NOON)
    assert Recipe.objects.filter(name="油爆虾").count() == 2 and names(cast, TOMORROW) == MENU
    assert [b["code"] for b in breaches_of(cast.elsewhere.pk, TOMORROW, TOMORROW)[TOMORROW]] == ["no_small_meat", "no_vegetable", "no_soup"]


def test_the_book_refuses_a_second_writer(cast):
    book = describe(cast, "油爆虾")
    with pytest.raises(operations.Refused, match="stale"):
        operations.describe_recipe(recipe_id=book["油爆虾"].pk, version=1, values={"contains": []}, now=NOON, by_id=cast.officer.pk)
    with pytest.raises(operations.Refused, match="textures"):
        operations.describe_recipe(recipe_id=book["油爆虾"].pk, version=2, values={"textures": []}, now=NOON, by_id=cast.officer.pk)
    assert Recipe.objects.get(name="油爆虾").contains == ["crustacean", "soy"]


def test_old_rows_of_the_book_and_the_menu_are_kept(cast):
    describe(cast, "油爆虾")
    assert Recipe.objects.get(name="油爆虾").history.exists()
    serve(cast)
    publish(cast)
    assert Menu.objects.get(day=TOMORROW).history.exists()


def test_the_demos_kitchen_has_something_to_do_on_every_page(cast):
    from qianshou.runtime.demo.cooking import LEFT, cook

    serve(cast)
    serve(cast, ["白斩鸡", "番茄炒蛋", "卷心菜"], TOMORROW + timedelta(days=1))
    done = cook(street=cast.street, officer=cast.officer, now=NOON)
    assert done == {"dishes": 7, "published": 2, "questions": 1}
    assert Recipe.objects.filter(described_at=None).count() == LEFT
