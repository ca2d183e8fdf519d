"""Writes of menus: one a day, the same for all."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Dish, Menu
from ..rules import warnings_of


@transaction.atomic
def set_menu(*, street_id: int, day: date, dishes: Sequence[tuple[str, str]], now: datetime, by_id: int | None = None) -> str:
    """Write a day's dishes as (category, name) in order; "created", "updated" or "unchanged".

    A menu that breaks the rule of three dishes and a soup is written all the same, with its warnings: people must eat that day too.
    """
    warnings = list(warnings_of(dishes))
    menu, made = Menu.objects.get_or_create(street_id=street_id, day=day, defaults={"warnings": warnings})
    held = [(dish.category, dish.name) for dish in menu.dishes.all()]
    if not made and held == list(dishes) and menu.warnings == warnings:
        return "unchanged"
    Menu.objects.filter(pk=menu.pk).update(warnings=warnings)
    Dish.objects.filter(menu=menu).delete()
    Dish.objects.bulk_create(Dish(menu=menu, category=category, name=name[:60], position=at) for at, (category, name) in enumerate(dishes))
    log(act="menu.set", now=now, by_id=by_id, street_id=street_id, target="menu", target_id=menu.pk, day=day.isoformat())
    return "created" if made else "updated"
