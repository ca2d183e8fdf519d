"""Changes by hand: another carer, another order, pinned, out, undone. Each is timed afresh and checked before it is kept.

What a change would break comes back as complaints and nothing is done; with a reason (`why`) an officer may insist, except on
what cannot be (two places at once, a carer who is absent).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from qianshou.access.operations import log
from qianshou.care import operations as care
from qianshou.planner import CrossedPairs, Plan, check, moved, timed

from ..models import RoundDay, RoundVersion, Stop
from ..queries.gather import Gathered, gather, not_before
from ..rules import DayRefused, Outcome, cannot_insist, new_complaints, told
from .publishing import refresh
from .store import keep, locked, remember, restore


def move_stop(
    *, street_id: int, day: date, visit_id: int, carer_id: int, to_carer_id: int, position: int | None, version: int,
    by_id: int | None, now: datetime, why: str = "",
) -> Outcome:  # fmt: skip
    """Move a stop to another place in a round, or into another carer's. `position` None: where it fits best there."""
    code = "moved" if carer_id == to_carer_id else "reassigned"
    return _change(street_id, day, visit_id, str(carer_id), str(to_carer_id), position, version, by_id, now, why, code)


def reassign_visit(
    *, street_id: int, day: date, visit_id: int, from_carer_id: int, to_carer_id: int, version: int, by_id: int | None,
    now: datetime, why: str = "",
) -> Outcome:  # fmt: skip
    """Give a visit to another carer, where it fits best in her round."""
    return move_stop(
        street_id=street_id, day=day, visit_id=visit_id, carer_id=from_carer_id, to_carer_id=to_carer_id, position=None,
        version=version, by_id=by_id, now=now, why=why,
    )  # fmt: skip


def give_visit(
    *, street_id: int, day: date, visit_id: int, carer_ids: list[int], version: int, by_id: int | None, now: datetime, why: str = ""
) -> Outcome:
    """Give an unserved visit to one carer, or to two where it needs two; where it fits best in their rounds."""
    return _change(street_id, day, visit_id, None, [str(c) for c in carer_ids], None, version, by_id, now, why, "given")


def take_out(*, street_id: int, day: date, visit_id: int, version: int, by_id: int | None, now: datetime, why: str = "") -> Outcome:
    """Take a visit out of all rounds: it is unserved until somebody is given it."""
    return _change(street_id, day, visit_id, None, [], None, version, by_id, now, why, "taken_out")


@transaction.atomic
def _change(street_id, day, visit_id, giver, takers, position, version, by_id, now, why, code) -> Outcome:
    row = locked(street_id=street_id, day=day, version=version)
    _changeable(row)
    gathered = _released(street_id, day, str(visit_id), takers if isinstance(takers, list) else [takers])
    before = check(gathered.problem, gathered.plan()).complaints
    plan = _best(gathered, str(visit_id), giver, takers, position)
    after = check(gathered.problem, plan).complaints
    fresh = new_complaints(before, after)
    if fresh and (not why.strip() or cannot_insist(fresh)):
        return Outcome(False, row.version, tuple(told(c) for c in fresh))
    insisted: dict[str, set[str]] = {}
    for c in fresh:
        insisted.setdefault(c.visit or str(visit_id), set()).add(c.code)
    names = {"visit": visit_id, "carer": takers if isinstance(takers, str) else "、".join(takers)}
    remember(row, change={"code": code, "params": names}, by_id=by_id, now=now)
    keep(row, gathered, plan, insisted=insisted, why=why.strip()[:200])
    if fresh:
        # What an officer insisted on is no complaint any more: judge the plan again with the waivers as they now stand.
        row.complaints = [told(c) for c in check(gather(street_id=street_id, day=day).problem, plan).complaints]
        log(act="rounds.insisted", now=now, by_id=by_id, street_id=street_id, target="visit", target_id=visit_id,
            rules=sorted({c.code for c in fresh}), why=why.strip()[:200])  # fmt: skip
    if code != "moved":
        # Whoever gives a visit to somebody by hand means it: planning again must not take it back.
        Stop.objects.filter(round_day=row, visit_id=visit_id).update(pinned_carer=True)
    finish(row, by_id, now)
    return Outcome(True, row.version, tuple(told(c) for c in fresh))


def _released(street_id: int, day: date, visit_id: str, takers: list[str]) -> Gathered:
    """The day without the pins of the visit that is being moved, not before its takers can come if they run late. DayRefused for one that has begun or is not of the day."""
    gathered = gather(street_id=street_id, day=day)
    found = next((v for v in gathered.problem.visits if v.id == visit_id), None)
    if found is None:
        raise DayRefused("no_visit")
    if found.pinned_start is not None:
        raise DayRefused("begun")
    own = gathered.problem
    if gathered.late:
        # Whoever takes it from somebody late has its own hours again; what stays with the late one is not before she can come.
        own = gather(street_id=street_id, day=day, late=False).problem
    freed = next(replace(v, pinned=(), pinned_rank=None) for v in own.visits if v.id == visit_id)
    first = {v: gathered.late[c] for c, walk in gathered.walks.items() if c in gathered.late for v in walk}
    first[visit_id] = max((gathered.late.get(c, 0) for c in takers), default=0)
    visits = tuple(not_before(freed if v is found else v, first.get(v.id, 0)) for v in gathered.problem.visits)
    return replace(gathered, problem=replace(gathered.problem, visits=visits))


