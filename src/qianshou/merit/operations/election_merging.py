"""Two files of one person become one while a vote is open: she stands on the frozen roll twice, and may vote once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from qianshou.access.operations import log
from qianshou.people.models import Person

from ..models import Election, ElectionVoter
from ..rules.election_steps import VOTING

VOID = ElectionVoter.Mark.VOID


def one_line_on_the_roll(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict[str, list[int]]:
    """Of her lines on a roll whose vote is open one stays good, the others become void. Returns what `lines_back_on_the_roll` needs.

    The line that has voted or took a paper stays; nobody looks at what was voted. Where several have voted, these ballots stay in the urn, for nothing
    leads to them; without a vote the staying file's line is the good one. Lines as a relative (of the family page) are somebody else's and stay.
    Runs in the caller's transaction, after `later` was merged into `earlier`.
    """
    hers = Person.objects.filter(Q(pk=earlier.pk) | Q(merged_into=earlier)).values_list("pk", flat=True)
    sources = [f"person:{pk}" for pk in {*hers, later.pk}]
    rows = ElectionVoter.objects.select_for_update(of=("self",)).filter(source__in=sources, election__state=VOTING).order_by("election_id", "number")
    by_election: dict[int, list[ElectionVoter]] = {}
    for row in rows:
        by_election.setdefault(row.election_id, []).append(row)
    void: list[int] = []
    for election_id, lines in by_election.items():
        idle = [row for row in lines if row.mark == ElectionVoter.Mark.NOT_YET]
        if not any(row.mark not in ("", VOID) for row in lines):
            good = next((row for row in idle if row.source == f"person:{earlier.pk}"), idle[0] if idle else None)
            idle = [row for row in idle if row is not good]
        ids = [row.pk for row in idle]
        if ElectionVoter.objects.filter(pk__in=ids, mark="").update(mark=VOID):
            void += ids
            log(act="election.void", now=now, by_id=by_id, street_id=lines[0].street_id, target="election", target_id=election_id, lines=len(ids))
    return {"void": void}


def lines_back_on_the_roll(*, undo: Mapping[str, Sequence[int]], now: datetime, by_id: int) -> None:
    """They are two people after all: lines that became void are good again, as long as the vote is open."""
    open_votes = Election.objects.filter(state=VOTING)
    ElectionVoter.objects.filter(pk__in=undo.get("void", []), mark=VOID, election__in=open_votes).update(mark="")
