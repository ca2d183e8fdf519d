"""Writes of substitutes: chosen once for everybody whose diet clashes with a dish in the same way."""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Dish, Menu, Recipe, Substitute
from ..queries.clashes import food_of
from ..queries.diets import book_for
from ..rules.clashes import judge
from ..rules.diets import Meaning


@transaction.atomic
def choose_substitute(
    *, menu_id: int, instead_of_id: int, key: str, recipe_id: int | None, now: datetime, by_id: int
) -> Substitute:
    """What everybody with the diet `key` gets on that day instead of a dish; `recipe_id` None: nothing. It replaces an earlier choice.

    Refused "dish" when the day does not have the dish, "recipe" for one of another street or the same dish, "unfit" when it clashes with
    the diet itself, or nobody described it yet.
    """
    menu = Menu.objects.select_for_update().get(pk=menu_id)
    if not Dish.objects.filter(menu=menu, recipe_id=instead_of_id).exists():
        raise Refused("dish")
    recipe = Recipe.objects.filter(pk=recipe_id, street_id=menu.street_id).first() if recipe_id else None
    if recipe_id and (recipe is None or recipe.pk == instead_of_id):
        raise Refused("recipe")
    kind, _, target = key.partition(":")
    if recipe and (not recipe.described_at or judge(food_of(recipe), book_for(menu.street_id).restriction(Meaning(kind, target)))):
        raise Refused("unfit")
    Substitute.objects.filter(menu=menu, instead_of_id=instead_of_id, key=key, withdrawn_at=None).update(withdrawn_at=now)
    made = Substitute.objects.create(
        street_id=menu.street_id, menu=menu, instead_of_id=instead_of_id, key=key[:81], recipe=recipe, chosen_by_id=by_id, chosen_at=now
    )
    log(act="substitute.chosen", now=now, by_id=by_id, street_id=menu.street_id, target="menu", target_id=menu.pk, substitute=made.pk, key=key)
    return made


@transaction.atomic
def withdraw_substitute(*, substitute_id: int, now: datetime, by_id: int) -> Substitute:
    """The choice holds no more: hard clashes block labels again. Refused "undone" when it was withdrawn already."""
    found = Substitute.objects.get(pk=substitute_id)
    if not Substitute.objects.filter(pk=substitute_id, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused("undone")
    log(act="substitute.withdrawn", now=now, by_id=by_id, street_id=found.street_id, target="menu", target_id=found.menu_id, substitute=found.pk)
    return found
