"""Who is behind just now, as the day's page says it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from qianshou.kernel import clock
from qianshou.rounds.queries.behind import behind, late_of
from qianshou.rounds.rules import DayRefused

from . import going_on_words as words
from . import said


def behind_lines(request: HttpRequest, day: date, names: said.Names) -> list[dict]:
    """Carers who are behind, for the day's page: name, minutes, how many visits would begin too late."""
    lines = []
    for b in behind(scope=request.scope, day=day, now=clock.now()):
        try:
            then = late_of(street_id=request.scope.street_id, day=day, carer_id=b.carer, minutes=b.minutes, now=clock.now(), rescue=False)[3]
        except DayRefused:
            continue
        over = words.in_danger(sum(d.over > 0 for d in then.dangers))
        lines.append({"carer": b.carer, "name": names.carer(b.carer), "minutes": b.minutes, "danger": over})
    return lines
