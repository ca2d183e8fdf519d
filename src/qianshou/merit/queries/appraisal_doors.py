"""What an appraisal finds at the doors: visits done, on time, how they are proved, how heavy they were. A handful of reads for a whole street."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.queries.assessments import latest_levels
from qianshou.care.models import STANDING, Carer, Visit, VisitEvent
from qianshou.packs.shapes import Pack
from qianshou.people.models import ElderFile
from qianshou.watch.models import Due

from ..rules.appraisal_fair import Tally

LEVELS_BY = "gbt42195"  # the instrument whose level says how much help somebody needs
SORTS = 2  # doors with no, one, or several things that make them heavy
Ref = tuple[str, int]  # ("visit:17", worth in percent)


@dataclass(slots=True)
class Doors:
    """One carer's doors of a month: (key, worth) of each for "done" and "evidence", the tally by sort of door, and her load (100 is one plain visit)."""

    done: list[Ref] = field(default_factory=list)
    evidence: list[Ref] = field(default_factory=list)
    sorts: dict[int, Tally] = field(default_factory=dict)
    load: int = 0
    there: list[tuple[int, datetime]] = field(default_factory=list)  # elder, when: also some days before and after the month
    often: dict[int, int] = field(default_factory=dict)  # elder → how many visits of the month


@dataclass(slots=True)
class _Heard:
    """What one carer said of one visit."""

    done_at: datetime | None = None
    nobody_at: datetime | None = None
    grades: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Owed:
    """The due of a visit."""

    state: str
    late_at: datetime
    user_id: int | None  # who stood first on its ladder


def worths(pack: Pack) -> dict[str, int]:
    """What a record of each sort is worth, in percent."""
    return {code: mark.percent for code, mark in pack.appraisal_marks.items() if mark.scale == "worth"}


def rule(pack: Pack, code: str) -> int:
    """A number of the method."""
    return pack.appraisal_marks[code].percent


def doors(*, street: Street, carers: Iterable[Carer], pack: Pack, first: date, end: date, now: datetime) -> dict[int, Doors]:
    """The doors of the days [first, end) by carer, those without any too.

    A door belongs to whoever said "done" there. A door that nobody made belongs to whoever stood first on its ladder when it became late: the
    carer of the published round, else of the link, who was present. Nobody's are those that were excused or written down at the desk, and a door at which she
    said in time that nobody answers.
    """
    found = {carer.pk: Doors() for carer in carers}
    users = {carer.person.user_id: carer.pk for carer in carers if carer.person.user_id}
    span = timedelta(days=rule(pack, "follow_days"))
    visits = _visits(street, first - span, end + span)
    owed, heard = _owed(street, first, end), _heard(found, street, first - span, end + span)
    heavy = _heaviness(street, pack, [v for v in visits.values() if first <= v.day < end], end)
    worth = worths(pack)
    for (carer_id, visit_id), said in heard.items():
        visit, mine = visits[visit_id], found[carer_id]
        if said.done_at is None:
            continue
        mine.there.append((visit.elder_id, said.done_at))
        if first <= visit.day < end:
            due = owed.get(visit_id)
            in_time = said.done_at <= (due.late_at if due else visit.window_end)
            _add(mine, visit_id, worth["on_time" if in_time else "late"], heavy[visit_id])
            mine.evidence.append((f"visit:{visit_id}", max(worth.get(grade, 0) for grade in said.grades)))
            mine.often[visit.elder_id] = mine.often.get(visit.elder_id, 0) + 1
    for visit_id, due in owed.items():
        if (carer_id := _missed_by(visit_id, due, users, heard, now)) is not None and visit_id in heavy:
            _add(found[carer_id], visit_id, worth["missed"], heavy[visit_id])
    return found


def _add(mine: Doors, visit_id: int, worth: int, heavy: tuple[int, int]) -> None:
    sort, load = heavy
    mine.done.append((f"visit:{visit_id}", worth))
    mine.sorts[sort] = mine.sorts.get(sort, Tally()) + Tally(worth, 1)
    mine.load += load


def _missed_by(visit_id: int, due: _Owed, users: Mapping[int, int], heard: Mapping[tuple[int, int], _Heard], now: datetime) -> int | None:
    carer_id = users.get(due.user_id)
    if carer_id is None or not (due.state == "late" or (due.state == "open" and due.late_at < now)):
        return None
    said = heard.get((carer_id, visit_id), _Heard())
    was_there = said.done_at or (said.nobody_at and said.nobody_at <= due.late_at)
    return None if was_there else carer_id


def _visits(street: Street, first: date, end: date) -> dict[int, Visit]:
    rows = Visit.objects.filter(street=street, day__gte=first, day__lt=end).exclude(state="cancelled").select_related("elder", "elder__place")
    only = ("day", "elder_id", "service", "carers_needed", "window_end", "elder__door", "elder__place__name")
    return {visit.pk: visit for visit in rows.only(*only)}


def _owed(street: Street, first: date, end: date) -> dict[int, _Owed]:
    rows = Due.objects.filter(street=street, kind="visit", day__gte=first, day__lt=end).exclude(state="excused")
    found = rows.values_list("key", "state", "late_at", "ladder__0")
    return {int(number): _Owed(*rest) for key, *rest in found if (number := key.removeprefix("visit:")).isdecimal()}


def _heard(carers: Iterable[int], street: Street, first: date, end: date) -> dict[tuple[int, int], _Heard]:
    """(carer, visit) → what she said of it and what stands; said twice, the first time counts."""
    rows = VisitEvent.objects.filter(STANDING, carer__in=list(carers), kind__in=("arrived", "done", "nobody"), visit__street=street)
    rows = rows.filter(visit__day__gte=first, visit__day__lt=end).exclude(visit__state="cancelled").order_by("made_at", "pk")
    found: dict[tuple[int, int], _Heard] = defaultdict(_Heard)
    for carer_id, visit_id, kind, made_at, grade in rows.values_list("carer_id", "visit_id", "kind", "made_at", "grade"):
        said = found[carer_id, visit_id]
        if kind == "nobody":
            said.nobody_at = said.nobody_at or made_at
            continue
        said.grades.add(grade)
        if kind == "done":
            said.done_at = said.done_at or made_at
    return dict(found)


def _heaviness(street: Street, pack: Pack, visits: list[Visit], end: date) -> dict[int, tuple[int, int]]:
    """Visit → (sort of door, load in percent of a plain visit): the pack says what makes a visit heavy, and by how much."""
    marks = [mark for mark in pack.appraisal_marks.values() if mark.scale == "heavy"]
    elders = {visit.elder_id for visit in visits}
    levels = latest_levels(scope=Scope.system(street.pk), person_ids=elders, instrument=LEVELS_BY, today=end)
    ways = dict(ElderFile.objects.filter(pk__in=elders).filter(~Q(access_note="")).values_list("pk", "access_note"))
    found = {}
    for visit in visits:
        place = " ".join(filter(None, (visit.elder.place.name if visit.elder.place else "", visit.elder.door, ways.get(visit.elder_id, ""))))
        level = levels.get(visit.elder_id, (0, None))[0]
        holds = [mark.percent for mark in marks if _holds(mark, visit, place, level)]
        found[visit.pk] = (min(len(holds), SORTS), 100 + sum(holds))
    return found


def _holds(mark, visit: Visit, place: str, level: int) -> bool:
    if mark.code == "two_carers":
        return visit.carers_needed > 1
    return visit.service in mark.services or bool(mark.level and level >= mark.level) or any(word in place for word in mark.words)
