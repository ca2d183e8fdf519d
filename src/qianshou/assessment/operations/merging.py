"""Two files of one person become one: assessments go over to the staying file."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Assessment

WITHDRAWN = Assessment.State.WITHDRAWN


@transaction.atomic
def hand_over_assessments(*, later: Person, earlier: Person) -> list[int]:
    """Everything of `later` belongs to `earlier`. Where both have the form of a month, each keeps its own: a month has one form.

    Returns what `hand_back_assessments` needs.
    """
    same = Assessment.objects.filter(person=earlier, instrument=OuterRef("instrument"), month=OuterRef("month"), replaces=None).exclude(state=WITHDRAWN)
    twice = Q(month__isnull=False) & Exists(same)
    return hand_over(Assessment.objects.filter(person=later).exclude(twice), "person_id", earlier.pk)


@transaction.atomic
def hand_back_assessments(*, later: Person, earlier: Person, moved: list[int]) -> None:
    """Take that back. What was begun meanwhile stays with the staying file."""
    hand_back(Assessment, "person_id", moved, held_by=earlier.pk, to=later.pk)
