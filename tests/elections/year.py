"""The year's ten best of the cast's street, brought as far as a test wants it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from qianshou.access.operations import add_user, assign_role
from qianshou.merit.models import Candidate, Election, ElectionVoter
from qianshou.merit.operations import election_closing, election_desk, election_opening, election_vote
from qianshou.merit.operations.election_desk import Announcement
from tests.cast import LONG_AGO, NOON, Cast

BEFORE, OPENS = NOON - timedelta(days=20), NOON - timedelta(days=1)
ENDS = NOON + timedelta(days=9)
AFTER = ENDS + timedelta(hours=1)
HERE = "192.0.2.7"
WORDS = "一年到头随叫随到"
PLACES = {"carers": 2, "aides": 1, "volunteers": 1}


def second_officer(cast: Cast):
    """Another officer of the street: for what takes two."""
    made = add_user(username="zhou", display_name="周颖", password=None, now=NOON)
    assign_role(user=made, role="street_officer", since=LONG_AGO, now=NOON, street_id=cast.street.pk)
    return made


def announce(cast: Cast, *, year: int = 2026, places=PLACES, **more) -> Election:
    """Announced three weeks ago: nominations are over, the vote may open."""
    dates = {"nominate_from": BEFORE, "nominate_until": OPENS - timedelta(days=7), "vote_from": OPENS, "vote_until": ENDS}
    said = Announcement(**{"year": year, "title": f"{year}年度十佳评选", "places": places, **dates, **more})
    return election_desk.announce_election(street_id=cast.street.pk, announcement=said, now=BEFORE, by_id=cast.officer.pk)


def nominate(cast: Cast, election: Election, carer, *, by: str = "沈玉芳的女儿", **more) -> Candidate:
    said = {"by_name": by, "by_self": False, "reason": WORDS, "batch": uuid4(), "now": BEFORE + timedelta(days=1)} | more
    return election_desk.nominate(election_id=election.pk, carer_id=carer.pk, by_id=cast.officer.pk, **said).candidate


def stand(cast: Cast, candidate: Candidate, *, now=OPENS) -> Candidate:
    """On the shortlist: an officer has answered what the program cannot know."""
    for code in ("year_points", "no_complaint"):
        election_desk.decide_check(candidate_id=candidate.pk, code=code, ok=True, why="查过台账", now=now, by_id=cast.officer.pk)
    return election_desk.put_on_shortlist(candidate_id=candidate.pk, agreed=True, citation="爱岗敬业", now=now, by_id=cast.officer.pk)


def shortlisted(cast: Cast, **more) -> Election:
    """Three carers, an aide, a volunteer on the shortlist, two jurors."""
    election = announce(cast, **more)
    for carer in (cast.tan, cast.shao, cast.feng, cast.aide, cast.volunteer):
        stand(cast, nominate(cast, election, carer))
    for name in ("瞿科长", "王敏"):
        election_opening.add_juror(election_id=election.pk, name=name, now=OPENS, by_id=cast.officer.pk)
    return election


def opened(cast: Cast, **more) -> Election:
    """The vote is open."""
    return election_opening.open_vote(election_id=shortlisted(cast, **more).pk, now=OPENS, by_id=cast.officer.pk)


def codes(cast: Cast, election: Election, voter_ids=None) -> dict[int, str]:
    """Slips for everybody: voter id → code."""
    made = election_opening.print_slips(election_id=election.pk, voter_ids=voter_ids, now=OPENS, by_id=cast.officer.pk)
    return {voter.pk: code for voter, code in made}


def number_of(election: Election, carer) -> int:
    return Candidate.objects.get(election=election, carer=carer).number


def vote(election: Election, code: str, *numbers: int, now=NOON, address=HERE) -> str:
    """A ballot by code; its receipt."""
    return election_vote.cast_vote(election=election, typed=code, chosen=numbers, address=address, now=now).receipt


def score(cast: Cast, election: Election, points=lambda juror, number: 80) -> None:
    """Every juror's points."""
    numbers = [one["number"] for one in election.opening["candidates"]]
    for n, juror in enumerate(election.jurors.order_by("pk")):
        election_vote.enter_scores(juror_id=juror.pk, points={k: points(n, k) for k in numbers}, now=NOON, by_id=cast.officer.pk)


def close(cast: Cast, election: Election, second=None, now=AFTER) -> Election:
    """Two officers close it."""
    election_closing.ask_to_close(election_id=election.pk, now=now, by_id=cast.officer.pk)
    return election_closing.close_vote(election_id=election.pk, now=now, by_id=(second or second_officer(cast)).pk)


def voters(election: Election) -> list[ElectionVoter]:
    return list(ElectionVoter.objects.filter(election=election).order_by("number"))


def two_years(cast: Cast) -> None:
    """For the crawl: this year's vote is open, with a vote and a paper that waits for its second reading; next year's takes nominations."""
    election = opened(cast)
    made = codes(cast, election)
    vote(election, next(iter(made.values())), 1)
    election_opening.hand_out_paper(voter_id=max(made), now=NOON, by_id=cast.officer.pk)
    election_vote.enter_paper(election_id=election.pk, number=1, chosen=[2], now=NOON, by_id=cast.officer.pk)
    coming = announce(cast, year=2027, nominate_until=NOON + timedelta(days=7), vote_from=NOON + timedelta(days=10), vote_until=NOON + timedelta(days=20))
    nominate(cast, coming, cast.tan)
