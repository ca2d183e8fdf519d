"""Published and draft menus against the diets of people, a week ahead."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from qianshou.access.scope import Scope

from ..models import Dish, Recipe, Substitute
from ..rules.clashes import Clash, Food, clashes, judge
from .diets import PersonDiet, diets_of


def food_of(recipe: Recipe, category: str = "") -> Food:
    """A dish of the book as diets see it; `category`: where it stands on the day's menu."""
    return Food(
        recipe.pk, recipe.name, category or recipe.category, frozenset(recipe.contains), frozenset(recipe.textures), recipe.salt, recipe.sugar,
        recipe.described_at is not None, recipe.ingredients.lower(),
    )  # fmt: skip


def foods_of(street_id: int, first: date, last: date) -> dict[date, list[Food]]:
    """The dishes of each day's menu, in order, drafts too."""
    found: dict[date, list[Food]] = {}
    rows = Dish.objects.filter(menu__street_id=street_id, menu__day__range=(first, last)).select_related("menu", "recipe")
    for dish in rows.order_by("menu__day", "position", "id"):
        found.setdefault(dish.menu.day, []).append(food_of(dish.recipe, dish.category))
    return found


def clashes_of(street_id: int, first: date, last: date, person_ids: Collection[int] | None = None) -> list[Clash]:
    """Every clash of these days for these persons (None: everybody with a diet)."""
    diets = {person_id: diet.restrictions for person_id, diet in diets_of(street_id, person_ids).items()}
    return clashes(foods_of(street_id, first, last), diets)


def substitutes_of(street_id: int, first: date, last: date) -> dict[date, dict[tuple[int, str], Substitute]]:
    """What was chosen, by day, then by (recipe of the day's dish, key of the diet)."""
    found: dict[date, dict[tuple[int, str], Substitute]] = {}
    running = Substitute.objects.filter(street_id=street_id, menu__day__range=(first, last), withdrawn_at=None)
    for one in running.select_related("menu", "recipe", "chosen_by"):
        found.setdefault(one.menu.day, {})[one.instead_of_id, one.key] = one
    return found


@dataclass(slots=True)
class Group:
    """Everybody whose diet `key` clashes with one dish of one day, and what was chosen for them.

    unfit: those for whom the chosen substitute clashes hard with something else they must not eat.
    """

    day: date
    food: Food
    key: str
    hard: bool = False
    why: tuple[str, ...] = ()
    people: list[int] = field(default_factory=list)
    chosen: Substitute | None = None
    unfit: list[int] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Does it still block a label?"""
        return self.hard and (self.chosen is None or bool(self.unfit))


def groups_of(street_id: int, first: date, last: date, diets: dict[int, PersonDiet]) -> list[Group]:
    """Clashes grouped by day, dish and diet, in the menu's order, those that block first within a dish."""
    menu, chosen = foods_of(street_id, first, last), substitutes_of(street_id, first, last)
    found: dict[tuple[date, int, str], Group] = {}
    foods = {(day, food.recipe_id): food for day, dishes in menu.items() for food in dishes}
    for clash in clashes(menu, {person_id: diet.restrictions for person_id, diet in diets.items()}):
        group = found.setdefault(
            (clash.day, clash.recipe_id, clash.key), Group(clash.day, foods[clash.day, clash.recipe_id], clash.key, why=clash.why)
        )
        group.hard |= clash.hard
        group.people.append(clash.person_id)
    for group in found.values():
        group.chosen = chosen.get(group.day, {}).get((group.food.recipe_id, group.key))
        group.people = list(dict.fromkeys(group.people))
        if group.chosen and group.chosen.recipe:
            other = food_of(group.chosen.recipe)
            group.unfit = [p for p in group.people if any(one.hard and judge(other, one) for one in diets[p].restrictions)]
    order = {key: at for at, key in enumerate(foods)}
    return sorted(found.values(), key=lambda one: (order[one.day, one.food.recipe_id], not one.hard, -len(one.people), one.key))


def fitting(street_id: int, restriction: object, but: int) -> list[Recipe]:
    """Dishes of the book that may be given instead: described, and without a clash with the restriction."""
    described = Recipe.objects.filter(~Q(pk=but), street_id=street_id, described_at__isnull=False)
    return [recipe for recipe in described if not judge(food_of(recipe), restriction)]


def substitute_of(scope: Scope, substitute_id: int) -> Substitute:
    """One choice in the scope's street. Substitute.DoesNotExist for others'."""
    return Substitute.objects.select_related("menu").get(street_id=scope.street_id, pk=substitute_id)
