"""A dish book and menus for tests: dishes that somebody described, and one that nobody did."""

from datetime import date, timedelta

from qianshou.meals import operations
from qianshou.meals.models import Menu, Recipe
from tests.cast import DAY, NOON

TOMORROW = DAY + timedelta(days=1)
# name: (category, what is in it, textures, salt, sugar, ingredients)
BOOK = {
    "油爆虾": ("big_meat", ["crustacean", "soy"], ["normal"], 2, 1, "河虾、葱、酱油"),
    "白斩鸡": ("big_meat", ["poultry"], ["normal", "minced"], 1, 0, "三黄鸡、姜"),
    "花生酱拌面筋": ("small_meat", ["peanut", "gluten"], ["normal", "soft"], 2, 2, "面筋、花生酱"),
    "番茄炒蛋": ("small_meat", ["egg"], ["normal", "soft", "minced"], 1, 2, "番茄、鸡蛋、糖"),
    "卷心菜": ("vegetable", [], ["normal", "soft", "minced"], 1, 0, "卷心菜、菜油"),
    "冬瓜排骨汤": ("soup", ["pork", "purine"], ["normal", "soft"], 1, 0, "冬瓜、排骨"),
    "番茄蛋汤": ("soup", ["egg"], ["normal", "soft", "minced"], 1, 0, "番茄、鸡蛋"),
    "米饭": ("staple", [], ["normal", "soft", "minced"], 0, 0, "大米"),
}
MENU = ["油爆虾", "花生酱拌面筋", "卷心菜", "冬瓜排骨汤", "米饭"]


def describe(cast, *names: str) -> dict[str, Recipe]:
    """Put dishes into the street's book (all of BOOK when none is named) and say what is in them."""
    made = {}
    for name in names or BOOK:
        category, contains, textures, salt, sugar, text = BOOK[name]
        recipe = Recipe.objects.filter(street=cast.street, name=name).first() or operations.add_recipe(
            street_id=cast.street.pk, name=name, category=category, now=NOON, by_id=cast.officer.pk
        )
        values = {"contains": contains, "textures": textures, "salt": salt, "sugar": sugar, "ingredients": text}
        made[name] = operations.describe_recipe(recipe_id=recipe.pk, version=recipe.version, values=values, now=NOON, by_id=cast.officer.pk)
    return made


def serve(cast, names: list[str] | None = None, day: date = TOMORROW, **more) -> Menu:
    """Write a day's menu."""
    dishes = [(BOOK[name][0] if name in BOOK else "big_meat", name) for name in (MENU if names is None else names)]
    operations.set_menu(street_id=cast.street.pk, day=day, dishes=dishes, now=NOON, by_id=cast.officer.pk, **more)
    return Menu.objects.get(street=cast.street, day=day)


def forbid(cast, person, kind: str, target: str = "", hard: bool | None = None):
    """Enter a diet."""
    return operations.add_diet(person_id=person.pk, entry=operations.Entry(kind, target, hard), now=NOON, by_id=cast.officer.pk, note="女儿说")
