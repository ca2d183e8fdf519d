"""A voter's process may die anywhere, and one code may come from many at once: the vote is in and the code used, or neither; never two ballots."""

from __future__ import annotations

import random
import subprocess
import sys
import threading

import psycopg
import pytest
from django.db import connection, connections, transaction

from qianshou.care.operations.errors import Refused
from qianshou.merit.models import ElectionBallot, ElectionVoter
from tests.cast import LONG_AGO, NOON, elder, make
from tests.elections.year import codes, opened
from tests.faults.sweeping import count_statements, killed_at
from tests.faults.voting import broken_vote, vote, wrong_votes


def with_voters(cast, how_many: int):
    """(election, codes) with so many voters more than the cast's: elders linked to Tan."""
    from qianshou.care.models import Link, Rank

    for n in range(how_many):
        one = elder(cast.street, cast.huaide, f"老人{n}", cast.lane, f"{n}号", LONG_AGO.replace(year=1940), "", NOON)
        Link.objects.create(elder=one, carer=cast.tan, street=cast.street, rank=Rank.PRIMARY, since=LONG_AGO)
    election = opened(cast)
    return election, list(codes(cast, election).values())


def gate(run, election, code: str) -> list[str]:
    """Kill `run` at each of its statements, look, vote again and look again."""
    found = []
    with transaction.atomic():
        total = count_statements(lambda: run(election.pk, code))
        transaction.set_rollback(True)
    assert total >= 2
    for statement in range(1, total + 1):
        with transaction.atomic():
            with killed_at(statement):
                run(election.pk, code)
            found += [f"killed at {statement} of {total}: {text}" for text in wrong_votes(election.pk)]
            transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_killed_at_every_statement_the_vote_is_in_or_not(cast):
    election = opened(cast)
    code = next(iter(codes(cast, election).values()))
    assert gate(vote, election, code) == []
    vote(election.pk, code)
    assert ElectionBallot.objects.count() == 1


@pytest.mark.django_db
def test_the_gate_finds_a_vote_in_two_steps(cast):
    election = opened(cast)
    assert any("1 marks, 0 ballots" in text for text in gate(broken_vote, election, next(iter(codes(cast, election).values()))))


@pytest.mark.django_db(transaction=True)
def test_killed_for_real_anywhere_and_tried_again_each_code_has_one_ballot():
    election, made = with_voters(make(), 24)
    words = [sys.executable, "-m", "tests.faults.voting", str(election.pk), *made]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    ways = int(done.stdout)
    assert ways >= 4, "it died hardly anywhere"
    assert wrong_votes(election.pk) == [] and ElectionBallot.objects.count() == 2  # after its commit, and the one that lived
    for code in made:
        try:
            vote(election.pk, code)
        except Refused as error:
            assert error.code == "used"
    assert wrong_votes(election.pk) == [] and ElectionBallot.objects.count() == len(made)


def at_once(acts) -> list[str]:
    """Run each act in a thread with a connection of its own, all begun at once; what came of each: "in", a refusal's code, or an error."""
    barrier, said = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
            said.append("in")
        except Refused as error:
            said.append(error.code)
        except Exception as error:
            said.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(said)


@pytest.mark.django_db(transaction=True)
def test_one_code_from_eight_connections_is_one_ballot():
    election, made = with_voters(make(), 0)
    assert at_once([lambda: vote(election.pk, made[0])] * 8) == ["in"] + ["used"] * 7
    assert ElectionBallot.objects.count() == 1 and wrong_votes(election.pk) == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_stir_one_anothers_ballots_and_none_is_lost():
    election, made = with_voters(make(), 40)
    random.Random(20041).shuffle(made)
    shares = [made[n::8] for n in range(8)]
    assert at_once([lambda share=share: [vote(election.pk, code) for code in share] for share in shares]) == ["in"] * 8
    assert ElectionBallot.objects.count() == len(made) and wrong_votes(election.pk) == []
    with connection.cursor() as cursor:  # what a look at the database's own marks tells about the last ballots
        cursor.execute("SELECT count(*) FROM merit_electionballot b WHERE xmin = (SELECT xmin FROM merit_electionballot ORDER BY age(xmin) LIMIT 1)")
        assert cursor.fetchone()[0] == 17  # the last one and the sixteen it stirred, however many voted beside it


@pytest.mark.django_db(transaction=True)
def test_closing_and_voting_at_once_every_vote_that_was_taken_is_counted():
    from qianshou.merit.operations import election_closing
    from tests.elections.year import AFTER, score, second_officer

    cast = make()
    election, made = with_voters(cast, 16)
    zhou = second_officer(cast)
    score(cast, election)
    election_closing.ask_to_close(election_id=election.pk, now=AFTER, by_id=cast.officer.pk)
    acts = [lambda code=code: vote(election.pk, code) for code in made[:7]]
    said = at_once([*acts, lambda: election_closing.close_vote(election_id=election.pk, now=AFTER, by_id=zhou.pk)])
    assert set(said) <= {"in", "over"} and "in" in said
    election.refresh_from_db()
    assert election.state == "closed" and len(election.tally["ballots"]) == said.count("in") - 1 == ElectionVoter.objects.exclude(mark="").count()


@pytest.mark.django_db(transaction=True)
def test_without_the_databases_rule_a_code_would_vote_twice(cluster):
    """Negative control: looked up first and written afterwards, without the condition on the mark."""
    election, made = with_voters(make(), 0)
    with psycopg.connect(cluster.url("owner", connection.settings_dict["NAME"]), autocommit=True) as owner:
        owner.execute("ALTER FUNCTION election_agrees(bigint) RENAME TO election_agrees_kept")
        owner.execute("CREATE FUNCTION election_agrees(which bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$")
        try:
            barrier = threading.Barrier(2)

            def careless(receipt):
                assert ElectionVoter.objects.filter(mark="").exists()
                barrier.wait()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT election_put(%s, %s, 'code', '{1}'::smallint[])", [election.pk, receipt])

            assert at_once([lambda: careless("A" * 10), lambda: careless("B" * 10)]) == ["in", "in"]
            assert wrong_votes(election.pk) == ["0 marks, 2 ballots"]
        finally:
            connection.close()
            owner.execute("DROP FUNCTION election_agrees(bigint)")
            owner.execute("ALTER FUNCTION election_agrees_kept(bigint) RENAME TO election_agrees")
    assert made
