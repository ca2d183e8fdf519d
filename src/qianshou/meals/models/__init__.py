"""Tables of the meals."""

from .afterwards import MealCheck, MealCost
from .arrangements import Arrangement, Eats
from .boxes import MOVE_STANDS, BoxHome, BoxMove, WashBatch
from .carts import Cart
from .changes import MealChange
from .deliveries import EVENT_STANDS, Delivery, DeliveryEvent
from .diets import Diet, DietAnswer, Substitute
from .meal_points import MealPoint
from .menus import Dish, Menu, MenuChange
from .orders import CutOff, Order
from .pauses import Pause
from .recipes import Category, Grade, Recipe, Texture
from .samples import CoreTemperature, FoodSample

__all__ = [
    "EVENT_STANDS", "MOVE_STANDS", "Arrangement", "BoxHome", "BoxMove", "Cart", "Category", "CoreTemperature", "CutOff", "Delivery",
    "DeliveryEvent", "Diet", "DietAnswer", "Dish", "Eats", "FoodSample", "Grade", "MealChange", "MealCheck", "MealCost", "MealPoint", "Menu",
    "MenuChange", "Order", "Pause", "Recipe", "Substitute", "Texture", "WashBatch",
]  # fmt: skip
