"""The day goes on: a carer drops out, one more visit is asked for, somebody runs late. Each changes as little as it can, is checked,
and is one change that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care import operations as care
from qianshou.care.models import Carer
from qianshou.people.models import Person
from qianshou.planner import Carer as PlanCarer
from qianshou.planner import Plan, Stop, check, without
from qianshou.planner.replan.standing import started

from ..models import RoundDay
from ..queries.behind import late_of
from ..queries.gather import Gathered, gather
from ..queries.places import places_of_visit
from ..queries.standing import earliest_change, plan_in_books
from ..rules import DayRefused, Outcome, new_complaints
from .planning import apply_plan
from .publishing import refresh
from .store import keep, locked, remember

LATEST = 300  # minutes: who is later than that does not come


def replan_without(
    *, street_id: int, day: date, carer_id: int, seconds: float = 1.5, seed: int = 1, by_id: int | None, now: datetime,
    tries: int | None = None,
) -> dict:  # fmt: skip
    """Give the visits of a carer who dropped out to others, everybody else's day staying as it is. Returns the numbers of the plan.

    Her absence must stand in the books (`care`): DayRefused("still_here") otherwise. Of half a day only what does not fit into the hours
    that are left goes to others. What has begun stays; on the day itself nothing new begins in the next ten minutes. The change says who makes her visits now, which other visits changed hands, what nobody makes.
    """
    carer = Carer.objects.select_related("person").get(pk=carer_id, street_id=street_id)
    gathered = gather(street_id=street_id, day=day)
    her = next((c for c in gathered.problem.carers if c.id == str(carer_id)), None)
    if her is None:
        raise DayRefused("no_carer")
    plan = plan_in_books(street_id=street_id, day=day, gathered=gathered)
    stays = _within(plan, her) if her.shifts else None
    if stays is not None and all(s.visit in stays for s in _stops(plan, her) if s.visit is not None):
        raise DayRefused("still_here", carer=carer.person.name)
    out = without(
        gathered.problem, plan, str(carer_id), seconds=seconds, seed=seed, tries=tries, from_=earliest_change(day, now), stays=stays
    )
    # What stands wrong already with those who are at work may stay wrong; nothing else may be.
    at_work = {c.id for c in gathered.problem.carers if c.shifts}
    left = tuple(r for r in plan.rounds if r.carer in at_work)
    if new_complaints(check(gathered.problem, replace(plan, rounds=left)).complaints, check(out.problem, out.plan).complaints):
        raise DayRefused("unsound")
    told = {
        "carer": carer.person.name, "hers": [[int(v), [int(c) for c in who]] for v, who in out.hers.items()],
        "changed": [int(v) for v in out.changed], "others": out.others, "moved": len(out.moved),
    }  # fmt: skip
    return apply_plan(street_id, day, replace(gathered, problem=out.problem), out.plan, {"code": "without", "params": told}, by_id, now)


def _stops(plan: Plan, her: PlanCarer) -> Sequence[Stop]:
    return next((r.stops for r in plan.rounds if r.carer == her.id), ())


def _within(plan: Plan, her: PlanCarer) -> set[str]:
    """Her visits that lie within the hours in which she is there."""
    return {s.visit for s in _stops(plan, her) if s.visit is not None and any(w.start <= s.start and s.end <= w.end for w in her.shifts)}


@transaction.atomic
def add_visit(
    *, street_id: int, day: date, elder_id: int, service: str, start: time, end: time, minutes: int | None, carer_ids: Sequence[int],
    version: int, by_id: int | None, now: datetime,
) -> Outcome:  # fmt: skip
    """One more visit, made and put into the rounds of these carers at its best place. Undoing it cancels the visit.

    DayRefused("no_elder") for an elder of another street, ("no_place") if it does not fit there any more, and with care's code for
    hours and minutes that cannot be; DayChanged if outdated.
    """
    row = _changeable(street_id, day, version)
    elder = Person.objects.filter(pk=elder_id, street_id=street_id, file__isnull=False, merged_into__isnull=True).first()
    if elder is None:
        raise DayRefused("no_elder")
    try:
        visit = care.add_visit(elder_id=elder_id, service=service, day=day, start=start, end=end, minutes=minutes, now=now, by_id=by_id)
    except care.Refused as e:
        raise DayRefused(e.code) from e
    gathered = gather(street_id=street_id, day=day)
    place = _place_with(row, gathered, str(visit.pk), [str(c) for c in carer_ids], now)
    if place is None:
        raise DayRefused("no_place")
    change = {"code": "added", "params": {"visit": visit.pk, "carer": "、".join(map(str, carer_ids))}}
    _keep(row, gathered, place.plan, change, by_id, now)
    return Outcome(True, row.version)


@transaction.atomic
def say_late(
    *, street_id: int, day: date, carer_id: int, minutes: int, version: int, by_id: int | None, now: datetime,
    rescues: Sequence[tuple[int, Sequence[int]]] = (),
) -> Outcome:  # fmt: skip
    """A carer begins her next visit so many minutes later than told: new times for her and whoever goes with her.

    `rescues` are visits given to others in the same breath: (visit, carers). One that does not fit there any more stays as it was
    and comes back in the outcome (`left`).
    DayRefused("minutes") outside 1 to 300, ("nothing_left") if she has begun all; DayChanged if outdated.
    """
    if not 0 < minutes <= LATEST:
        raise DayRefused("minutes")
    row = _changeable(street_id, day, version)
    gathered, _, _, late = late_of(street_id=street_id, day=day, carer_id=carer_id, minutes=minutes, now=now, rescue=False)
    ahead = {v.id for v in gathered.problem.visits if v.pinned_start is None}
    begins = {v: start for v, start in started(late.plan).items() if v in ahead}
    change = {"code": "late", "params": {"carer": str(carer_id), "minutes": minutes, "pushed": len(late.pushed)}}
    remember(row, change=change, by_id=by_id, now=now)
    _note_late(row, str(carer_id), late.plan, begins)
    keep(row, gathered, late.plan)
    row.save()
    left = []
    for name, carers in rescues:
        # Whoever helps out is not late: the visit has its own hours again.
        gathered = gather(street_id=street_id, day=day, late=False)
        if all(v.id != str(name) for v in gathered.problem.visits):
            raise DayRefused("no_visit")
        place = _place_with(row, gathered, str(name), [str(c) for c in carers], now)
        if place is None:
            left.append((int(name), tuple(carers)))
        else:
            _note_late(row, str(carer_id), place.plan, begins)
            keep(row, gathered, place.plan)
            row.save()
    if row.published_at:
        refresh(row, by_id=by_id, now=now)
    log(act="rounds.late", now=now, by_id=by_id, street_id=street_id, target="carer", target_id=carer_id, minutes=minutes, pushed=len(late.pushed),
        rescued=len(rescues) - len(left))  # fmt: skip
    return Outcome(True, row.version, left=tuple(left))


def _changeable(street_id: int, day: date, version: int) -> RoundDay:
    row = locked(street_id=street_id, day=day, version=version)
    if row.planning:
        raise DayRefused("planning")
    return row


def _place_with(row: RoundDay, gathered: Gathered, visit: str, carers: list[str], now: datetime):
    """The best place of a visit with just these carers, None if it fits nowhere with them."""
    others = [c.id for c in gathered.problem.carers if c.id not in carers]
    found = places_of_visit(street_id=row.street_id, gathered=gathered, day=row.day, visit=visit, now=now, best=1, but=others)
    return next((p for p in found if set(p.carers) == set(carers)), None)


def _note_late(row: RoundDay, carer: str, plan: Plan, begins: dict[str, int]) -> None:
    """Write down when she can begin the first visit that is still ahead of her: planning again must not forget it."""
    mine = next((r for r in plan.rounds if r.carer == carer), None)
    ahead = next((s.visit for s in mine.stops if s.visit in begins), None) if mine else None
    if carer in row.walks:
        row.walks[carer] = {k: v for k, v in row.walks[carer].items() if k != "late"}
        if ahead is not None:
            row.walks[carer]["late"] = {"visit": int(ahead), "start": begins[ahead]}


def _keep(row: RoundDay, gathered: Gathered, plan: Plan, change: dict, by_id: int | None, now: datetime) -> None:
    """One change in the books, and on the phones if the day is there."""
    remember(row, change=change, by_id=by_id, now=now)
    keep(row, gathered, plan)
    row.state = RoundDay.State.PUBLISHED if row.published_at else RoundDay.State.DRAFT
    row.save()
    if row.published_at:
        refresh(row, by_id=by_id, now=now)


