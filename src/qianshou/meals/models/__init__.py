"""Tables of the meals."""

from .arrangements import Arrangement, Eats
from .changes import MealChange
from .diets import Diet, DietAnswer, Substitute
from .meal_points import MealPoint
from .menus import Dish, Menu, MenuChange
from .orders import CutOff, Order
from .pauses import Pause
from .recipes import Category, Grade, Recipe, Texture
from .samples import CoreTemperature, FoodSample

__all__ = [
    "Arrangement", "Category", "CoreTemperature", "CutOff", "Diet", "DietAnswer", "Dish", "Eats", "FoodSample", "Grade", "MealChange", "MealPoint",
    "Menu", "MenuChange", "Order", "Pause", "Recipe", "Substitute", "Texture",
]  # fmt: skip
