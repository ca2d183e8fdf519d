"""Reads of the dish book."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from qianshou.access.scope import Scope
from qianshou.packs.shapes import Pack

from ..models import Category, Recipe

ORDER = {category: at for at, category in enumerate(Category.values)}


def recipes(scope: Scope) -> list[Recipe]:
    """The dish book of the scope's street, those that nobody described yet first; each with `times` and `last_day` on a menu."""
    found = Recipe.objects.filter(street_id=scope.street_id).annotate(times=Count("dishes"), last_day=Max("dishes__menu__day"))
    return sorted(found, key=lambda one: (one.described_at is not None, ORDER[one.category], one.name))


def recipe_of(scope: Scope, recipe_id: int) -> Recipe:
    """One dish of the scope's street. Recipe.DoesNotExist for others'."""
    return Recipe.objects.select_related("described_by").get(street_id=scope.street_id, pk=recipe_id)


def undescribed(street_id: int, first: date, last: date) -> list[Recipe]:
    """Dishes on the menus of these days that nobody described: they fit no diet."""
    found = Recipe.objects.filter(street_id=street_id, described_at=None, dishes__menu__day__range=(first, last))
    return list(found.distinct().order_by("name"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program would write into an empty page of the dish book. A person confirms it: nothing is decided by it."""

    contains: list[str]
    textures: list[str]


def propose(recipe: Recipe, pack: Pack) -> Proposal:
    """Marks that the dish's name speaks of."""
    marks = [code for code, one in pack.allergens.items() if any(part in recipe.name for part in one.in_names)]
    return Proposal(marks, ["normal", "soft"] if recipe.category in ("soup", "staple") else ["normal"])
