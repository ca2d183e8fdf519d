"""Two files of one person become one: what the person must not eat, and what was settled about it, goes over to the staying file.

Nothing is weighed against each other: what either file forbids is forbidden. The words of the file that was merged away are still read
by `queries.diets`, so that an allergy that only it knew is not lost.
"""

from collections.abc import Mapping, Sequence

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Diet, DietAnswer

TABLES = {"diets": Diet, "answers": DietAnswer}


def hand_over_diets(*, later: Person, earlier: Person) -> dict[str, list[int]]:
    """Everything of `later` belongs to `earlier`. Runs in the caller's transaction; returns what `hand_back_diets` needs."""
    return {name: hand_over(model.objects.filter(person=later), "person_id", earlier.pk) for name, model in TABLES.items()}


def hand_back_diets(*, later: Person, earlier: Person, undo: Mapping[str, Sequence[int]]) -> None:
    """Take that back."""
    for name, model in TABLES.items():
        hand_back(model, "person_id", undo.get(name, []), held_by=earlier.pk, to=later.pk)
