"""Writes of the dish book."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Recipe

FIELDS = ("category", "ingredients", "instructions", "contains", "textures", "salt", "sugar", "portion_grams", "cost_fen")


def tie(*, street_id: int, dishes: Sequence[tuple[str, str]], now: datetime) -> dict[str, Recipe]:
    """The recipes of (category, name) pairs by name; a dish that the book has not yet is put into it, not described.

    Runs in the caller's transaction.
    """
    wanted = {name: category for category, name in dishes}
    known = set(Recipe.objects.filter(street_id=street_id, name__in=wanted).values_list("name", flat=True))
    Recipe.objects.bulk_create(
        [Recipe(street_id=street_id, name=name, category=category, updated_at=now) for name, category in wanted.items() if name not in known],
        ignore_conflicts=True,  # two people at once name the same new dish: it is one
    )
    return {recipe.name: recipe for recipe in Recipe.objects.filter(street_id=street_id, name__in=wanted)}


@transaction.atomic
def add_recipe(*, street_id: int, name: str, category: str, now: datetime, by_id: int) -> Recipe:
    """Put a dish into the book before a menu names it, as a substitute wants it. Refused "name" when it is blank or there already."""
    name = name.strip()[:60]
    if not name or Recipe.objects.filter(street_id=street_id, name=name).exists():
        raise Refused("name")
    recipe = tie(street_id=street_id, dishes=[(category, name)], now=now)[name]
    log(act="recipe.added", now=now, by_id=by_id, street_id=street_id, target="recipe", target_id=recipe.pk)
    return recipe


@transaction.atomic
def describe_recipe(*, recipe_id: int, version: int, values: Mapping[str, object], now: datetime, by_id: int) -> Recipe:
    """Say what is in a dish: any of FIELDS. From now on it is judged by that. Refused "stale" when somebody changed it since `version`,
    "textures" when it can be made in no way at all. ValueError for an unknown field."""
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
    if not values.get("textures", ["normal"]):
        raise Refused("textures")
    found = Recipe.objects.filter(pk=recipe_id, version=version).update(
        **values, version=F("version") + 1, described_at=now, described_by_id=by_id, updated_at=now
    )
    if not found:
        raise Refused("stale")
    recipe = Recipe.objects.get(pk=recipe_id)
    log(act="recipe.described", now=now, by_id=by_id, street_id=recipe.street_id, target="recipe", target_id=recipe_id, contains=recipe.contains)
    return recipe
