"""Ballots go into the urn, and the jury gives its points. Nothing about a single vote is logged: a log would say when, and of whom."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from qianshou.access.keys import blind
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Candidate, Election, ElectionBallot, ElectionPaper, ElectionVoter, Juror, JuryScore, VoteMiss
from ..queries.election import seats_of
from ..rules.election_codes import BYTES, normal_code, normal_receipt, receipt_from
from ..rules.election_steps import MAX_JURY, VOTING, WrongBallot, checked_choices, is_open
from .election_desk import lock_election
from .election_opening import code_hash

SPAN, TRIES = timedelta(minutes=10), 20  # wrong codes from one address in one span


@dataclass(frozen=True, slots=True)
class Voted:
    """The ballot is in. Its receipt is told this once."""

    receipt: str


def look_at_code(*, election: Election, typed: str, address: str, now: datetime) -> None:
    """Is this a code one can vote with now? Wrong ones are counted by address.

    Refused "not_yet", "over" by the days of the vote, "slow" after too many wrong ones, "typo" for what is no code, "receipt" for the receipt of a ballot that is in,
    "used", "paper", "void", "other" for one of another election, "unknown".
    """
    _open(election, now)
    _slow_down(election, address, now)
    code = normal_code(typed)
    if not code:
        receipt = normal_receipt(typed)  # one slip in 31 looks like one: only what is in the urn was given to somebody who has voted
        raise Refused("receipt" if receipt and ElectionBallot.objects.filter(election=election, receipt=receipt).exists() else "typo")
    voter = ElectionVoter.objects.filter(code_hash=code_hash(code)).only("election_id", "mark").first()
    if voter is not None and voter.election_id == election.pk:
        if voter.mark:
            raise Refused({ElectionVoter.Mark.CODE: "used", ElectionVoter.Mark.PAPER: "paper"}.get(voter.mark, "void"))
        return
    _miss(election, address, now)
    raise Refused("other" if voter is not None else "unknown")


def look_at_ballot(*, election: Election, typed: str, chosen: Collection[int], address: str, now: datetime) -> list[int]:
    """Could this be put in as it is? The numbers in order. Refused as `look_at_code`, or "many" and "candidate" for the choices."""
    look_at_code(election=election, typed=typed, address=address, now=now)
    return _numbers(election, chosen)


def _numbers(election: Election, chosen: Collection[int]) -> list[int]:
    try:
        return checked_choices(seats_of(election), chosen)
    except WrongBallot as error:
        raise Refused("many" if error.code == "many" else "candidate", **error.params) from error


def cast_vote(*, election: Election, typed: str, chosen: Collection[int], address: str, now: datetime) -> Voted:
    """Put the ballot in and mark the roll, both or neither. Refused as `look_at_ballot`.

    One transaction, and in it one statement that writes: `election_cast` of the database.
    """
    numbers = look_at_ballot(election=election, typed=typed, chosen=chosen, address=address, now=now)
    receipt = receipt_from(secrets.token_bytes(BYTES))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT election_cast(%s, %s, %s, %s::smallint[])", [election.pk, code_hash(normal_code(typed)), receipt, numbers])
        if not cursor.fetchone()[0]:
            election.refresh_from_db(fields=["state"])
            raise Refused("used" if election.state == VOTING else "over")
    return Voted(receipt)


def _open(election: Election, now: datetime) -> None:
    if not is_open(election.state, election.vote_from, election.vote_until, now):
        raise Refused("not_yet" if now < election.vote_from and election.state in ("announced", "voting") else "over")


def _address(address: str) -> bytes:
    return blind(f"vote address:{address}")


def _slow_down(election: Election, address: str, now: datetime) -> None:
    if VoteMiss.objects.filter(election=election, address_hash=_address(address), since__gt=now - SPAN, wrong__gte=TRIES).exists():
        raise Refused("slow")


def _miss(election: Election, address: str, now: datetime) -> None:
    """One more wrong code from this address; a new span begins when the last one is over."""
    made, new = VoteMiss.objects.get_or_create(election=election, address_hash=_address(address), defaults={"since": now, "wrong": 1})
    if not new:
        running = When(since__gt=now - SPAN, then=F("wrong") + 1)
        VoteMiss.objects.filter(pk=made.pk).update(wrong=Case(running, default=Value(1)), since=Case(When(since__gt=now - SPAN, then=F("since")), default=Value(now)))


@transaction.atomic
def enter_paper(*, election_id: int, number: int, chosen: Collection[int], now: datetime, by_id: int) -> ElectionPaper:
    """An officer reads a paper ballot; once a second one has read the same of the same number, it is in the urn and has its receipt.

    Refused "step", "number", "many"/"candidate" for the choices, "entered" when it is in already, "differs" when the two read differently: then both
    look at the paper together, and the first enters it anew. The first may correct what he entered until then.
    """
    row = lock_election(election_id, VOTING)
    if not 1 <= number <= 100_000:
        raise Refused("number")
    numbers = _numbers(row, chosen)
    paper, new = ElectionPaper.objects.get_or_create(election=row, number=number, defaults={"choices": numbers, "first_by_id": by_id})
    if new:
        return paper
    if paper.receipt:
        raise Refused("entered", number=number)
    if paper.first_by_id == by_id:
        ElectionPaper.objects.filter(pk=paper.pk).update(choices=numbers)
    elif paper.choices != numbers:
        raise Refused("differs", number=number)
    else:
        _put_paper(paper, by_id)
    paper.refresh_from_db()
    return paper


def _put_paper(paper: ElectionPaper, by_id: int) -> None:
    out = ElectionVoter.objects.filter(election_id=paper.election_id, mark="paper").count()
    if ElectionPaper.objects.filter(election_id=paper.election_id).exclude(receipt="").count() >= out:
        raise Refused("papers", out=out)
    with connection.cursor() as cursor:
        cursor.execute("SELECT election_put_paper(%s, %s, %s)", [paper.pk, by_id, receipt_from(secrets.token_bytes(BYTES))])


@transaction.atomic
def enter_scores(*, juror_id: int, points: Mapping[int, int], now: datetime, by_id: int) -> int:
    """A juror's points from the signed sheet, number of the candidate → 0 to 100; what is left out stays as it was. Returns how many stand now.

    Refused "step", "points" out of bounds, "candidate" for a number that is not on the ballot.
    """
    juror = Juror.objects.get(pk=juror_id)
    row = lock_election(juror.election_id, VOTING)
    known = dict(row.candidates.filter(state=Candidate.State.LISTED).values_list("number", "pk"))
    for number, given in points.items():
        if number not in known:
            raise Refused("candidate", number=number)
        if not 0 <= given <= MAX_JURY:
            raise Refused("points")
        JuryScore.objects.update_or_create(juror=juror, candidate_id=known[number], defaults={"points": given, "entered_by_id": by_id})
    log(act="election.scores", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk, juror=juror.pk, given=len(points))
    return juror.scores.count()