def _best(gathered: Gathered, visit: str, giver: str | None, takers: str | list[str], position: int | None) -> Plan:
    """The changed plan; without a position the one of all places that breaks least and costs least."""
    walks = gathered.walks
    if isinstance(takers, list):
        walks = {c: [v for v in walk if v != visit] for c, walk in walks.items()}
    names = takers if isinstance(takers, list) else [takers]
    carers = {c.id for c in gathered.problem.carers}
    for name in names:
        if name not in carers:
            raise DayRefused("no_carer")
    for k, name in enumerate(names):
        source = giver if k == 0 else None
        spots = [position] if position is not None else range(len([v for v in walks.get(name, []) if v != visit]) + 1)
        tries = []
        for spot in spots:
            try:
                trial = moved(walks, visit, source, name, spot)
                plan = timed(gathered.problem, trial)
            except CrossedPairs:
                continue
            except ValueError as e:
                raise DayRefused("twice") from e
            tries.append((len(check(gathered.problem, plan).complaints), plan.cost.total, spot, trial))
        if not tries:
            raise DayRefused("crossed")
        walks = min(tries, key=lambda t: t[:3])[3]
    return timed(gathered.problem, walks)


@transaction.atomic
def pin_stop(
    *, street_id: int, day: date, visit_id: int, carer_id: int, what: str, on: bool, version: int, by_id: int | None, now: datetime
) -> Outcome:
    """Pin a stop's carer ("carer") or its carer and place in the order ("order"), or let it go. Planning keeps what is pinned."""
    if what not in ("carer", "order"):
        raise ValueError(what)
    row = locked(street_id=street_id, day=day, version=version)
    _changeable(row)
    stop = Stop.objects.get(round_day=row, visit_id=visit_id, carer_id=carer_id)
    wanted = {"pinned_carer": on or (what == "order" and stop.pinned_carer), "pinned_order": on and what == "order"}
    if (stop.pinned_carer, stop.pinned_order) == (wanted["pinned_carer"], wanted["pinned_order"]):
        return Outcome(True, row.version)
    names = {"visit": visit_id, "carer": str(carer_id)}
    remember(row, change={"code": "pinned" if on else "unpinned", "params": names}, by_id=by_id, now=now)
    Stop.objects.filter(pk=stop.pk).update(**wanted)
    row.save(update_fields=["version"])
    return Outcome(True, row.version)


@transaction.atomic
def undo_change(*, street_id: int, day: date, version: int, by_id: int | None, now: datetime) -> Outcome:
    """Take the last change back. What was undone is kept as a version too; undoing again goes one further back.

    DayRefused("nothing_to_undo") at the beginning.
    """
    row = locked(street_id=street_id, day=day, version=version)
    _changeable(row)
    last = next((v for v in RoundVersion.objects.filter(round_day=row) if v.change.get("code") != "undone" and not v.change.get("undone")), None)
    if last is None:
        raise DayRefused("nothing_to_undo")
    remember(row, change={"code": "undone", "params": {"code": last.change.get("code", "")}}, by_id=by_id, now=now)
    RoundVersion.objects.filter(pk=last.pk).update(change={**last.change, "undone": True})
    restore(row, last.stops)
    if not last.stops.get("planned", True) and row.state == RoundDay.State.DRAFT:
        row.state = RoundDay.State.EMPTY
    if last.change.get("code") == "added":
        _take_back_visit(last.change["params"]["visit"], by_id, now)
    finish(row, by_id, now)
    return Outcome(True, row.version)


def _take_back_visit(visit_id: int, by_id: int | None, now: datetime) -> None:
    """A visit that was added on this page goes with the change that brought it."""
    try:
        care.cancel_visit(visit_id=visit_id, reason=gettext("Added and taken back"), now=now, by_id=by_id)
    except care.Refused as e:
        raise DayRefused("begun") from e


def _changeable(row: RoundDay) -> None:
    if row.planning:
        raise DayRefused("planning")


def finish(row: RoundDay, by_id: int | None, now: datetime) -> None:
    """Save the day; what is on the phones is brought in line at once."""
    if row.state == RoundDay.State.EMPTY and Stop.objects.filter(round_day=row).exists():
        row.state = RoundDay.State.DRAFT
    row.save()
    if row.published_at:
        refresh(row, by_id=by_id, now=now)
