"""The tables of meals: ingredients, diets, rules of the menu, times, prices, boxes."""

from . import fields as f
from .fields import Field
from .shapes_meals import BoxRule, DietKind, Ingredient, MealPrice, MealSubsidy, MealTime, MenuRule
from .tables import NAMED, Table

# Kinds of dish and textures are columns of the meals' tables; a pack may not invent others.
CATEGORIES = ("big_meat", "small_meat", "vegetable", "soup", "staple")
TEXTURES = ("normal", "soft", "minced", "liquid")

MEALS: dict[str, Table] = {
    "allergens": Table(
        "ingredient",
        Ingredient,
        NAMED | {"allergen": Field(f.truth, False), "names": Field(f.many(f.text), ()), "in_names": Field(f.many(f.text), ())},
    ),
    "diets": Table(
        "diet",
        DietKind,
        NAMED
        | {
            "strength": Field(f.one_of("hard", "soft")),
            "target": Field(f.one_of("none", "ingredient", "dish"), "none"),
            "contains": Field(f.many(f.code), ()),
            "categories": Field(f.many(f.one_of(*CATEGORIES)), ()),
            "textures": Field(f.many(f.one_of(*TEXTURES)), ()),
            "salt_most": Field(f.whole(0, 9), 9),
            "sugar_most": Field(f.whole(0, 9), 9),
            "words": Field(f.many(f.text), ()),
        },
    ),
    "menu_rules": Table(
        "menu_rule",
        MenuRule,
        NAMED
        | {
            "rule": Field(f.one_of("needs", "once", "apart", "variety", "budget")),
            "categories": Field(f.many(f.one_of(*CATEGORIES)), ()),
            "least": Field(f.whole(0, 9), 0),
            "days": Field(f.whole(0, 31), 0),
            "fen": Field(f.whole(0, 100_000), 0),
            "on": Field(f.truth, True),
        },
    ),
    "meal_times": Table(
        "meal",
        MealTime,
        NAMED
        | {
            "cut_off": Field(f.clock_time),
            "days_before": Field(f.whole(0, 7), 0),
            "window": Field(f.window),
            "dine_in": Field(f.window),
            "hot_minutes": Field(f.whole(5, 240), 45),
            "hot_celsius": Field(f.whole(40, 100), 60),
            "cooked_celsius": Field(f.whole(40, 100), 70),
            "sample_grams": Field(f.whole(1, 1000), 125),
            "sample_hours": Field(f.whole(1, 240), 48),
        },
    ),
    "meal_prices": Table(
        "price",
        MealPrice,
        NAMED | {"meal": Field(f.code), "place": Field(f.one_of("any", "delivered", "dine_in"), "any"), "fen": Field(f.whole(0, 100_000))},
    ),
    "meal_subsidies": Table(
        "subsidy",
        MealSubsidy,
        NAMED
        | {
            "fen": Field(f.whole(0, 100_000)),
            "age_from": Field(f.whole(0, 120), 0),
            "hardship": Field(f.many(f.text), ()),
            "health": Field(f.many(f.text), ()),
            "living": Field(f.many(f.code), ()),
            "how": Field(f.one_of("best", "adds"), "best"),
        },
        may_be_empty=True,
    ),
    "box_rules": Table(
        "box_rule",
        BoxRule,
        NAMED | {"days": Field(f.whole(0, 90), 0), "celsius": Field(f.whole(0, 200), 0), "minutes": Field(f.whole(0, 240), 0)},
    ),
}
