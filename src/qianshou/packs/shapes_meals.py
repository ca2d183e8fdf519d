"""What a pack says of meals: ingredients, diets, the rules of the menu, times, prices, subsidies, boxes."""

from dataclasses import dataclass
from datetime import time

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient(Named):
    """What may be in a dish, as far as somebody must not eat it. `allergen`: one of the eight kinds of GB 7718.

    names     how a register says it after 忌 or before 过敏; in_names: parts of a dish's name that make the program propose the mark
    """

    allergen: bool = False
    names: tuple[str, ...] = ()
    in_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DietKind(Named):
    """What a person must not ("hard") or will not ("soft") eat, and with what in a dish that clashes.

    target    "ingredient" (a code of the ingredients or a word), "dish" (a word in a dish's name), "none"
    textures  only a dish that can be made in one of them fits; empty: any
    salt_most, sugar_most  the highest grade (0–3) that fits; 9: does not matter
    words     what a register calls it, as a whole word
    """

    strength: str
    target: str = "none"
    contains: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    textures: tuple[str, ...] = ()
    salt_most: int = 9
    sugar_most: int = 9
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuRule(Named):
    """What a good menu keeps; the note is its reason.

    rule  "needs" `least` dishes of each category, "once" a day, "apart" by `days`, "variety" of meat after `days`, "budget" in `fen`
    """

    rule: str
    categories: tuple[str, ...] = ()
    least: int = 0
    days: int = 0
    fen: int = 0
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MealTime(Named):
    """One meal of the day.

    cut_off         until when orders may change without a reason, `days_before` days before the meal (0: the same day)
    window          at the doors, (start, end); dine_in: at the meal point
    hot_minutes     longest time in the cart
    hot_celsius     least core temperature at hand-over; cooked_celsius: when it leaves the stove
    sample_grams    kept of each dish, for `sample_hours` (GB 31654-2021)
    """

    cut_off: time
    days_before: int = 0
    window: tuple[time, time]
    dine_in: tuple[time, time]
    hot_minutes: int = 45
    hot_celsius: int = 60
    cooked_celsius: int = 70
    sample_grams: int = 125
    sample_hours: int = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class MealPrice(Named):
    """What one portion of a meal costs at a place ("any", "delivered", "dine_in"), in whole fen."""

    meal: str
    place: str = "any"
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MealSubsidy(Named):
    """What the street pays towards one portion, in whole fen, for whoever meets every condition (an empty one is met by all).

    how  "best": only the largest of these counts; "adds": comes on top
    """

    fen: int
    age_from: int = 0
    hardship: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    living: tuple[str, ...] = ()
    how: str = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRule(Named):
    """What is asked of the reusable boxes.

    code     "still_out": after more than `days` days at a home a box is asked for; "heat", "chemical": ways to disinfect
    celsius, minutes  the least that counts as clean; celsius 0: not asked
    """

    days: int = 0
    celsius: int = 0
    minutes: int = 0
