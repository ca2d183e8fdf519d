"""Shared by the gates on the vote. Run as a program it votes, and dies: `python -m tests.faults.voting ELECTION CODE…`.

It forks one process for each way to die: before its first statement, its second … and right before and right after its commit. Each votes with
a code of its own and is killed by SIGKILL there. It prints how many ways there were.
"""

from __future__ import annotations

import os
import signal
import sys

CHOSEN = (1,)
BEFORE_COMMIT, AFTER_COMMIT = -1, -2


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


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def vote_and_die(way: int, election_id: int, code: str) -> None:
    """Vote, and die there; a way beyond the last statement ends alive."""
    from django.db import connection, transaction

    seen = 0

    def count(execute, *args):
        nonlocal seen
        seen += 1
        if seen == way:
            die()
        return execute(*args)

    with connection.execute_wrapper(count):
        with transaction.atomic():
            vote(election_id, code)
            if way == BEFORE_COMMIT:
                die()
        if way == AFTER_COMMIT:
            die()


def killed(way: int, election_id: int, code: str) -> bool:
    """Whether a process of its own died this way."""
    child = os.fork()
    if child == 0:
        try:
            vote_and_die(way, election_id, code)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main() -> None:
    """Every way to die, each with the next code."""
    import django

    django.setup()  # before the forks, and without a connection: each child opens its own
    election_id, codes = int(sys.argv[1]), iter(sys.argv[2:])
    assert killed(BEFORE_COMMIT, election_id, next(codes)) and killed(AFTER_COMMIT, election_id, next(codes))
    ways = 1
    while killed(ways, election_id, next(codes)):
        ways += 1
    print(ways - 1, flush=True)


if __name__ == "__main__":
    main()
