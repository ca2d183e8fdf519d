"""Reads of menus."""

from datetime import date

from qianshou.access.scope import Scope

from ..models import Menu


def menus(scope: Scope, first: date, last: date) -> list[Menu]:
    """The menus of the scope's street from `first` to `last`, both included, each with its dishes. A menu names no person."""
    return list(Menu.objects.filter(street_id=scope.street_id, day__range=(first, last)).prefetch_related("dishes"))
