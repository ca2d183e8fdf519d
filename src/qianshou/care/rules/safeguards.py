"""When a cover runs out, which cover follows which, and how a claim goes on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
GRACE = timedelta(days=3)  # what had run out before anybody looked is owed within so many days
CATCH_UP = timedelta(days=30)  # so long after its end a cover is still asked for: a machine that was off must not forget it

# What may follow what: a refusal or a payment may be answered with more papers, and anything may be closed.
NEXT: dict[str, tuple[str, ...]] = {
    "noted": ("reported", "closed"),
    "reported": ("papers", "paid", "refused", "closed"),
    "papers": ("papers", "paid", "refused", "closed"),
    "paid": ("papers", "paid", "closed"),
    "refused": ("papers", "paid", "refused", "closed"),
    "closed": ("papers",),
}


@dataclass(frozen=True, slots=True)
class Cover:
    """One cover as the rules see it: `since` and `last` are both covered."""

    id: int
    since: date
    last: date


def covered(covers: Iterable[Cover], day: date) -> bool:
    """Whether one of these covers the day."""
    return any(one.since <= day <= one.last for one in covers)


def overlaps(covers: Iterable[Cover], since: date, last: date) -> list[Cover]:
    """Those that share a day with the span."""
    return [one for one in covers if one.since <= last and since <= one.last]


def last_of(covers: Iterable[Cover]) -> Cover | None:
    """The one that ends last."""
    return max(covers, key=lambda one: (one.last, one.id), default=None)


def to_renew(covers: Iterable[Cover], *, today: date, lead: int) -> Cover | None:
    """The cover whose renewal is owed on a day: the last one, from `lead` days before its end until a month after it."""
    last = last_of(covers)
    return last if last and last.last - lead * DAY <= today <= last.last + CATCH_UP else None


def gaps(covers: Iterable[Cover]) -> list[tuple[date, date]]:
    """(first, last) day of each stretch between covers in which nothing holds."""
    found, seen = [], None
    for one in sorted(covers, key=lambda one: (one.since, one.last)):
        if seen is not None and one.since > seen + DAY:
            found.append((seen + DAY, one.since - DAY))
        seen = one.last if seen is None else max(seen, one.last)
    return found


def renewal(covers: Iterable[Cover], *, wanted: date) -> date:
    """From which day a new cover runs: the wanted day, or the day after the last cover where that is later."""
    return max([wanted, *(one.last + DAY for one in covers)])


def may_follow(state: str, then: str) -> bool:
    """Whether a claim may go from one state to another."""
    return then in NEXT.get(state, ())
