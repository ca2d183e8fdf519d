"""What each person gets on a day: for the kitchen's count, the labels and the carts.

    plates(street_id, day, person_ids)   everybody's plate in seven queries, whatever the number of people
    plate_of(street_id, person_id, day)  one person's
    blocked(street_id, day)              who must not get a label yet, and why

A plate needs no order: who eats at all is for the caller to know. Draft menus count like published ones; a day without a menu gives
plates without dishes, which a caller must not take for "nothing to mind".
"""

from collections.abc import Collection
from datetime import date

from ..rules.clashes import Food
from ..rules.plates import Plate, Reason, plate
from .clashes import food_of, foods_of, substitutes_of
from .diets import PersonDiet, diets_of


def plates(street_id: int, day: date, person_ids: Collection[int]) -> dict[int, Plate]:
    """Person → plate, for each of `person_ids`; those with the same diet share one value. See `rules.plates.Plate`.

    A plate with `blocked` reasons must get no label; its dishes are those that are safe.
    """
    foods, chosen = foods_of(street_id, day, day).get(day, []), _chosen(street_id, day)
    diets = diets_of(street_id, person_ids)
    made: dict[tuple, Plate] = {}
    found = {}
    for person_id in person_ids:
        diet = diets.get(person_id) or PersonDiet(person_id)
        same = (frozenset(diet.restrictions), diet.questions)
        if same not in made:
            made[same] = plate(foods, diet.restrictions, diet.questions, chosen)
        found[person_id] = made[same]
    return found


def plate_of(street_id: int, person_id: int, day: date) -> Plate:
    """One person's plate on a day."""
    return plates(street_id, day, [person_id])[person_id]


def blocked(street_id: int, day: date, person_ids: Collection[int] | None = None) -> dict[int, tuple[Reason, ...]]:
    """Person → why no label may be printed: a hard clash without a substitute that fits, or an open question about the diet.

    Without `person_ids`: everybody in the street who has a diet or a question. Whoever is not in the answer is free.
    """
    people = list(diets_of(street_id)) if person_ids is None else person_ids
    return {person_id: one.blocked for person_id, one in plates(street_id, day, people).items() if one.blocked}


def _chosen(street_id: int, day: date) -> dict[tuple[int, str], Food | None]:
    running = substitutes_of(street_id, day, day).get(day, {})
    return {key: food_of(one.recipe) if one.recipe else None for key, one in running.items()}
