"""A peer's time in turns: after each turn what it left out is set in and the pairs get better times, and the next turn goes on from that plan.

Between turns nothing is done that the peer does itself: only what it cannot (choose a time for a pair) or could not (`pairs.retime`).
"""

from collections.abc import Callable
from itertools import accumulate
from time import perf_counter

from .pairs import retime
from .street import mended, middles, worth

LEAST = 1.5  # seconds for which a turn is worth beginning

TOLD = (
    "Its time is spent in turns: in the first, pairs begin in the middle of their windows; after each, pairs are lifted out and set down, and visits "
    "left out are set in, where and when they cost least (our help), and the next turn goes on from there."
)


def in_turns(day: dict, seconds: float, shares: tuple[float, ...], turn: Callable[[float, dict, dict | None], dict]) -> dict:
    """The best solution of several turns. `turn(seconds, times, plan)` gets the start of each pair and a plan to go on from (None at first).

    `shares` of the time sum up to 1; what a turn leaves over goes to the next, and more turns follow as long as they help.
    """
    begun, best, times, plan = perf_counter(), None, middles(day), None
    ends = [share * seconds for share in accumulate(shares)]
    while (used := perf_counter() - begun) < seconds - LEAST:
        end = next((e for e in ends if e - used > LEAST), seconds)
        found = mended(day, turn(end - used, times, plan))
        if best is not None and worth(day, found) >= worth(day, best):
            if end == seconds:
                break
            found = best
        best = found
        times, plan = retime(day, best)
    return plan if worth(day, plan) <= worth(day, best) else best
