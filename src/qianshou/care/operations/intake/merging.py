"""Two files of one person become one: a person has one open case, so the later file's is withdrawn, and goes on when the files part again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from qianshou.people.models import Person

from ...models import IntakeCase, IntakeEntry
from ...rules.intake import OPEN, WITHDRAWN
from .moves import move, standing_of


def end_second_case(*, later: Person, earlier: Person, now: datetime, by_id: int) -> list[int]:
    """Withdraw the later file's open case when the staying file has one; its id. Runs in the caller's transaction."""
    if not IntakeCase.objects.filter(person=earlier, state__in=OPEN).exists():
        return []
    ended = []
    for case in IntakeCase.objects.select_for_update(of=("self",)).select_related("person", "street", "decision").filter(person=later, state__in=OPEN):
        at = standing_of(case)
        move(case, "merged", replace(at, state=WITHDRAWN, held=at.state), batch=uuid4(), now=now, by_id=by_id)
        ended.append(case.pk)
    return ended


def resume_cases(ids: Sequence[int], *, person: Person, now: datetime, by_id: int) -> None:
    """They go on where they stood, unless somebody has done something with them meanwhile."""
    for case in IntakeCase.objects.select_for_update(of=("self",)).select_related("person", "street", "decision").filter(pk__in=ids, person=person, state=WITHDRAWN):
        last = IntakeEntry.objects.filter(case=case).order_by("at", "pk").last()
        if last and last.act == "merged":
            move(case, "reopened", replace(standing_of(case), state=case.held, held=""), batch=uuid4(), now=now, by_id=by_id)
