"""Quorum and votes of a meeting. Pure."""

from __future__ import annotations


def needed(members: int, percent: int) -> int:
    """How many must be present for a vote: so many in a hundred of the members, rounded up; at least one."""
    return max(1, -(-members * percent // 100))


def carried(*, ayes: int, noes: int, present: int, needed: int) -> bool:
    """A vote carries with more for than against, in a meeting that has its quorum. Abstaining is neither."""
    return present >= needed and ayes > noes


def faults(*, ayes: int, noes: int, abstained: int, present: int) -> str:
    """Why such a count cannot be: "none" where nobody voted, "more" for more hands than people; "" where it can."""
    total = ayes + noes + abstained
    if min(ayes, noes, abstained) < 0 or total == 0:
        return "none"
    return "more" if total > present else ""
