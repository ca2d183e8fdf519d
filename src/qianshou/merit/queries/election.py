"""Elections as the desk and the voter see them. Nothing here tells how the vote goes while it is open."""

from collections import Counter

from django.db.models import Count, QuerySet

from qianshou.access.scope import Scope

from ..models import Candidate, Election, ElectionPaper, ElectionVoter, Juror, JuryScore
from ..rules.election_steps import Seats


def elections(scope: Scope) -> QuerySet[Election]:
    """The street's elections, this year's first."""
    if not scope.may("elections.read"):
        return Election.objects.none()
    return Election.objects.filter(scope.rows(committee=None)).select_related("street", "close_asked_by", "closed_by")


def election_of(scope: Scope, election_id: int) -> Election:
    """One election; Election.DoesNotExist for another street's."""
    return elections(scope).get(pk=election_id)


def election_by_slug(slug: str) -> Election:
    """For the public page: an announced election, whoever asks. Election.DoesNotExist for none."""
    return Election.objects.select_related("street").get(slug=slug)


def candidates_of(election: Election) -> list[Candidate]:
    """Everybody who was nominated, by category in the order of the announcement, those on the shortlist first; each with `said`: nominations."""
    order = {one["code"]: n for n, one in enumerate(election.rules["categories"])}
    states = {Candidate.State.LISTED: 0, Candidate.State.NOMINATED: 1, Candidate.State.REFUSED: 2}
    rows = election.candidates.select_related("carer__person").annotate(said=Count("nominations"))
    return sorted(rows, key=lambda one: (order.get(one.category, 99), states[one.state], one.number or 0, one.carer.person.name_key, one.pk))


def candidate_of(scope: Scope, candidate_id: int) -> Candidate:
    """One candidate; Candidate.DoesNotExist for another street's."""
    rows = Candidate.objects.filter(election__in=elections(scope)).select_related("election__street", "carer__person", "settled_by")
    return rows.get(pk=candidate_id)


def listed(election: Election) -> list[Candidate]:
    """Those on the ballot, by number."""
    rows = election.candidates.filter(state=Candidate.State.LISTED).select_related("carer__person")
    return sorted(rows, key=lambda one: (one.number or 0, one.pk))


def seats_of(election: Election) -> list[Seats]:
    """The ballot: each category with the numbers that stand in it. Read from what was published at the opening."""
    opening = election.opening or {"categories": [], "candidates": []}
    return [
        Seats(one["code"], one["places"], one["choices"], tuple(c["number"] for c in opening["candidates"] if c["category"] == one["code"]))
        for one in opening["categories"]
    ]


def voters_of(election: Election, *, text: str = "", mark: str = "") -> QuerySet[ElectionVoter]:
    """The roll by its numbers. `mark`: "voted" or "not" narrow it."""
    rows = ElectionVoter.objects.filter(election=election)
    if text.strip():
        rows = rows.filter(name__contains=text.strip()[:40])
    if mark in ("voted", "not"):
        rows = rows.filter(mark__in=("code", "paper")) if mark == "voted" else rows.filter(mark="")
    return rows.order_by("number")


def voter_of(scope: Scope, voter_id: int) -> ElectionVoter:
    """One line of the roll; ElectionVoter.DoesNotExist for another street's."""
    return ElectionVoter.objects.filter(election__in=elections(scope)).select_related("election__street").get(pk=voter_id)


def marks(election: Election) -> Counter:
    """How many on the roll voted by code, on paper, not yet (key ""), or are void because the person stands there twice."""
    return Counter(dict(ElectionVoter.objects.filter(election=election).order_by().values_list("mark").annotate(Count("pk"))))


def jurors_of(election: Election) -> list[Juror]:
    """The jury, each with `given`: how many points are entered."""
    return list(election.jurors.annotate(given=Count("scores")).order_by("pk"))


def juror_of(scope: Scope, juror_id: int) -> Juror:
    """One juror; Juror.DoesNotExist for another street's."""
    return Juror.objects.filter(election__in=elections(scope)).select_related("election").get(pk=juror_id)


def scores_of(juror: Juror) -> dict[int, int]:
    """Number of a candidate → points this juror gave."""
    return dict(JuryScore.objects.filter(juror=juror).values_list("candidate__number", "points"))


def scores_missing(election: Election) -> int:
    """How many points of the jury are still to be entered."""
    wanted = election.jurors.count() * election.candidates.filter(state=Candidate.State.LISTED).count()
    return wanted - JuryScore.objects.filter(juror__election=election).count()


def papers_of(election: Election) -> list[ElectionPaper]:
    """Paper ballots entered, those that wait for the second reading first. What stands on them is not shown before closing."""
    rows = ElectionPaper.objects.filter(election=election).select_related("first_by", "second_by")
    return sorted(rows, key=lambda one: (bool(one.receipt), one.number))
