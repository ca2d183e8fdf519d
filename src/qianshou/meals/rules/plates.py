"""What one person gets of a day's menu: substitutes in place, marks for the label, and what blocks it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .clashes import Food, judge
from .diets import Restriction

TEXTURES = ("soft", "minced", "liquid")  # in this order: what is nearest to the usual

# (recipe id of the day's dish, key of the restriction) → what is given instead; None: nothing, the dish is left out
Substitutes = Mapping[tuple[int, str], Food | None]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a label is blocked or warned about.

    code  "clash": the dish must not be given and nobody chose a substitute; "no_fit": the substitutes chosen clash too;
          "unsettled": a question about the diet is open (`words` has it); "soft": the person does not like or should not have much of it
    """

    code: str
    dish: str = ""
    key: str = ""
    why: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """One dish on a plate. instead_of: name of the menu's dish that it stands for, "" when it is the menu's own; texture: "" as usual."""

    category: str
    recipe_id: int
    name: str
    instead_of: str = ""
    texture: str = ""


@dataclass(frozen=True, slots=True)
class Plate:
    """What goes into one person's box.

    dishes   in the menu's order; left_out: names of dishes given up without a substitute
    marks    keys of the person's restrictions ("halal", "allergy:peanut"), hard ones first: the diet mark on the label
    blocked  while there is one, no label is printed; warnings are printed with it
    """

    dishes: tuple[Served, ...] = ()
    left_out: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    blocked: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def special(self) -> bool:
        """Does the box differ from everybody's?"""
        return bool(self.left_out) or any(one.instead_of or one.texture for one in self.dishes)


def plate(foods: Sequence[Food], restrictions: Iterable[Restriction], questions: Iterable[str], substitutes: Substitutes) -> Plate:
    """Fill one plate. A hard clash that no chosen substitute mends blocks it, and the dish is not on it; so does an open question."""
    own = sorted(set(restrictions), key=lambda one: (not one.hard, one.key))
    dishes, left_out, warnings = [], [], []
    blocked = [Reason("unsettled", words=text) for text in questions]
    for food in foods:
        met = [(one, why) for one in own if (why := judge(food, one))]
        if not met:
            dishes.append(_served(food, own))
            continue
        chosen = [substitutes[food.recipe_id, one.key] for one, _ in met if (food.recipe_id, one.key) in substitutes]
        fitting = next((other for other in chosen if other is None or not _hard(other, own)), ...)
        if fitting is None:
            left_out.append(food.name)
        elif fitting is not ...:
            dishes.append(_served(fitting, own, instead_of=food))
            warnings += _soft(fitting, own)
        elif hard := next(((one, why) for one, why in met if one.hard), None):
            blocked.append(Reason("no_fit" if chosen else "clash", food.name, hard[0].key, hard[1]))
        else:
            dishes.append(_served(food, own))
            warnings += _soft(food, own)
    return Plate(tuple(dishes), tuple(left_out), tuple(dict.fromkeys(one.key for one in own)), tuple(dict.fromkeys(blocked)), tuple(dict.fromkeys(warnings)))


def _hard(food: Food, own: Iterable[Restriction]) -> bool:
    return any(one.hard and judge(food, one) for one in own)


def _soft(food: Food, own: Iterable[Restriction]) -> list[Reason]:
    return [Reason("soft", food.name, one.key, why) for one in own if not one.hard and (why := judge(food, one))]


def _served(food: Food, own: Iterable[Restriction], instead_of: Food | None = None) -> Served:
    wanted = [one.textures for one in own if one.textures]
    offered = food.textures.intersection(*wanted) if wanted else frozenset()
    texture = next((one for one in TEXTURES if one in offered), "")
    return Served(food.category, food.recipe_id, food.name, instead_of.name if instead_of else "", texture)
