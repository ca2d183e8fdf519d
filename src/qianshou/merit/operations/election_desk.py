"""Before the vote: an election is announced, carers are nominated, an officer decides on rules, the shortlist is made. Or it is called off."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.models import Carer
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..models import Candidate, Election, Nomination
from ..queries.election_facts import evidence, facts_of, findings_of
from ..queries.election_rules import announced_rules, category_for
from ..rules.election_checks import may_stand
from ..rules.election_codes import ALPHABET
from ..rules.election_steps import ANNOUNCED, DROPPED, VOTING, dates_in_order


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the street announces. `places`: category → how many are chosen, where it is not what the pack says; 0 leaves a category out."""

    year: int
    title: str
    nominate_from: datetime
    nominate_until: datetime
    vote_from: datetime
    vote_until: datetime
    text: str = ""
    places: Mapping[str, int] | None = None
    jury: int | None = None  # weight in percent; the public has the rest
    voters: Collection[str] | None = None  # codes of the groups that may vote; None: all of the pack's


@transaction.atomic
def announce_election(*, street_id: int, announcement: Announcement, now: datetime, by_id: int) -> Election:
    """The year's election. Refused "dates", "title", "places", "voters", "weights", "twice" (a year has one)."""
    a = announcement
    moments = {name: getattr(a, name) for name in ("nominate_from", "nominate_until", "vote_from", "vote_until")}
    if not dates_in_order(moments):
        raise Refused("dates")
    if not a.title.strip():
        raise Refused("title")
    street = Street.objects.select_for_update().get(pk=street_id)
    if Election.objects.filter(street=street, year=a.year).exclude(state=DROPPED).exists():
        raise Refused("twice", year=a.year)
    rules, pack = announced_rules(street, clock.local_date(now))
    _adapt(rules, a)
    slug = "".join(secrets.choice(ALPHABET) for _ in range(8))
    row = Election.objects.create(
        street=street, year=a.year, title=a.title.strip()[:80], text=a.text.strip()[:1000], slug=slug, rules=rules, pack=pack, **moments,
        announced_at=now, announced_by_id=by_id,
    )  # fmt: skip
    log(act="election.announced", now=now, by_id=by_id, street_id=street.pk, target="election", target_id=row.pk, year=a.year)
    return row


def _adapt(rules: dict, a: Announcement) -> None:
    """The street's own places, voters and weights into the pack's rules."""
    for one in rules["categories"]:
        places = (a.places or {}).get(one["code"], one["places"])
        if not 0 <= places <= 100:
            raise Refused("places")
        if places != one["places"]:
            one["places"] = one["choices"] = places
    rules["categories"] = [one for one in rules["categories"] if one["places"]]
    if not rules["categories"]:
        raise Refused("places")
    if a.voters is not None:
        rules["voters"] = [one for one in rules["voters"] if one["code"] in a.voters]
    if not rules["voters"]:
        raise Refused("voters")
    if a.jury is not None:
        if not 0 <= a.jury <= 100:
            raise Refused("weights")
        rules["weights"] = {"jury": a.jury, "public": 100 - a.jury}


def lock_election(election_id: int, *states: str) -> Election:
    """The election, held until the end of the transaction. Refused "step" when it is in none of these states."""
    row = Election.objects.select_for_update(of=("self",)).select_related("street").get(pk=election_id)
    if row.state not in states:
        raise Refused("step")
    return row


@transaction.atomic
def nominate(*, election_id: int, carer_id: int, by_name: str, by_self: bool, reason: str, batch: UUID, now: datetime, by_id: int) -> Nomination:
    """Somebody of the net nominates a carer, or she herself; a second one of the same carer joins the first. `batch` names it: sent twice it is one.

    Refused "reason", "who", "when" outside of the days for nominations, "street", "category" for a tier that has none, "said" when the same
    person has nominated her before.
    """
    if known := Nomination.objects.filter(batch=batch, candidate__election_id=election_id).select_related("candidate").first():
        return known
    if not reason.strip():
        raise Refused("reason")
    row = lock_election(election_id, ANNOUNCED)
    if not row.nominate_from <= now < row.nominate_until:
        raise Refused("when")
    carer = Carer.objects.select_related("person").get(pk=carer_id)
    if carer.street_id != row.street_id:
        raise Refused("street")
    category = category_for(row, carer.tier)
    if not category:
        raise Refused("category")
    name = carer.person.name if by_self else " ".join(by_name.split())[:60]
    if not name:
        raise Refused("who")
    candidate, _ = Candidate.objects.get_or_create(election=row, carer=carer, defaults={"street_id": row.street_id, "category": category})
    if candidate.nominations.filter(by_name=name).exists():
        raise Refused("said", name=name)
    made = Nomination.objects.create(
        candidate=candidate, by_self=by_self, by_name=name, reason=reason.strip()[:500], made_at=now, entered_by_id=by_id, batch=batch
    )
    log(act="election.nominated", now=now, by_id=by_id, street_id=row.street_id, target="candidate", target_id=candidate.pk, election=row.pk)
    return made


