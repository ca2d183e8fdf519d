"""Tables of the meals."""

from .arrangements import Arrangement, Eats
from .changes import MealChange
from .meal_points import MealPoint
from .menus import Dish, Menu
from .orders import CutOff, Order
from .pauses import Pause
from .samples import CoreTemperature, FoodSample

__all__ = ["Arrangement", "CoreTemperature", "CutOff", "Dish", "Eats", "FoodSample", "MealChange", "MealPoint", "Menu", "Order", "Pause"]
