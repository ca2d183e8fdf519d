"""Random votes against a plain-Python model: every ballot that was accepted is in the tally once, nobody votes twice, the result is the model's."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from qianshou.care.operations.errors import Refused
from qianshou.merit.models import ElectionBallot
from qianshou.merit.operations import election_opening, election_vote
from qianshou.merit.rules.election_count import judge
from tests.cast import NOON
from tests.elections.year import close, codes, opened, score, second_officer, vote, voters

CHOSEN = st.sets(st.integers(1, 5), max_size=4)
WHO = st.integers(0, 5)


class Vote(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None
    put = staticmethod(vote)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.zhou = second_officer(self.cast)
        self.election = opened(self.cast)
        self.codes = list(codes(self.cast, self.election).values())
        self.said: dict[int, str] = {}  # voter → how
        self.urn: dict[str, set[int]] = {}  # receipt → numbers
        self.papers: dict[int, tuple[bool, set[int]]] = {}  # number → (in?, numbers)
        self.old: set[str] = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def jury(self):
        score(self.cast, self.election, lambda juror, number: 10 * number + juror)

    def fits(self, chosen: set[int]) -> bool:
        """Two carers (1 to 3), an aide (4), a volunteer (5) at most."""
        return len(chosen & {1, 2, 3}) <= 2

    @rule(who=WHO, chosen=CHOSEN)
    def votes(self, who, chosen):
        expected = self.said.get(who) or ("many" if not self.fits(chosen) else "in")
        try:
            receipt = self.put(self.election, self.codes[who], *chosen)
            said = "in"
            assert receipt not in self.urn
            self.urn[receipt] = chosen
            self.said[who] = "used"
        except Refused as error:
            said = error.code
        assert said == expected

    @rule(who=WHO)
    def loses_the_slip(self, who):
        try:
            fresh = codes(self.cast, self.election, [voters(self.election)[who].pk])
        except Refused as error:
            assert error.code == "none" and who in self.said
            return
        assert who not in self.said
        self.old.add(self.codes[who])
        self.codes[who] = next(iter(fresh.values()))

    @precondition(lambda self: self.old)
    @rule(chosen=CHOSEN)
    def tries_an_old_slip(self, chosen):
        with pytest.raises(Refused) as caught:
            self.put(self.election, min(self.old), *chosen)
        assert caught.value.code in ("unknown", "slow")

    @rule(who=WHO)
    def takes_paper(self, who):
        try:
            election_opening.hand_out_paper(voter_id=voters(self.election)[who].pk, now=NOON, by_id=self.cast.officer.pk)
            assert who not in self.said
            self.said[who] = "paper"
        except Refused as error:
            assert error.code == "voted" and who in self.said

    @rule(number=st.integers(1, 3), chosen=CHOSEN, second=st.booleans())
    def a_paper_is_read(self, number, chosen, second):
        by = self.zhou if second else self.cast.officer
        known = self.papers.get(number)
        try:
            paper = election_vote.enter_paper(election_id=self.election.pk, number=number, chosen=chosen, now=NOON, by_id=by.pk)
        except Refused:
            return
        if paper.receipt:
            assert known is not None and known[1] == chosen and not known[0]
            self.urn[paper.receipt] = chosen
        self.papers[number] = (bool(paper.receipt), chosen)

    @invariant()
    def the_urn_holds_what_was_accepted(self):
        assert {b.receipt: set(b.choices) for b in ElectionBallot.objects.all()} == self.urn
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is put off to the commit, looked at now
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @precondition(lambda self: self.urn)
    @rule()
    def is_closed_and_counted(self):
        """In a part of the transaction of its own, undone afterwards: the run goes on."""
        with transaction.atomic():
            waiting = [n for n, (done, _) in self.papers.items() if not done]
            try:
                closed = close(self.cast, self.election, self.zhou)
                assert not waiting
                assert judge(closed.tally)[0] == []
                assert {b[0]: set(b[2]) for b in closed.tally["ballots"]} == self.urn
                self.the_result_is_the_models(closed.tally["result"])
            except Refused as error:
                assert error.code == "reading" and waiting
            transaction.set_rollback(True)
        self.election.refresh_from_db()

    def the_result_is_the_models(self, lines: list[dict]) -> None:
        votes = Counter(n for chosen in self.urn.values() for n in chosen)
        for line in lines:
            mates = {one["number"] for one in lines if one["category"] == line["category"]}
            most, best = max(votes[n] for n in mates), max(20 * n + 1 for n in mates)
            n = line["number"]
            public = Fraction(votes[n], most) if most else 0
            assert line["votes"] == votes[n]
            assert Fraction(line["total"]) == 60 * public + 40 * Fraction(20 * n + 1, best)


def run(machine, examples=5, steps=12):
    settings_ = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
                         phases=[phase for phase in Phase if phase not in (Phase.explain, Phase.shrink)])  # fmt: skip
    run_state_machine_as_test(machine, settings=settings_)


@pytest.mark.django_db
@pytest.mark.long
def test_votes_behave_like_the_model(cast):
    run(type("Votes", (Vote,), {"cast": cast}))


@pytest.mark.django_db
@pytest.mark.long
def test_the_model_finds_a_vote_that_forgets_a_choice(cast):
    """Negative control."""
    forgetful = lambda election, code, *chosen: vote(election, code, *sorted(chosen)[:1])
    with pytest.raises(AssertionError):
        run(type("Forgetful", (Vote,), {"cast": cast, "put": staticmethod(forgetful)}))
