"""The day goes on, in words: what became of an ill carer's visits, where one more visit would go, whom a delay keeps waiting."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.planner import Late, Place, Plan
from qianshou.rounds.models import RoundVersion

from ..templatetags.shell import listed
from . import said

SHOWN = 3  # moved visits that are named; the rest is counted


def replanned(last: RoundVersion | None, names: said.Names) -> dict | None:
    """What the last change did, if it was to plan around a carer who dropped out; else None."""
    if last is None or last.change.get("code") != "without" or last.change.get("undone") or "hers" not in last.change["params"]:
        return None
    p = last.change["params"]
    return {
        "carer": p["carer"], "others": p["others"], "changed": [names.visit(v) for v in p["changed"]], "moved": p["moved"],
        "given": [(names.visit(v), listed(names.carer(c) for c in who)) for v, who in p["hers"] if who],
        "left": [names.visit(v) for v, who in p["hers"] if not who],
    }  # fmt: skip


def minutes(seconds: int) -> int:
    """Whole minutes, a begun one counts."""
    return -(-seconds // 60)


def place(one: Place, names: said.Names, linked: bool = False) -> dict:
    """A place as lines: with whom and between which visits, when, what it costs. `linked`: somebody is known to the person."""
    starts = {(r.carer, s.visit): s.start for r in one.plan.rounds for s in r.stops}
    where = [
        _between(names, carer, after, before, starts)
        for carer, after, before in zip(one.carers, one.after, one.before, strict=True)
    ]
    moved = sorted(one.shifts, key=lambda s: -s.seconds)
    later = [_("%(visit)s %(n)s minutes later") % {"visit": names.visit(s.visit), "n": minutes(s.seconds)} for s in moved[:SHOWN] if minutes(s.seconds)]
    more = len(moved) - len(later)
    return {
        "carers": one.carers, "names": listed(names.carer(c) for c in one.carers), "start": said.clock(one.start), "where": where,
        "way": minutes(max(0, one.way)), "cost": minutes(round(max(0, one.cost))), "strangers": listed(names.carer(c) for c in one.strangers),
        "later": later, "more": more, "knows": linked and not one.strangers,
    }  # fmt: skip


def _between(names: said.Names, carer: str, after: str | None, before: str | None, starts: dict) -> str:
    words = {
        "carer": names.carer(carer), "after": names.visit(after), "before": names.visit(before),
        "then": said.clock(starts.get((carer, after), 0)), "next": said.clock(starts.get((carer, before), 0)),
    }  # fmt: skip
    if after and before:
        return _("%(carer)s: between %(after)s at %(then)s and %(before)s at %(next)s") % words
    if after:
        return _("%(carer)s: last of her round, after %(after)s at %(then)s") % words
    if before:
        return _("%(carer)s: first of her round, before %(before)s at %(next)s") % words
    return _("%(carer)s: the only visit of her round") % words


def lateness(late: Late, before: Plan, names: said.Names) -> dict:
    """What a delay does: pushed visits with old and new time, those in danger, lunches and ways home."""
    then = {s.visit: s.start for r in before.rounds for s in r.stops if s.visit}
    who = late.plan.carers_of()
    danger = {d.visit: d for d in late.dangers}
    lines = []
    for push in late.pushed:
        d = danger.get(push.visit)
        rescue = place(d.rescue, names) if d and d.rescue else None
        lines.append({
            "visit": push.visit, "what": names.visit(push.visit), "who": listed(names.carer(c) for c in who[push.visit]),
            "then": said.clock(then[push.visit]), "now": said.clock(then[push.visit] + push.seconds), "by": minutes(push.seconds),
            "over": minutes(d.over) if d and d.over > 0 else 0, "near": bool(d and d.over <= 0), "rescue": rescue,
            "value": f"{push.visit}:{','.join(d.rescue.carers)}" if rescue else "",
        })  # fmt: skip
    return {"lines": lines, "in_danger": sum(1 for line in lines if line["over"]), "overruns": [_overrun(o, names) for o in late.overruns]}


def _overrun(one, names: said.Names) -> str:
    words = {"carer": names.carer(one.carer), "n": minutes(one.seconds)}
    if one.kind == "break":
        return _("%(carer)s would have lunch %(n)s minutes too late.") % words
    return _("%(carer)s would be home %(n)s minutes after her working time.") % words


def not_rescued(visit: int, carers: tuple[int, ...], late: int, names: said.Names) -> str:
    """That a visit which was to be given to others did not fit there any more."""
    return _("%(visit)s did not fit with %(carers)s any more and stays with %(carer)s.") % {
        "visit": names.visit(visit), "carers": listed(names.carer(c) for c in carers), "carer": names.carer(late),
    }  # fmt: skip


def in_danger(n: int) -> str:
    """How many visits are in danger, for the line on the day's page."""
    return ngettext("%(n)s visit would begin too late", "%(n)s visits would begin too late", n) % {"n": n} if n else ""