@transaction.atomic
def decide_check(*, candidate_id: int, code: str, ok: bool, why: str, now: datetime, by_id: int) -> Candidate:
    """An officer answers a rule, or overrules what was found. Refused "reason" without one, "rule" for a rule that there is not."""
    if not why.strip():
        raise Refused("reason")
    candidate = _held(candidate_id)
    if code not in {one["code"] for one in candidate.election.rules["checks"]}:
        raise Refused("rule")
    candidate.decided[code] = [ok, why.strip()[:200], by_id]
    Candidate.objects.filter(pk=candidate.pk).update(decided=candidate.decided)
    log(act="election.check_decided", now=now, by_id=by_id, street_id=candidate.street_id, target="candidate", target_id=candidate.pk, rule=code, ok=ok,
        why=why.strip()[:200])  # fmt: skip
    return candidate


def _held(candidate_id: int) -> Candidate:
    """A candidate while the shortlist is made, held with her election."""
    election_id = Candidate.objects.values_list("election_id", flat=True).get(pk=candidate_id)
    election = lock_election(election_id, ANNOUNCED)
    candidate = Candidate.objects.select_for_update(of=("self",)).select_related("carer__person").get(pk=candidate_id)
    candidate.election = election
    return candidate


@transaction.atomic
def put_on_shortlist(*, candidate_id: int, agreed: bool, citation: str, now: datetime, by_id: int) -> Candidate:
    """She stands, with the evidence of today, and agreed to be shown. Refused "consent", "checks" while a rule is not met or not answered."""
    candidate = _held(candidate_id)
    if not agreed:
        raise Refused("consent")
    facts = facts_of(candidate.carer, candidate.election.year, now)
    found = findings_of(candidate, facts)
    if may_stand(found) is not True:
        raise Refused("checks")
    _settle(candidate, Candidate.State.LISTED, "", now, by_id, agreed_on=clock.local_date(now), citation=citation.strip()[:300], evidence=evidence(facts),
            checks=[[f.code, f.kind, f.ok, f.found, f.wanted, f.by_officer, f.why] for f in found])  # fmt: skip
    return candidate


@transaction.atomic
def keep_off_shortlist(*, candidate_id: int, why: str, now: datetime, by_id: int) -> Candidate:
    """She does not stand, and why: by a rule, or because she does not want to. Refused "reason" without one."""
    if not why.strip():
        raise Refused("reason")
    candidate = _held(candidate_id)
    _settle(candidate, Candidate.State.REFUSED, why.strip()[:200], now, by_id)
    return candidate


@transaction.atomic
def reopen_candidate(*, candidate_id: int, now: datetime, by_id: int) -> Candidate:
    """Back among the nominated: the decision on her was a slip, or something new is known."""
    candidate = _held(candidate_id)
    _settle(candidate, Candidate.State.NOMINATED, "", now, by_id)
    return candidate


def _settle(candidate: Candidate, state: str, why: str, now: datetime, by_id: int, **values: object) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(state=state, settled_why=why, settled_at=now, settled_by_id=by_id, **values)
    candidate.refresh_from_db()
    log(act=f"election.{state}", now=now, by_id=by_id, street_id=candidate.street_id, target="candidate", target_id=candidate.pk, why=why)


@transaction.atomic
def drop_election(*, election_id: int, why: str, now: datetime, by_id: int) -> Election:
    """It is called off; what was entered stays and counts for nothing. Refused "reason", "step" once it is closed."""
    if not why.strip():
        raise Refused("reason")
    row = lock_election(election_id, ANNOUNCED, VOTING)
    Election.objects.filter(pk=row.pk).update(state=DROPPED, dropped_why=why.strip()[:200])
    log(act="election.dropped", now=now, by_id=by_id, street_id=row.street_id, target="election", target_id=row.pk, why=why.strip()[:200])
    row.refresh_from_db()
    return row
