"""Two files of one person become one: what an elder said or praised, and where somebody looked in, goes over to the staying file; and back."""

from collections.abc import Mapping, Sequence

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import CallBack, Feedback, SpotVisit

TABLES = {"callbacks": CallBack, "spots": SpotVisit, "feedback": Feedback}


def hand_over_appraisal(*, later: Person, earlier: Person) -> dict[str, list[int]]:
    """Everything of `later` belongs to `earlier`. Runs in the caller's transaction; returns what `hand_back_appraisal` needs."""
    return {name: hand_over(model.objects.filter(elder=later), "elder_id", earlier.pk) for name, model in TABLES.items()}


def hand_back_appraisal(*, later: Person, earlier: Person, undo: Mapping[str, Sequence[int]]) -> None:
    """Take that back."""
    for name, model in TABLES.items():
        hand_back(model, "elder_id", undo.get(name, []), held_by=earlier.pk, to=later.pk)
