"""The demo's kitchen: a dish book that a cook described but for two dishes, a published month, one question about a diet, and today's lunch.

What is in the dishes is invented from their names, as everything in the demo street is invented.
"""

from __future__ import annotations

from datetime import datetime, time

from qianshou.access.models import Street, User
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Arrangement, CutOff, Dish, Eats, Menu, Recipe
from qianshou.meals.queries.menus import pack_of
from qianshou.meals.queries.recipes import propose, recipes
from qianshou.meals.rules import cut_off_at
from qianshou.people.models import Living, Person
from qianshou.people.operations import update_file

LEFT = 2  # dishes that nobody described yet
SOFT_KINDS = ("vegetable", "soup", "staple")
HOUSEBOUND = ("腿脚", "失能", "失智", "认知", "帕金森", "中风")  # in the register's words on health
COSTS = {"big_meat": 600, "small_meat": 320, "vegetable": 180, "soup": 150, "staple": 60}


def cook(*, street: Street, officer: User, now: datetime) -> dict[str, int]:
    """Describe the dishes, publish the month's menu, leave one question open; returns how many of each."""
    pack, book = pack_of(street.pk), recipes(Scope.system(street.pk))
    for recipe in book[LEFT:]:
        _describe(recipe, propose(recipe, pack).contains, officer, now)
    days = Menu.objects.filter(street=street).values_list("day", flat=True)
    published = 0
    if days:
        published = meals.publish(
            street_id=street.pk, first=min(days), last=max(days), reason="供货所限，下月调整", now=now, by_id=officer.pk
        )
    return {"dishes": len(book), "published": published, "questions": _ask(street, officer, now)}


def arrange(*, street: Street, officer: User, now: datetime) -> int:
    """The meal days of the register become standing orders of lunch; returns how many. Whoever lives alone and is bad on her feet is brought it, the
    others walk to the meal point: that is what seven carts can do."""
    point = meals.open_point(street_id=street.pk, name="平凉助餐点", address="平凉路1398号", now=now, by_id=officer.pk)
    made = meals.arrange_from_register(street_id=street.pk, meal="lunch", now=now, by_id=officer.pk)
    at_the_point = meals.Wish(place=Eats.DINE_IN, point_id=point.pk)
    for row in Arrangement.objects.filter(street=street, meal="lunch").select_related("person__file").order_by("pk"):
        file = row.person.file
        if not (file.living == Living.ALONE and any(word in illness for illness in file.health for word in HOUSEBOUND)):
            meals.set_standing(person_id=row.person_id, meal="lunch", week=dict.fromkeys(row.weekdays, at_the_point), since=row.since, now=now, by_id=officer.pk)
    return made


def lunch(*, street: Street, kitchen: User, now: datetime) -> int:
    """Today's lunch as far as the clock has come: ordered at the cut-off, cooked by a quarter past ten. Once; returns its portions."""
    day = clock.local_date(now)
    taken_at, cooked_at = cut_off_at(pack_of(street.pk).meal_times["lunch"], day), clock.at(day, time(10, 15))
    if now < taken_at or CutOff.objects.filter(street=street, day=day, meal="lunch").exists():
        return 0
    done = meals.take_orders(street_id=street.pk, day=day, meal="lunch", now=taken_at)
    cooked = Dish.objects.filter(menu__street=street, menu__day=day).order_by("position") if done.portions and now >= cooked_at else ()
    for n, dish in enumerate(cooked):
        entry = {"street_id": street.pk, "day": day, "meal": "lunch", "dish": dish.name, "now": cooked_at, "by_id": kitchen.pk}
        meals.take_sample(**entry, grams=130 + 5 * n)
        meals.measure(**entry, tenths=860 - 15 * n)
    return done.portions


def _describe(recipe: Recipe, contains: list[str], officer: User, now: datetime) -> None:
    soft = recipe.category in SOFT_KINDS or "蛋" in recipe.name or "豆腐" in recipe.name
    values = {
        "contains": contains, "textures": ["normal", "soft", "minced"] if soft else ["normal", "minced"],
        "salt": 0 if recipe.category == "staple" else 2 if "红烧" in recipe.name or "酱" in recipe.name else 1,
        "sugar": 2 if "糖醋" in recipe.name or "红烧" in recipe.name else 0, "cost_fen": COSTS[recipe.category], "portion_grams": 150,
        "ingredients": f"{recipe.name}的主料、油、盐、葱姜",
    }  # fmt: skip
    meals.describe_recipe(recipe_id=recipe.pk, version=recipe.version, values=values, now=now, by_id=officer.pk)


def _ask(street: Street, officer: User, now: datetime) -> int:
    """One elder whose file says something that nobody understands as a whole."""
    person = Person.objects.filter(street=street, file__status="active", file__diet=[]).select_related("file").order_by("name_key", "pk").first()
    if person is None:
        return 0
    update_file(person=person, version=person.version, values={"diet": ["芒果过敏"]}, now=now, by_id=officer.pk)
    return 1
