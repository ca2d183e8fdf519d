"""Proposals: plan a day once more beside the plan that stands, keep what shall be kept, then take it or drop it.

Earlier versions are taken by the same way. Whatever is taken becomes a new version, so undo leads back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.planner import Plan, Progress, check, solve, write_plan

from ..holding import Keep, fitted, held, leaves_out_fixed, moves_begun, of_whole_day, unpinned
from ..models import Proposal, RoundDay, RoundVersion
from ..queries.compare import plan_of
from ..queries.gather import gather
from ..rules import DayRefused, Outcome, new_complaints, told
from .changing import finish
from .store import keep as keep_plan
from .store import locked, remember, restore


@transaction.atomic
def ask_proposal(
    *, street_id: int, day: date, version: int, keep: Keep, seconds: float, by_id: int | None, now: datetime
) -> Proposal:
    """Ask for another plan of the day in the background; the day itself stays as it is.

    DayChanged if outdated, DayRefused("planning") while the day is being planned, ("proposing") while another one is being made.
    """
    row = locked(street_id=street_id, day=day, version=version)
    if row.planning:
        raise DayRefused("planning")
    if Proposal.objects.filter(round_day=row, state=Proposal.State.PLANNING).exists():
        raise DayRefused("proposing")
    made = Proposal.objects.create(
        street_id=street_id, round_day=row, version=version, keep=keep.to_json(), seconds=seconds, asked_at=now, asked_by_id=by_id
    )
    log(act="rounds.proposal_asked", now=now, by_id=by_id, street_id=street_id, target="proposal", target_id=made.pk, **keep.to_json())
    from ..tasks import propose

    # A name of its own for each proposal: a job that runs again finds it made.
    propose.configure(lock=f"proposal:{made.pk}", queueing_lock=f"proposal:{made.pk}").defer(proposal_id=made.pk)
    return made


def make_proposal(*, proposal_id: int, ask_clock: Callable[[], datetime], moves: int | None = None) -> str:
    """Search for the plan and keep it with the proposal. Returns the state it is in then; what is no longer wanted is not made."""
    proposal = Proposal.objects.select_related("round_day").get(pk=proposal_id)
    if proposal.state != Proposal.State.PLANNING:
        return proposal.state
    told_so_far = [0]

    def tell(p: Progress) -> None:
        percent = int(p.done * 100)
        if percent > told_so_far[0]:
            told_so_far[0] = percent
            Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.PLANNING).update(percent=percent)

    try:
        plan, why = _propose(proposal, tell, moves)
    except Exception:
        _end_planning(proposal, {}, "failed", ask_clock())
        raise
    return _end_planning(proposal, write_plan(plan) if not why else {}, why, ask_clock())


def _propose(proposal: Proposal, tell: Callable[[Progress], None], moves: int | None) -> tuple[Plan, str]:
    """The plan, and why it is none: "" if it is."""
    row, keep = proposal.round_day, Keep.from_json(proposal.keep)
    gathered = gather(street_id=row.street_id, day=row.day, close=keep.close)
    if gathered.version != proposal.version:
        return Plan(()), "changed"
    problem = held(gathered.problem, fitted(gathered.problem, plan_of(row)), keep)
    plan = solve(problem, seconds=None if moves is not None else proposal.seconds, moves=moves, progress=tell)
    if not check(problem, plan).sound:
        return plan, "unsound"
    if leaves_out_fixed(problem, plan):
        return plan, "cannot_keep"
    return of_whole_day(gathered.problem, plan), ""


def _end_planning(proposal: Proposal, plan: dict, why: str, now: datetime) -> str:
    state = Proposal.State.FAILED if why else Proposal.State.READY
    ended = {"state": state, "plan": plan, "why": why, "percent": 100, "ended_at": now if why else None}
    # Dropped meanwhile: then nobody wants it any more.
    Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.PLANNING).update(**ended)
    proposal.refresh_from_db(fields=["state"])
    return proposal.state


@transaction.atomic
def drop_proposal(*, street_id: int, day: date, proposal_id: int, by_id: int | None, now: datetime) -> None:
    """Put a proposal away, or stop waiting for it. Dropped twice it stays dropped. Proposal.DoesNotExist for one of another day or street."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id, street_id=street_id, round_day__day=day)
    if proposal.state in (Proposal.State.DROPPED, Proposal.State.TAKEN):
        return
    Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.DROPPED, ended_at=now)
    log(act="rounds.proposal_dropped", now=now, by_id=by_id, street_id=street_id, target="proposal", target_id=proposal_id)


@transaction.atomic
def take_proposal(*, street_id: int, day: date, proposal_id: int, version: int, by_id: int | None, now: datetime) -> Outcome:
    """Make a proposal the day's plan (on the phones at once if the day was published). What it would break comes back, undone.

    DayChanged if outdated, DayRefused("no_proposal") for one already taken or dropped, ("begun_since") if a visit has begun otherwise.
    """
    row = locked(street_id=street_id, day=day, version=version)
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id, street_id=street_id, round_day=row)
    if proposal.state != Proposal.State.READY:
        raise DayRefused("no_proposal")
    pins = Keep.from_json(proposal.keep).pins
    outcome = _take(row, proposal, {"code": "taken", "params": {"number": proposal.pk}}, by_id, now, pins=pins)
    if outcome.applied:
        Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.TAKEN, ended_at=now)
    return outcome


@transaction.atomic
def take_version(*, street_id: int, day: date, earlier: int, version: int, by_id: int | None, now: datetime) -> Outcome:
    """Put the day back to how version `earlier` was, with its pins, as a new version. What it would break now comes back, undone.

    Visits that are gone and carers who are absent now are left out. DayChanged, DayRefused as with a proposal.
    """
    row = locked(street_id=street_id, day=day, version=version)
    source = RoundVersion.objects.get(round_day=row, version=earlier)
    return _take(row, source, {"code": "restored", "params": {"number": earlier}}, by_id, now)


def _take(row: RoundDay, source: Proposal | RoundVersion, change: dict, by_id: int | None, now: datetime, *, pins: bool = True) -> Outcome:
    if row.planning:
        raise DayRefused("planning")
    before = gather(street_id=row.street_id, day=row.day)
    standing, wanted = fitted(before.problem, plan_of(row)), plan_of(source)
    old_version = row.version
    remember(row, change=change, by_id=by_id, now=now)
    if isinstance(source, RoundVersion):
        ours = {int(v.id) for v in before.problem.visits}
        # First its pins and waivers, which the day's problem then carries.
        restore(row, {**source.stops, "stops": [s for s in source.stops["stops"] if s["visit"] in ours]})
    gathered = gather(street_id=row.street_id, day=row.day)
    if not pins:
        gathered = replace(gathered, problem=unpinned(gathered.problem))
    plan = fitted(gathered.problem, wanted)
    if moves_begun(before.problem, standing, plan):
        raise DayRefused("begun_since")
    known = check(before.problem, standing).complaints
    fresh = new_complaints(known, check(gathered.problem, plan).complaints)
    if fresh:
        transaction.set_rollback(True)
        return Outcome(False, old_version, tuple(told(c) for c in fresh))
    keep_plan(row, gathered, plan)
    finish(row, by_id, now)
    log(act=f"rounds.{change['code']}", now=now, by_id=by_id, street_id=row.street_id, target="round_day", target_id=row.pk, **change["params"])
    return Outcome(True, row.version)
