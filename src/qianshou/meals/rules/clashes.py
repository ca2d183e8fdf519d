"""Dishes against diets: which dish somebody must not, or will not, eat. Pure.

`judge` looks at one dish and one restriction, `clashes` at a month and thousands of people.
What nobody knows is never "no clash": a dish that is not described clashes, with the reason "unknown", with whatever might be in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .diets import Restriction


@dataclass(frozen=True, slots=True)
class Food:
    """A dish as a diet sees it. salt and sugar: 0 none … 3 much, None not known. described: a person said what is in it.

    text: the ingredients in words, lower case; searched for words of one's own (芒果).
    """

    recipe_id: int
    name: str
    category: str
    contains: frozenset[str] = frozenset()
    textures: frozenset[str] = frozenset()
    salt: int | None = None
    sugar: int | None = None
    described: bool = False
    text: str = ""


class Clash(NamedTuple):
    """One dish on one day that one person should not get. key: of the restriction; why: codes, see `judge`."""

    person_id: int
    day: date
    recipe_id: int
    key: str
    hard: bool
    why: tuple[str, ...]


def judge(food: Food, restriction: Restriction) -> tuple[str, ...]:
    """Why a dish clashes with a restriction, () when it does not.

    Codes: "contains:<mark>", "category", "word:<word>", "texture", "salt", "sugar", and "unknown" when the dish is not described enough to
    be sure.
    """
    why = [f"contains:{mark}" for mark in sorted(food.contains & restriction.contains)]
    if food.category in restriction.categories:
        why.append("category")
    why += [f"word:{word}" for word in restriction.words if word.lower() in food.name.lower() or word.lower() in food.text]
    if why:
        return tuple(why)
    if restriction.contains and not food.described:
        return ("unknown",)
    if restriction.words and restriction.meaning.kind != "dislike" and not (food.described and food.text.strip()):
        return ("unknown",)  # a dislike names a dish, and the name is known; any other word of one's own may hide among the ingredients
    if restriction.textures and not food.described:
        why.append("unknown")
    elif restriction.textures and not restriction.textures & food.textures:
        why.append("texture")
    for name, grade, most in (("salt", food.salt, restriction.salt_most), ("sugar", food.sugar, restriction.sugar_most)):
        if most < 9 and (not food.described or grade is None):
            why.append("unknown")
        elif most < 9 and grade > most:
            why.append(name)
    return tuple(dict.fromkeys(why))


def clashes(menu: Mapping[date, Sequence[Food]], diets: Mapping[int, Iterable[Restriction]]) -> list[Clash]:
    """Every clash of a menu with the diets of people: day → dishes, person → restrictions. Person after person, restriction after restriction.

    Thousands of people share a few dozen restrictions: each is held against the menu once, whoever has it.
    """
    met: dict[Restriction, list[tuple]] = {}
    found: list[Clash] = []
    for person_id, restrictions in diets.items():
        for one in dict.fromkeys(restrictions):
            if one not in met:
                met[one] = _meets(menu, one)
            found += [Clash(person_id, *rest) for rest in met[one]]
    return found


def _meets(menu: Mapping[date, Sequence[Food]], restriction: Restriction) -> list[tuple]:
    """Where one restriction meets the menu: a Clash without its person, each."""
    return [
        (day, food.recipe_id, restriction.key, restriction.hard, why)
        for day, foods in menu.items() for food in foods if (why := judge(food, restriction))
    ]  # fmt: skip
