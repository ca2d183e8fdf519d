"""Tables of the meals."""

from .menus import Dish, Menu

__all__ = ["Dish", "Menu"]
