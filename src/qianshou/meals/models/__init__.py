"""Tables of the meals."""

from .diets import Diet, DietAnswer, Substitute
from .menus import Dish, Menu, MenuChange
from .recipes import Category, Grade, Recipe, Texture

__all__ = ["Category", "Diet", "DietAnswer", "Dish", "Grade", "Menu", "MenuChange", "Recipe", "Substitute", "Texture"]
