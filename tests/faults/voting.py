"""Shared by the gates on the vote. Run as a program it votes, and dies: `python -m tests.faults.voting ELECTION CODE…`.

It forks one process for each way to die: before its first statement, its second … and right before and right after its commit. Each votes with
a code of its own and is killed by SIGKILL there. It prints how many ways there were.
"""

from __future__ import annotations

import sys
from functools import partial

from tests.faults.forking import AFTER_COMMIT, BEFORE_COMMIT, killed

CHOSEN = (1,)


def vote(election_id: int, code: str) -> str:
    """A ballot with this code; its receipt."""
    from qianshou.merit.models import Election
    from qianshou.merit.operations import election_vote
    from tests.cast import NOON

    election = Election.objects.get(pk=election_id)
    return election_vote.cast_vote(election=election, typed=code, chosen=CHOSEN, address="192.0.2.7", now=NOON).receipt


def broken_vote(election_id: int, code: str) -> None:
    """The negative control: the mark first, the ballot in a second step, as one would write it without thinking (the database's rules taken away)."""
    from django.db import connection

    from qianshou.merit.models import ElectionVoter
    from qianshou.merit.operations.election_opening import code_hash

    if ElectionVoter.objects.filter(code_hash=code_hash(code), mark="").update(mark="code"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT election_put(%s, %s, 'code', '{1}'::smallint[])", [election_id, code])


def wrong_votes(election_id: int) -> list[str]:
    """Every way in which roll and urn do not fit one another."""
    from qianshou.merit.models import ElectionBallot, ElectionVoter

    marks = ElectionVoter.objects.filter(election_id=election_id, mark="code").count()
    ballots = ElectionBallot.objects.filter(election_id=election_id).count()
    return [] if marks == ballots else [f"{marks} marks, {ballots} ballots"]


def main() -> None:
    """Every way to die, each with the next code."""
    import django

    django.setup()  # before the forks, and without a connection: each child opens its own
    election_id, codes = int(sys.argv[1]), iter(sys.argv[2:])
    next_vote = lambda: partial(vote, election_id, next(codes))
    assert killed(BEFORE_COMMIT, next_vote()) and killed(AFTER_COMMIT, next_vote())
    ways = 1
    while killed(ways, next_vote()):
        ways += 1
    print(ways - 1, flush=True)


if __name__ == "__main__":
    main()
