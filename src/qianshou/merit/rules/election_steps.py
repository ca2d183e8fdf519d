"""The steps of an election and what a ballot may be. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

# announced: nominations, checks and the shortlist; then the vote; closed when two have closed it; published; dropped with a reason
ANNOUNCED, VOTING, CLOSED, PUBLISHED, DROPPED = "announced", "voting", "closed", "published", "dropped"
MAX_JURY = 100


@dataclass(frozen=True, slots=True)
class Seats:
    """A category as the voter sees it: how many are elected, how many one may choose, who stands there (numbers)."""

    code: str
    places: int
    choices: int
    numbers: tuple[int, ...]


class WrongBallot(Exception):
    """A ballot that cannot be put in. code: "unknown" or "many"; params for the words."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def checked_choices(seats: Sequence[Seats], chosen: Collection[int]) -> list[int]:
    """The numbers chosen, each once, in order; none at all is a blank ballot and counts as one. WrongBallot for anything else."""
    numbers = sorted(set(chosen))
    category = {number: seat for seat in seats for number in seat.numbers}
    if unknown := [n for n in numbers if n not in category]:
        raise WrongBallot("unknown", number=unknown[0])
    for seat, n in Counter(category[number] for number in numbers).items():
        if n > seat.choices:
            raise WrongBallot("many", category=seat.code, chosen=n, most=seat.choices)
    return numbers


def is_open(state: str, vote_from: datetime, vote_until: datetime, now: datetime) -> bool:
    """Whether a ballot may be put in at this moment."""
    return state == VOTING and vote_from <= now < vote_until


def dates_in_order(moments: Mapping[str, datetime]) -> bool:
    """Nominations begin before they end, then the vote begins and ends."""
    wanted = [moments[name] for name in ("nominate_from", "nominate_until", "vote_from", "vote_until")]
    return wanted[0] < wanted[1] <= wanted[2] < wanted[3]
