"""Keeping a plan in the books: the row of the day, its stops, its versions. Inside the transaction of the act that calls it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from qianshou.kernel import clock
from qianshou.planner import Plan, Round, check, outlook
from qianshou.planner.cost import places
from qianshou.planner.travel import Ways

from ..models import RoundDay, RoundVersion, Stop
from ..queries.gather import FROZEN, Gathered
from ..rules import DayChanged, minutes_of, strangers_of, told

REASONS_FOR = 40  # unserved visits that are explained: an officer reads no more, and it takes a second or two


def locked(*, street_id: int, day: date, version: int | None = None) -> RoundDay:
    """The day's row, locked. DayChanged if it is no longer at `version` (None: whatever it is at)."""
    RoundDay.objects.get_or_create(street_id=street_id, day=day)
    row = RoundDay.objects.select_for_update().get(street_id=street_id, day=day)
    if version is not None and row.version != version:
        last = RoundVersion.objects.filter(round_day=row).select_related("made_by").first()
        raise DayChanged(row.version, str(last.made_by) if last and last.made_by else "", last.change if last else {})
    return row


def remember(row: RoundDay, *, change: dict, by_id: int | None, now: datetime) -> None:
    """Write down how the day stands, before `change` is made; the version rises."""
    RoundVersion.objects.create(
        round_day=row, version=row.version, made_at=now, made_by_id=by_id, change=change, stops=snapshot(row)
    )
    row.version += 1


def snapshot(row: RoundDay) -> dict:
    """The whole day as plain data."""
    stops = [
        {
            "carer": s.carer_id, "visit": s.visit_id, "position": s.position, "travel_min": s.travel_min,
            "arrives_at": s.arrives_at.isoformat(), "starts_at": s.starts_at.isoformat(), "ends_at": s.ends_at.isoformat(),
            "pinned_carer": s.pinned_carer, "pinned_order": s.pinned_order, "insisted": s.insisted, "insisted_why": s.insisted_why,
        }
        for s in Stop.objects.filter(round_day=row).order_by("carer_id", "position")
    ]  # fmt: skip
    return {
        "stops": stops, "walks": row.walks, "cost": row.cost, "unserved": row.unserved, "complaints": row.complaints,
        "notes": row.notes, "planned": row.state != RoundDay.State.EMPTY,
    }  # fmt: skip


def restore(row: RoundDay, data: dict) -> None:
    """Put the day back to a snapshot. A stop whose carer or visit is gone since is left out."""
    Stop.objects.filter(round_day=row).delete()
    moments = ("arrives_at", "starts_at", "ends_at")
    Stop.objects.bulk_create([
        Stop(
            round_day=row, carer_id=s["carer"], visit_id=s["visit"],
            **{k: datetime.fromisoformat(s[k]) for k in moments},
            **{k: s[k] for k in ("position", "travel_min", "pinned_carer", "pinned_order", "insisted", "insisted_why")},
        )
        for s in data["stops"]
    ])  # fmt: skip
    for name in ("walks", "cost", "unserved", "complaints", "notes"):
        setattr(row, name, data[name])


def keep(row: RoundDay, gathered: Gathered, plan: Plan, *, insisted: dict[str, set[str]] | None = None, why: str = "") -> list[dict]:
    """Check a plan and put it in the books; the complaints that stand (none, or an officer insisted on them).

    Pins stay with their stops; `insisted` adds rules set aside, by visit. Visits that have begun keep the stops
    outside this plan: those of carers who are not at work any more.
    """
    verdict = check(gathered.problem, plan)
    old = {(s.visit_id, s.carer_id): s for s in Stop.objects.filter(round_day=row)}
    ours = {int(v.id) for v in gathered.problem.visits}
    at_work = {int(c.id) for c in gathered.problem.carers if c.shifts}
    outside = ~Q(visit_id__in=ours) | ~Q(carer_id__in=at_work)
    Stop.objects.filter(round_day=row).exclude(outside & Q(visit__state__in=FROZEN)).delete()
    Stop.objects.bulk_create(_stops(row, gathered, plan, old, insisted or {}, why))
    begun = {v.id for v in gathered.problem.visits if v.pinned_start is not None}
    row.walks = {
        r.carer: {"leave": r.leave, "home": r.home, "rests": [[s.kind, s.start, s.end] for s in r.stops if s.visit is None],
                  **_still_late(row.walks.get(r.carer, {}), r, begun)}
        for r in plan.rounds
    }
    known = {v.id: v.known for v in gathered.problem.visits}
    row.cost = {**minutes_of(plan, len(gathered.problem.visits)), "strangers": strangers_of(plan, known)}
    row.unserved = left_out(gathered, plan)
    row.complaints = [told(c) for c in verdict.complaints]
    row.notes = gathered.notes
    return row.complaints


