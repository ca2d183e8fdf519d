"""The vote is opened: jury, ballot and roll are fixed, and what nobody may change afterwards is published. Then slips are printed."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from qianshou.access.keys import blind, seal
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Candidate, Election, ElectionVoter, Juror
from ..queries.election_roll import Entry, roll_for
from ..rules.election_codes import BYTES, code_from
from ..rules.election_count import digest
from ..rules.election_steps import ANNOUNCED, VOTING
from .election_desk import lock_election


def code_hash(code: str) -> bytes:
    """A voting code as the roll keeps it: useless without the installation's key."""
    return blind(f"vote code:{code}")


@transaction.atomic
def add_juror(*, election_id: int, name: str, now: datetime, by_id: int) -> Juror:
    """One more of the jury, until the opening. Refused "who" without a name, "juror" for one who is there already."""
    name = " ".join(name.split())[:60]
    row = lock_election(election_id, ANNOUNCED)
    if not name:
        raise Refused("who")
    if row.jurors.filter(name=name).exists():
        raise Refused("juror", name=name)
    made = Juror.objects.create(election=row, name=name)
    log(act="election.juror", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk, juror=made.pk)
    return made


@transaction.atomic
def remove_juror(*, juror_id: int, now: datetime, by_id: int) -> None:
    """Not of the jury after all, until the opening."""
    juror = Juror.objects.get(pk=juror_id)
    row = lock_election(juror.election_id, ANNOUNCED)
    Juror.objects.filter(pk=juror.pk).delete()
    log(act="election.juror_removed", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk)


@transaction.atomic
def open_vote(*, election_id: int, now: datetime, by_id: int) -> Election:
    """Number the candidates, freeze the roll, publish the opening with the hashes of roll and seed.

    Refused "early" before the nominations end, "over" when the days of the vote are past, "open" while a nominee is not settled, "nobody" for a
    category without a candidate, "jury" where the jury has weight and no members, "roll" when nobody may vote.
    """
    row = lock_election(election_id, ANNOUNCED)
    _ready(row, now)
    entries = roll_for(row.street, [one["code"] for one in row.rules["voters"]], now)
    if not entries:
        raise Refused("roll")
    candidates = _number(row)
    ElectionVoter.objects.bulk_create([
        ElectionVoter(election=row, street_id=row.street_id, number=n, person_id=one.person_id, group=one.group, source=one.source, name=one.name[:60],
                      committee=one.committee[:60])
        for n, one in enumerate(entries, start=1)
    ], batch_size=2000)  # fmt: skip
    seed = secrets.token_hex(32)
    opening = _opening(row, candidates, entries, seed)
    Election.objects.filter(pk=row.pk).update(
        state=VOTING, opening=opening, opening_hash=digest(opening), seed_sealed=seal(seed), opened_at=now, opened_by_id=by_id
    )
    row.refresh_from_db()
    log(act="election.opened", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk, voters=len(entries), hash=row.opening_hash)
    return row


def _ready(row: Election, now: datetime) -> None:
    if now < row.nominate_until:
        raise Refused("early")
    if now >= row.vote_until:
        raise Refused("over")
    if row.candidates.filter(state=Candidate.State.NOMINATED).exists():
        raise Refused("open")
    standing = set(row.candidates.filter(state=Candidate.State.LISTED).values_list("category", flat=True))
    if any(one["code"] not in standing for one in row.rules["categories"]):
        raise Refused("nobody")
    if row.rules["weights"]["jury"] and not row.jurors.exists():
        raise Refused("jury")


def _number(row: Election) -> list[Candidate]:
    """Numbers of the ballot: category after category, by name."""
    order = {one["code"]: n for n, one in enumerate(row.rules["categories"])}
    rows = row.candidates.filter(state=Candidate.State.LISTED).select_related("carer__person")
    found = sorted(rows, key=lambda one: (order[one.category], one.carer.person.name_key, one.pk))
    for number, one in enumerate(found, start=1):
        one.number = number
    Candidate.objects.bulk_update(found, ["number"])
    return found


def _opening(row: Election, candidates: list[Candidate], entries: list[Entry], seed: str) -> dict:
    """As `rules.election_count` reads it. The roll's hash is over its lines, number, group and name, as the office shows them to whoever asks."""
    return {
        "street": row.street.name, "year": row.year, "title": row.title, "election": row.slug,
        "vote_from": row.vote_from.isoformat(), "vote_until": row.vote_until.isoformat(),
        "categories": [{"code": one["code"], "name": one["zh"], "places": one["places"], "choices": one["choices"]} for one in row.rules["categories"]],
        "candidates": [{"number": one.number, "category": one.category, "name": one.carer.person.name} for one in candidates],
        "jurors": [one.name for one in row.jurors.order_by("pk")],
        "weights": row.rules["weights"],
        "roll": {"voters": len(entries), "hash": digest([[n, one.group, one.name] for n, one in enumerate(entries, start=1)])},
        "seed_hash": hashlib.sha256(bytes.fromhex(seed)).hexdigest(),
    }  # fmt: skip


@transaction.atomic
def print_slips(*, election_id: int, voter_ids: Collection[int] | None, now: datetime, by_id: int) -> list[tuple[ElectionVoter, str]]:
    """New codes for these voters, or for everybody who has none yet; told this once, in the order of the roll. A code printed before is void.

    Whoever has voted or took a paper gets none. Refused "step" unless the vote is open, "none" when there is nobody to print for.
    """
    row = lock_election(election_id, VOTING)
    rows = ElectionVoter.objects.select_for_update().filter(election=row, mark="").order_by("number")
    chosen = list(rows.filter(code_hash__isnull=True) if voter_ids is None else rows.filter(pk__in=voter_ids))
    if not chosen:
        raise Refused("none")
    made = [(voter, code_from(secrets.token_bytes(BYTES))) for voter in chosen]
    for voter, code in made:
        voter.code_hash, voter.slips = code_hash(code), voter.slips + 1
    ElectionVoter.objects.bulk_update([voter for voter, _ in made], ["code_hash", "slips"], batch_size=1000)
    log(act="election.slips", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk, slips=len(made),
        again=sum(voter.slips > 1 for voter, _ in made))  # fmt: skip
    return made


@transaction.atomic
def hand_out_paper(*, voter_id: int, now: datetime, by_id: int) -> ElectionVoter:
    """This voter takes a paper ballot instead of a code, which is void from now on. Refused "voted" when one of both is
    used already, "void" for a line that is."""
    voter = ElectionVoter.objects.get(pk=voter_id)
    row = lock_election(voter.election_id, VOTING)
    if now >= row.vote_until:
        raise Refused("over")
    if not ElectionVoter.objects.filter(pk=voter.pk, mark="").update(mark="paper"):
        raise Refused("void" if voter.mark == ElectionVoter.Mark.VOID else "voted")
    log(act="election.paper_out", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk)
    voter.refresh_from_db()
    return voter
