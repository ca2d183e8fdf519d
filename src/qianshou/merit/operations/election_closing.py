"""Two people close the vote, it is counted at once, and the result is published with everything needed to count it again."""

from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from qianshou.access.keys import unseal
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Election, ElectionBallot, ElectionPaper, JuryScore
from ..queries.election import marks, scores_missing
from ..rules.election_count import FORMAT, count, judge
from ..rules.election_steps import CLOSED, PUBLISHED, VOTING
from .election_desk import lock_election

TABLES = ("merit_electionballot", "merit_electionvoter", "merit_electionpaper")


@transaction.atomic
def ask_to_close(*, election_id: int, now: datetime, by_id: int) -> Election:
    """The first of the two. The vote stays open until the second does it. Refused as `close_vote`."""
    row = lock_election(election_id, VOTING)
    _may_close(row, now)
    Election.objects.filter(pk=row.pk).update(close_asked_at=now, close_asked_by_id=by_id)
    log(act="election.close_asked", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk)
    row.refresh_from_db()
    return row


def close_vote(*, election_id: int, now: datetime, by_id: int) -> Election:
    """The second of the two: urn and roll are written anew without a trace of the order, the seed is opened, the tally counted and kept.

    Refused "early" while the days of the vote run and somebody may still vote, "points" with how many of the jury are missing, "reading" while a paper
    waits for its second reading, "second" without a first or by the same person. Afterwards the database's dead rows are swept away, as far as it lets us.
    """
    with transaction.atomic():
        row = lock_election(election_id, VOTING)
        _may_close(row, now)
        if row.close_asked_by_id in (None, by_id):
            raise Refused("second")
        with connection.cursor() as cursor:
            cursor.execute("SELECT election_shake(%s)", [row.pk])
        tally = tally_of(row)
        Election.objects.filter(pk=row.pk).update(state=CLOSED, closed_at=now, closed_by_id=by_id, tally=tally)
        log(act="election.closed", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk, ballots=len(tally["ballots"]))
        row.refresh_from_db()
    _sweep()
    return row


def _may_close(row: Election, now: datetime) -> None:
    if now < row.vote_until and marks(row)[""]:
        raise Refused("early")
    if missing := scores_missing(row):
        raise Refused("jury_missing", n=missing)
    if waiting := ElectionPaper.objects.filter(election=row, receipt="").count():
        raise Refused("reading", n=waiting)


def tally_of(row: Election) -> dict:
    """The tally with its result, as it is published. ValueError when it does not fit together, which the database's own rules exclude."""
    jurors = {pk: n for n, pk in enumerate(row.jurors.order_by("pk").values_list("pk", flat=True))}
    scores = JuryScore.objects.filter(juror__election=row).values_list("juror_id", "candidate__number", "points")
    marked = marks(row)
    tally = {
        "format": FORMAT,
        "opening": row.opening,
        "opening_hash": row.opening_hash,
        "scores": sorted([jurors[juror], number, points] for juror, number, points in scores),
        "marked": {"code": marked["code"], "paper": marked["paper"]},
        "ballots": [list(ballot) for ballot in ElectionBallot.objects.filter(election=row).order_by("receipt").values_list("receipt", "kind", "choices")],
        "seed": unseal(row.seed_sealed),
    }
    tally["result"] = [asdict(line) for line in count(tally)]
    found, _ = judge(tally)
    if found:
        raise ValueError("; ".join(found))
    return tally


def _sweep() -> None:
    """Dead rows tell in which order the living were written: they go now where the server lets us (PostgreSQL 17 and later), else with its own vacuum."""
    if connection.in_atomic_block or connection.vendor != "postgresql" or connection.pg_version < 170000:
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM {table}")


@transaction.atomic
def publish_result(*, election_id: int, now: datetime, by_id: int) -> Election:
    """From now on everybody may read the result and take the tally. Refused "step" unless it is closed."""
    row = lock_election(election_id, CLOSED)
    Election.objects.filter(pk=row.pk).update(state=PUBLISHED, published_at=now)
    log(act="election.published", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk)
    row.refresh_from_db()
    return row