def _still_late(walk: dict, now: Round, begun: set[str]) -> dict:
    """That somebody is late is known from outside the plan: it stays until it is said otherwise, for whatever is her next visit now."""
    if "late" not in walk:
        return {}
    late, ahead = walk["late"], [s.visit for s in now.stops if s.visit is not None and s.visit not in begun]
    return {"late": late if str(late["visit"]) in begun or not ahead else {**late, "visit": int(ahead[0])}}


def left_out(gathered: Gathered, plan: Plan) -> list[dict]:
    """The unserved visits as plain data: why nobody goes, what would mend it, which further carer would serve it. Of a visit whose hours
    are over ("over") nothing else is said.

    [{"visit", "reasons": [{"carer", "code", "params"}], "mends": [{"code", "carers", "cost", "start", "params"}], "hands": [{"tier",
    "skills", "sex", "start", "end", "serves", "of"}]}]; "serves" is how many. Beyond the first `REASONS_FOR` the lists are empty.
    """
    free = gathered.free or gathered.problem
    known = {v.id for v in free.visits}
    found = outlook(free, replace(plan, unserved=tuple(v for v in plan.unserved if v in known)), REASONS_FOR)
    over = [{"carer": "", "code": "over", "params": {}}]
    hands = [(set(h.serves), {**asdict(h), "serves": len(h.serves), "skills": list(h.skills)}) for h in found.hands]
    return [
        {
            "visit": int(v),
            "reasons": [{"carer": o.carer, "code": o.code, "params": o.params} for o in found.reasons.get(v, ())] if v in known else over,
            "mends": [{"code": m.code, "carers": list(m.carers), "cost": m.cost, "start": m.start, "params": m.params}
                      for m in found.mends.get(v, ())],
            "hands": [told_hand for serves, told_hand in hands if v in serves],
        }
        for v in plan.unserved
    ]  # fmt: skip


def _stops(row, gathered: Gathered, plan: Plan, old: dict, insisted: dict[str, set[str]], why: str) -> list[Stop]:
    """Rows of a plan; travel and arrival follow from the stated starts and the ways."""
    midnight = clock.day_bounds(row.day)[0]
    ways = Ways(gathered.problem)
    carers = {c.id: c for c in gathered.problem.carers}
    visits = {v.id: v for v in gathered.problem.visits}
    made = []
    for r in plan.rounds:
        carer = carers[r.carer]
        sites = places(gathered.problem, carer, r, visits)
        here, free, position = carer.start, r.leave, 0
        for stop, site in zip(r.stops, sites, strict=True):
            leg = ways.seconds(carer.mode, here, site)
            if stop.visit is not None:
                arrive = min(max(free + leg, 0), stop.start)
                before = old.get((int(stop.visit), int(r.carer)))
                codes = set(before.insisted if before else ()) | insisted.get(stop.visit, set())
                made.append(Stop(
                    round_day=row, carer_id=int(r.carer), visit_id=int(stop.visit), position=position, travel_min=-(-leg // 60),
                    arrives_at=midnight + timedelta(seconds=arrive), starts_at=midnight + timedelta(seconds=stop.start),
                    ends_at=midnight + timedelta(seconds=stop.end),
                    pinned_carer=bool(before and before.pinned_carer), pinned_order=bool(before and before.pinned_order),
                    insisted=sorted(codes), insisted_why=why if insisted.get(stop.visit) else (before.insisted_why if before else ""),
                ))  # fmt: skip
                position += 1
            here, free = site, stop.end
    return made
