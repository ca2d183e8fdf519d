"""What is planned for carers, day by day: the calendar, their weekly hours, and who works whose shift."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from qianshou.access.scope import Scope
from qianshou.care.models import Carer, Shift
from qianshou.care.queries.working_days import calendar
from qianshou.care.rules.working_days import DayKind
from qianshou.kernel import clock

from ..models import Replacement
from ..rules.pauses import Part, joined
from ..rules.workday import DayFacts, planned_on

Day = tuple[int, date]


def day_facts(carers: Sequence[Carer], first: date, end: date) -> dict[int, dict[date, DayFacts]]:
    """Carer → day of [first, end) → what is known of it apart from taps."""
    last = end - timedelta(days=1)
    calendars = {street.pk: calendar(street, first, last) for street in {one.street for one in carers}}
    stand_ins = replacements_between([one.pk for one in carers], first, last)
    others = [row.carer_id for row in stand_ins] + [row.by_carer_id for row in stand_ins]
    known = {one.pk: one for one in carers} | {one.pk: one for one in Carer.objects.filter(pk__in=others).select_related("person", "street")}
    plans = _plans(known, calendars, first, last)
    replaced_by, replacing = _stand_ins(stand_ins, first, last)
    found: dict[int, dict[date, DayFacts]] = {one.pk: {} for one in carers}
    for one in carers:
        for day, kind in calendars[one.street_id].items():
            key = (one.pk, day)
            own, hours, unsaid = plans.get(key, ((), False, False))
            away = replaced_by.get(key, []) if own else []  # on her free days nobody has to stand in
            for_whom = [other for other in replacing.get(key, []) if plans.get((other, day), ((),))[0]]
            more = [part for other in for_whom for part in plans.get((other, day), ((), False, False))[0]]
            parts = joined([*(() if away else own), *more])
            found[one.pk][day] = DayFacts(
                kind=kind.kind, name=kind.name, planned=tuple((start, end) for start, end, _ in parts), breaks=tuple(pause for *_, pause in parts),
                hours=hours, unsaid=unsaid and not for_whom,
                replaced_by=tuple(known[pk].person.name for pk in away), replacing=tuple(known[pk].person.name for pk in for_whom),
            )  # fmt: skip
    return found


def replacements_between(carer_ids: Sequence[int], first: date, last: date) -> list[Replacement]:
    """Standing replacements of these carers, or by them, that touch the days."""
    rows = Replacement.objects.filter(Q(carer__in=carer_ids) | Q(by_carer__in=carer_ids), cancelled_at=None, first_day__lte=last, last_day__gte=first)
    return list(rows.select_related("carer__person", "by_carer__person", "entered_by").order_by("first_day", "pk"))


def _stand_ins(rows: Sequence[Replacement], first: date, last: date) -> tuple[dict[Day, list[int]], dict[Day, list[int]]]:
    away: dict[Day, list[int]] = defaultdict(list)
    stands: dict[Day, list[int]] = defaultdict(list)
    for row in rows:
        day = max(row.first_day, first)
        while day <= min(row.last_day, last):
            away[row.carer_id, day].append(row.by_carer_id)
            stands[row.by_carer_id, day].append(row.carer_id)
            day += timedelta(days=1)
    return away, stands


def _plans(carers: dict[int, Carer], calendars: dict[int, dict[date, DayKind]], first: date, last: date) -> dict[Day, tuple[tuple[Part, ...], bool, bool]]:
    """(carer, day) → shift, whether she has hours at all, whether it is a worked weekend without hours. Only days on which she is employed."""
    weeks: dict[int, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.filter(carer__in=list(carers), since__lte=last).filter(Q(until__isnull=True) | Q(until__gte=first)):
        weeks[shift.carer_id].append(shift)
    found = {}
    for pk, one in carers.items():
        for day, kind in calendars[one.street_id].items() if one.street_id in calendars else ():
            if (one.joined_on and day < one.joined_on) or (one.left_on and day > one.left_on):
                continue
            week = [(shift.weekday, shift.starts, shift.ends, shift.break_minutes) for shift in weeks[pk] if shift.since <= day and (shift.until is None or shift.until >= day)]
            planned, unsaid = planned_on(day, kind.kind, kind.as_weekday, week, clock.ZONE)
            found[pk, day] = (planned, bool(week), unsaid)
    return found


def replacement_of(scope: Scope, replacement_id: int) -> Replacement:
    """One replacement; DoesNotExist for one out of scope."""
    return Replacement.objects.select_related("carer__person").get(scope.rows(committee=None), pk=replacement_id)
