"""Who is told, one after the other, when something due to an elder does not come: first helper, backup, officers, duty desk."""

from collections.abc import Iterable, Sequence


def build_ladder(
    *, primary: int | None, backup: int | None, officers: Sequence[int], duty_desk: Sequence[int], away: Iterable[int] = ()
) -> list[int]:
    """User ids in the order they are told, each once; those away are left out, and so is a carer without an account (None).

    Nobody is left out when that would leave nobody: somebody who is away but told is better than silence.
    """
    absent = set(away)
    rungs = [user for user in (primary, backup, *officers, *duty_desk) if user is not None]
    present = list(dict.fromkeys(user for user in rungs if user not in absent))
    return present or list(dict.fromkeys(rungs))
