"""Reads of menus. A menu names no person; whoever may see the street's pages may read it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..models import Dish, Menu, MenuChange
from ..rules.menus import Breach, MenuDish, breaches, look_back


def menus(scope: Scope, first: date, last: date) -> list[Menu]:
    """The menus of the scope's street from `first` to `last`, both included, each with its dishes and their recipes."""
    return list(_with_dishes(scope.street_id, first, last))


def menu_of(scope: Scope, day: date) -> Menu | None:
    """The day's menu with its dishes; None when it has none."""
    return _with_dishes(scope.street_id, day, day).first()


def changes_of(scope: Scope, day: date, limit: int = 20) -> list[MenuChange]:
    """What was done to a day's menu, the latest first."""
    found = MenuChange.objects.filter(street_id=scope.street_id, first_day__lte=day, last_day__gte=day).select_related("by")
    return [change for change in found[: limit * 4] if day.isoformat() in change.after][:limit]


def change_of(scope: Scope, change_id: int) -> MenuChange:
    """One change of the scope's street. MenuChange.DoesNotExist for others'."""
    return MenuChange.objects.get(street_id=scope.street_id, pk=change_id)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What publishing a span of days would do: days that wait, and where the rules are broken among them."""

    waiting: list[Menu]
    broken: dict[date, list[Breach]]


def publishing(scope: Scope, first: date, last: date) -> Publishing:
    """The days from `first` to `last` that are drafts or were changed since they were published, and their breaches."""
    waiting = [m for m in menus(scope, first, last) if m.published_at is None or m.changed_at]
    found = breaches_of(scope.street_id, first, last)
    return Publishing(waiting, {m.day: found[m.day] for m in waiting if found.get(m.day)})


def breaches_of(street_id: int, first: date, last: date) -> dict[date, list[Breach]]:
    """Where the menus of these days break the rules of the street's pack. Days before `first` are looked back at as far as a rule asks."""
    rules = list(pack_of(street_id).menu_rules.values())
    days: dict[date, list[MenuDish]] = {}
    for menu in _with_dishes(street_id, first - look_back(rules), last):
        days[menu.day] = [
            MenuDish(dish.category, dish.name, frozenset(dish.recipe.contains), dish.recipe.cost_fen) for dish in menu.dishes.all()
        ]
    return breaches(days, rules, first, last)


def pack_of(street_id: int) -> Pack:
    """The pack of a street."""
    return load(Street.objects.values_list("pack", flat=True).get(pk=street_id))


def _with_dishes(street_id: int | None, first: date, last: date) -> QuerySet[Menu]:
    found = Menu.objects.filter(Exists(Dish.objects.filter(menu=OuterRef("pk"))), street_id=street_id, day__range=(first, last))
    return found.select_related("published_by").prefetch_related("dishes__recipe").order_by("day")
