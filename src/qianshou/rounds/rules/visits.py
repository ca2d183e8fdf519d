"""What a round is made of, beside the planner: lunch, what knowing a person is worth, which complaints may be overridden."""

from collections.abc import Iterable

from qianshou.planner import Break, Complaint, Plan, Weights, Window
from qianshou.planner.problem import WAIVABLE

HOUR, MINUTE = 3600, 60

# Lunch starts between 11:00 and 12:30 and takes 45 minutes, wherever the carer is. A default of ours (docs/decisions/17).
LUNCH = Break(Window(11 * HOUR, 12 * HOUR + 30 * MINUTE), 45 * MINUTE)

# Where an officer insisted that lunch may be at another hour.
LATE_LUNCH = Break(Window(10 * HOUR, 15 * HOUR), 45 * MINUTE)

# What sending somebody costs, in seconds of walking: the primary nothing, the backup five minutes, a stranger fifteen. Only
# for elders who have a link: to the others everybody is a stranger.
PRIMARY, BACKUP, STRANGER = 0, 300, 900

WEIGHTS = Weights()
# Re-planning around an absence: giving a visit to somebody else than planned is worth an hour of walking.
CLOSE = 3600.0

LONG_DAY = 4 * HOUR  # overtime allowed to a carer whose late return an officer insisted on


def new_complaints(before: Iterable[Complaint], after: Iterable[Complaint]) -> list[Complaint]:
    """What a change breaks that was not broken before; a rule that is now broken by more counts as new."""
    known = {_key(c): _size(c) for c in before}
    return [c for c in after if _key(c) not in known or _size(c) > known[_key(c)]]


def cannot_insist(complaints: Iterable[Complaint]) -> list[Complaint]:
    """Complaints that nobody may override: two places at once, a carer who is not there, one carer instead of two."""
    return [c for c in complaints if c.code not in WAIVABLE]


def told(complaint: Complaint) -> dict:
    """A complaint as plain data for the books and the page."""
    return {"code": complaint.code, "carer": complaint.carer, "visit": complaint.visit, "params": dict(complaint.params)}


def minutes_of(plan: Plan, visits: int) -> dict:
    """The numbers by which two plans are compared: minutes of travel, waiting, lateness, overtime; visits in all and unserved."""
    c = plan.cost
    return {
        "travel": round(c.travel / MINUTE), "waiting": round(c.waiting / MINUTE), "late": round(c.late / MINUTE),
        "overtime": round(c.overtime / MINUTE), "unserved": len(plan.unserved), "visits": visits, "rounds": len(plan.rounds),
        "total": round(c.total),
    }  # fmt: skip


def strangers_of(plan: Plan, known: dict[str, dict[str, int]]) -> int:
    """How many linked elders' visits get somebody who does not know them."""
    return sum(
        1 for visit, carers in plan.carers_of().items() for c in carers if known.get(visit) and c not in known[visit]
    )


def _key(c: Complaint) -> tuple:
    return c.code, c.carer, c.visit


def _size(c: Complaint) -> float:
    return max((v for v in c.params.values() if isinstance(v, int | float)), default=0)
