"""Who is told when a visit of the day is not made: whoever was sent, then the elder's links, then the office."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from qianshou.access.models import RoleAssignment
from qianshou.care.models import Carer, Link, Visit
from qianshou.care.queries.absences import halves_away
from qianshou.care.rules.absences import half_at
from qianshou.care.rules.ladder import build_ladder
from qianshou.kernel import clock
from qianshou.watch.queries.duty import desks_of

from ..models import Stop


def ladders_of_day(*, street_id: int, day: date, at: datetime, with_rounds: bool = True) -> dict[str, list[int]]:
    """Key of each visit's due -> user ids in the order they are told. `with_rounds` puts the carers of its stops first."""
    visits = Visit.objects.filter(street_id=street_id, day=day).exclude(state="cancelled")
    sent: dict[int, list[int]] = {}
    if with_rounds:
        stops = Stop.objects.filter(round_day__street_id=street_id, round_day__day=day, carer__person__user__isnull=False)
        for visit, user in stops.order_by("carer_id").values_list("visit_id", "carer__person__user"):
            sent.setdefault(visit, []).append(user)
    linked: dict[int, dict[str, int | None]] = {}
    links = Link.objects.filter(street_id=street_id, since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))
    for elder, rank, user in links.values_list("elder_id", "rank", "carer__person__user"):
        linked.setdefault(elder, {})[rank] = user
    halves = halves_away(day, street_id=street_id)
    users = dict(Carer.objects.filter(pk__in=halves).values_list("pk", "person__user"))
    officers = _officers(street_id, day)
    desk = desks_of(street_ids=[street_id], at=at).get(street_id, ())
    found = {}
    for visit in visits:
        half = half_at(visit.window_end.astimezone(clock.ZONE).time())
        away = {users[pk] for pk, gone in halves.items() if half in gone}
        ladder = build_ladder(
            primary=linked.get(visit.elder_id, {}).get("primary"), backup=linked.get(visit.elder_id, {}).get("backup"),
            officers=officers, duty_desk=desk, away=away,
        )  # fmt: skip
        found[visit.due_key] = list(dict.fromkeys([*sent.get(visit.pk, []), *ladder]))
    return found


def _officers(street_id: int, day: date) -> list[int]:
    """Accounts of the street's officers on a day."""
    held = RoleAssignment.objects.filter(street_id=street_id, role="street_officer", since__lte=day, user__is_active=True)
    return list(dict.fromkeys(held.filter(Q(until__isnull=True) | Q(until__gte=day)).order_by("pk").values_list("user_id", flat=True)))
