"""Votes by code and on paper, the jury, closing by two, the tally: what goes in comes out, and nothing else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from qianshou.access.models import LogEntry
from qianshou.merit.models import Election, ElectionBallot, ElectionVoter, JuryScore, VoteMiss
from qianshou.merit.operations import election_closing, election_opening, election_vote
from qianshou.merit.rules.election_codes import ALPHABET, normal_receipt, shown
from qianshou.merit.rules.election_count import judge
from tests.cast import NOON
from tests.elections.test_hold_election import refused
from tests.elections.year import AFTER, BEFORE, ENDS, close, codes, number_of, opened, score, second_officer, vote, voters

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_one(cast):
    """(election, its codes in the order of the roll)."""
    election = opened(cast)
    return election, list(codes(cast, election).values())


def test_a_vote_marks_the_roll_and_is_in_the_urn(cast, open_one):
    election, (code, *_rest) = open_one
    receipt = vote(election, shown(code).lower(), 3, 1)
    ballot = ElectionBallot.objects.get()
    assert (ballot.receipt, ballot.choices, ballot.kind) == (receipt, [1, 3], "code") and normal_receipt(receipt)
    assert [voter.mark for voter in voters(election)] == ["code", "", "", "", "", ""]


def test_a_blank_ballot_counts_as_one(open_one):
    election, (code, *_rest) = open_one
    vote(election, code)
    assert ElectionBallot.objects.get().choices == []


def test_codes_are_kept_as_hashes_and_a_vote_leaves_no_entry_in_the_log(open_one):
    election, (code, *_rest) = open_one
    before = LogEntry.objects.count()
    vote(election, code, 1)
    assert LogEntry.objects.count() == before
    assert not {f.name for f in ElectionBallot._meta.get_fields()} & {"voter", "made_at", "at", "id", "person"}
    assert all(code.encode() not in bytes(voter.code_hash) for voter in voters(election))


@pytest.mark.parametrize(
    ("typed", "code"),
    [(lambda codes, receipt: codes[0], "used"), (lambda codes, receipt: receipt, "receipt"), (lambda codes, receipt: codes[1][:-1] + "?", "typo"),
     (lambda codes, receipt: codes[1][:9], "typo"), (lambda codes, receipt: "22222-22223", "typo"), (lambda codes, receipt: "", "typo"),
     (lambda codes, receipt: next(slip for slip in (codes[1][:9] + sign for sign in ALPHABET) if normal_receipt(slip)), "typo")],
)  # fmt: skip
def test_codes_that_are_not_good_say_why(open_one, typed, code):
    election, made = open_one
    receipt = vote(election, made[0], 1)
    assert refused(lambda: vote(election, typed(made, receipt), 1)).code == code
    assert ElectionBallot.objects.count() == 1


def test_one_wrong_sign_or_two_that_changed_places_is_a_slip_and_never_another_code(open_one):
    election, (code, *_rest) = open_one
    swapped = code[:3] + code[4] + code[3] + code[5:] if code[3] != code[4] else code[:2] + ("2" if code[2] != "2" else "3") + code[3:]
    assert refused(lambda: vote(election, swapped, 1)).code == "typo"
    assert not VoteMiss.objects.exists()


def test_a_code_of_another_election_and_one_that_was_replaced(cast, open_one):
    from qianshou.merit.operations import election_desk

    election, made = open_one
    election_desk.drop_election(election_id=election.pk, why="重新投票", now=NOON, by_id=cast.officer.pk)
    again = opened(cast)
    first = codes(cast, again)
    assert refused(lambda: vote(again, made[0], 1)).code == "other"
    voter_id, old = next(iter(first.items()))
    fresh = codes(cast, again, [voter_id])[voter_id]
    assert refused(lambda: vote(again, old, 1)).code == "unknown"
    vote(again, fresh, 1)
    assert refused(lambda: codes(cast, again, [voter_id])).code == "none"  # has voted: no other slip


def test_before_after_and_more_choices_than_places(open_one):
    election, (code, *_rest) = open_one
    assert refused(lambda: vote(election, code, 1, now=BEFORE)).code == "not_yet"
    assert refused(lambda: vote(election, code, 1, now=ENDS)).code == "over"
    many = refused(lambda: vote(election, code, 1, 2, 3))
    assert (many.code, many.params) == ("many", {"category": "carers", "chosen": 3, "most": 2})
    assert refused(lambda: vote(election, code, 9)).code == "candidate"
    assert not ElectionBallot.objects.exists() and vote(election, code, 1)


def test_who_guesses_must_wait_and_the_neighbour_need_not(cast, open_one):
    from qianshou.merit.rules.election_codes import BYTES, code_from

    election, (code, *_rest) = open_one
    for n in range(election_vote.TRIES):
        assert refused(lambda n=n: vote(election, code_from(bytes([n] * BYTES)), 1)).code == "unknown"
    assert refused(lambda: vote(election, code, 1)).code == "slow"
    vote(election, code, 1, address="192.0.2.8")
    later = NOON + timedelta(minutes=11)
    assert refused(lambda: vote(election, code_from(b"\1" * BYTES), 1, now=later)).code == "unknown"
    assert VoteMiss.objects.get().wrong == 1 and b"192.0.2.7" not in bytes(VoteMiss.objects.get().address_hash)


def test_paper_is_read_by_two(cast, open_one):
    election, made = open_one
    zhou = second_officer(cast)
    voter = voters(election)[0]
    election_opening.hand_out_paper(voter_id=voter.pk, now=NOON, by_id=cast.officer.pk)
    assert refused(lambda: vote(election, made[0], 1)).code == "paper"
    read = lambda by, *numbers, n=17: election_vote.enter_paper(election_id=election.pk, number=n, chosen=numbers, now=NOON, by_id=by.pk)
    read(cast.officer, 1)
    assert read(cast.officer, 1, 2).receipt == ""  # she may correct herself
    assert refused(lambda: read(zhou, 1)).code == "differs"
    assert normal_receipt(read(zhou, 2, 1).receipt)
    assert refused(lambda: read(zhou, 2, 1)).code == "entered"
    read(cast.officer, 3, n=18)
    assert refused(lambda: read(zhou, 3, n=18)).code == "papers"  # one was handed out, one is in
    assert ElectionBallot.objects.get().kind == "paper"
    assert refused(lambda: election_opening.hand_out_paper(voter_id=voter.pk, now=NOON, by_id=cast.officer.pk)).code == "voted"


def test_the_program_may_not_touch_the_urn(open_one):
    election, (code, *_rest) = open_one
    vote(election, code, 1)
    for sql in (
        "INSERT INTO merit_electionballot (receipt, election_id, kind, choices) VALUES ('AAAAAAAAAA', %s, 'code', '{{1}}')",
        "UPDATE merit_electionballot SET choices = '{{2}}' WHERE election_id = %s",
        "DELETE FROM merit_electionballot WHERE election_id = %s",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.replace("{{", "{").replace("}}", "}"), [election.pk])


def test_a_mark_without_a_ballot_is_refused_and_a_ballot_without_a_mark(open_one):
    election, _codes = open_one
    with pytest.raises(IntegrityError, match="not as many"), transaction.atomic():
        ElectionVoter.objects.filter(election=election, number=2).update(mark="code")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="not as many"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT election_put(%s, 'AAAAAAAAAA', 'code', '{1}'::smallint[])", [election.pk])


def test_two_close_and_nothing_changes_afterwards(cast, open_one):
    election, made = open_one
    zhou = second_officer(cast)
    receipts = {vote(election, code, n % 5 + 1) for n, code in enumerate(made[:5])}
    ask = lambda now=AFTER: election_closing.ask_to_close(election_id=election.pk, now=now, by_id=cast.officer.pk)
    assert refused(lambda: ask(NOON)).code == "early"
    assert refused(ask).code == "jury_missing"
    score(cast, election)
    finish = lambda by: election_closing.close_vote(election_id=election.pk, now=AFTER, by_id=by.pk)
    assert refused(lambda: finish(zhou)).code == "second"
    ask()
    assert refused(lambda: finish(cast.officer)).code == "second"
    closed = finish(zhou)
    assert closed.state == "closed" and {b[0] for b in closed.tally["ballots"]} == receipts
    assert judge(closed.tally)[0] == []
    assert refused(lambda: vote(closed, made[5], 1, now=NOON)).code == "over"
    for act in (
        lambda: JuryScore.objects.update(points=100),
        lambda: ElectionVoter.objects.filter(mark="").update(mark="code"),
        lambda: Election.objects.filter(pk=election.pk).update(tally={**closed.tally, "ballots": []}),
        lambda: Election.objects.filter(pk=election.pk).update(closed_by=cast.desk.pk),
        lambda: connection.cursor().execute("SELECT election_put(%s, 'AAAAAAAAAA', 'code', '{1}'::smallint[])", [election.pk]),
        lambda: connection.cursor().execute("SELECT election_shake(%s)", [election.pk]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with connection.cursor() as cursor:
        cursor.execute("SELECT election_cast(%s, (SELECT code_hash FROM merit_electionvoter WHERE mark = '' LIMIT 1), 'AAAAAAAAAA', '{1}')", [election.pk])
        assert cursor.fetchone() == (False,)


def test_the_result_is_what_was_voted_and_the_jury_gave(cast, open_one):
    election, made = open_one
    tan, shao, feng = (number_of(election, one) for one in (cast.tan, cast.shao, cast.feng))
    for code, chosen in zip(made, ((tan, shao), (tan,), (tan, feng), (shao,), (), (tan,)), strict=True):
        vote(election, code, *chosen)
    score(cast, election, lambda juror, number: {tan: 60, shao: 90, feng: 30}.get(number, 50))
    closed = close(cast, election)
    carers = [line for line in closed.tally["result"] if line["category"] == "carers"]
    # Tan: 4 votes of 4 → 100·0.6 + 60/90·100·0.4; Shao: 2 of 4 → 50·0.6 + 100·0.4; Feng: 1 of 4 → 25·0.6 + 30/90·100·0.4
    assert [(one["number"], one["votes"], one["total"], one["elected"]) for one in carers] == [
        (tan, 4, "260/3", True), (shao, 2, "70", True), (feng, 1, "85/3", False)]  # fmt: skip
    lonely = [line for line in closed.tally["result"] if line["category"] == "aides"]
    assert lonely[0]["total"] == "40" and lonely[0]["elected"]  # the jury's part alone


def test_the_order_of_voting_is_nowhere_to_be_seen_after_closing(cast, open_one):
    """What the database itself notes about rows: one transaction wrote them all, in the order of receipts and of the roll."""
    election, made = open_one
    for n in (3, 0, 5, 1, 4, 2):
        vote(election, made[n], 1)
    score(cast, election)
    close(cast, election)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT (xmin::text, cmin::text)) FROM merit_electionballot")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT receipt FROM merit_electionballot ORDER BY ctid")
        assert (found := [row[0] for row in cursor.fetchall()]) == sorted(found)
        cursor.execute("SELECT count(DISTINCT (xmin::text, cmin::text)), array_agg(number ORDER BY ctid) FROM merit_electionvoter")
        assert cursor.fetchone() == (1, [1, 2, 3, 4, 5, 6])
