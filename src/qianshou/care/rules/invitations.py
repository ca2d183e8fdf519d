"""Who has a place at an occasion, who waits and in which order, and who is not asked. Pure.

Places go to those who say yes, in the order in which they said it. Whoever has one keeps it. When one is given up, the first who waits moves up, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

YES, NO, AGAIN, UNREACHED = "yes", "no", "again", "unreached"
MOST_PLACES = 2_000
MOST_ASKED = 1_000  # of one question at once
NOT_ASKED = ("dead", "moved", "hospital", "away", "restricted", "no_consent")  # why the list leaves somebody out, the weightiest first


@dataclass(frozen=True, slots=True)
class Said:
    """One answer that stands: its number in the order of writing down, and its kind."""

    number: int
    kind: str


def stands(answers: Sequence[Said]) -> tuple[str, int | None]:
    """What somebody's answers come to, in their order: the last kind, and since which answer she says yes without a break (None: she does not)."""
    if not answers:
        return "", None
    since = None
    for one in answers:
        since = (since or one.number) if one.kind == YES else None
    return answers[-1].kind, since


@dataclass(frozen=True, slots=True)
class Guest:
    """One invited: `since` as in `stands`, `seat` her place or None."""

    id: int
    since: int | None
    seat: int | None = None


def seats(places: int | None, guests: Iterable[Guest]) -> dict[int, int | None]:
    """Guest → seat for those whose seat changes. Seats are numbered from 1; no more than `places` (None: as many as come)."""
    guests = list(guests)
    changed: dict[int, int | None] = {g.id: None for g in guests if g.seat is not None and g.since is None}
    taken = {g.seat for g in guests if g.seat is not None and g.since is not None}
    waiting = sorted((g for g in guests if g.since is not None and g.seat is None), key=lambda g: g.since)
    number = 1
    for guest in waiting:
        while number in taken:
            number += 1
        if places is not None and number > places:
            break
        changed[guest.id] = number
        taken.add(number)
    return changed


def why_not(status: str, *, said_no: bool, restricted: bool = False) -> str:
    """Why somebody is left out of a list, one of NOT_ASKED; "" where nothing speaks against asking."""
    if status in NOT_ASKED:
        return status
    return "restricted" if restricted else "no_consent" if said_no else ""
