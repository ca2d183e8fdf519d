"""Proposals: planned beside the plan that stands, what is kept stays, compared, taken or dropped; earlier versions are taken the same way."""

from __future__ import annotations

from datetime import time

import pytest

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.care.models import Carer, Visit
from qianshou.kernel import clock
from qianshou.people.models import Grant
from qianshou.rounds import operations
from qianshou.rounds.holding import Keep
from qianshou.rounds.models import Proposal, RoundDay, RoundVersion, Stop
from qianshou.rounds.queries.compare import choices, chosen, compared
from qianshou.rounds.rules import DayChanged, DayRefused
from tests.cast import DAY

from .days import MORNING, absent, six, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(cast):
    made = six(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    return made


def now_of(cast) -> dict:
    return {"street_id": cast.street.pk, "day": DAY, "by_id": cast.officer.pk, "now": MORNING}


def version() -> int:
    return RoundDay.objects.get(day=DAY).version


def stops(**more) -> list[tuple]:
    return list(Stop.objects.filter(**more).order_by("carer_id", "position").values_list("carer_id", "visit_id", "starts_at"))


def ask(cast, **keep) -> Proposal:
    return operations.ask_proposal(**now_of(cast), version=version(), keep=Keep(**keep), seconds=0.2)


def made(cast, **keep) -> Proposal:
    proposal = ask(cast, **keep)
    assert operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: MORNING, moves=150) == "ready"
    proposal.refresh_from_db()
    return proposal


def take(cast, proposal: Proposal, **more):
    return operations.take_proposal(**now_of(cast) | {"proposal_id": proposal.pk, "version": version()} | more)


def give(cast, visit, carer) -> None:
    old = Stop.objects.get(visit=visit)
    done = operations.move_stop(**now_of(cast), visit_id=visit.pk, carer_id=old.carer_id, to_carer_id=carer.pk, position=None, version=version())
    assert done.applied


def other(cast, visit):
    return cast.shao if Stop.objects.get(visit=visit).carer_id == cast.tan.pk else cast.tan


def test_a_proposal_changes_nothing_until_it_is_taken(cast, visits):
    give(cast, visits["walk"], other(cast, visits["walk"]))
    before, was = stops(), version()
    proposal = made(cast, pins=False)
    assert stops() == before and version() == was
    assert take(cast, proposal).applied
    assert version() == was + 1 and stops() != before
    assert RoundDay.objects.get(day=DAY).complaints == [] and RoundDay.objects.get(day=DAY).cost["unserved"] == 0
    assert RoundVersion.objects.first().change == {"code": "taken", "params": {"number": proposal.pk}}
    proposal.refresh_from_db()
    assert proposal.state == "taken"
    with pytest.raises(DayRefused, match="no_proposal"):
        take(cast, proposal)
    operations.undo_change(**now_of(cast), version=version())
    assert stops() == before


def test_a_pinned_visit_stays_with_its_carer(cast, visits):
    taker = other(cast, visits["walk"])
    give(cast, visits["walk"], taker)  # which pins it
    assert take(cast, made(cast)).applied
    assert Stop.objects.get(visit=visits["walk"]).carer == taker and Stop.objects.get(visit=visits["walk"]).pinned_carer


def test_a_whole_round_is_kept_to_the_minute_and_nothing_comes_to_it(cast, visits):
    visit(cast, cast.lu, "talking", time(9), time(16))
    carer = Stop.objects.get(visit=visits["clean"]).carer
    before = stops(carer=carer)
    assert take(cast, made(cast, carers=frozenset({str(carer.pk)}))).applied
    assert stops(carer=carer) == before
    assert RoundDay.objects.get(day=DAY).cost["unserved"] == 0


def test_before_an_hour_nothing_moves_comes_or_goes(cast, visits):
    hour = clock.at(DAY, time(10))
    visit(cast, cast.lu, "talking", time(8), time(9, 30))  # too late for it now
    late = visit(cast, cast.lu, "talking", time(8), time(16))
    early = stops(starts_at__lt=hour)
    assert early
    assert take(cast, made(cast, before=10 * 3600, pins=False)).applied
    assert stops(starts_at__lt=hour) == early
    assert Stop.objects.get(visit=late).starts_at >= hour
    assert len(RoundDay.objects.get(day=DAY).unserved) == 1


def test_a_job_that_is_run_twice_makes_one_proposal(cast, visits):
    proposal = made(cast)
    assert operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: MORNING, moves=150) == "ready"
    with pytest.raises(DayChanged):
        operations.ask_proposal(**now_of(cast), version=version() - 1, keep=Keep(), seconds=0.2)
    ask(cast)
    with pytest.raises(DayRefused, match="proposing"):
        ask(cast)


def test_a_day_that_changed_while_it_was_searched_makes_no_proposal(cast, visits):
    proposal = ask(cast)
    give(cast, visits["walk"], other(cast, visits["walk"]))
    assert operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: MORNING, moves=150) == "failed"
    proposal.refresh_from_db()
    assert proposal.why == "changed"


def test_two_officers_at_once(cast, visits):
    proposal = made(cast, pins=False)
    seen = version()
    give(cast, visits["walk"], other(cast, visits["walk"]))
    before = stops()
    with pytest.raises(DayChanged) as e:
        take(cast, proposal, version=seen)
    assert e.value.by == "王敏" and stops() == before
    proposal.refresh_from_db()
    assert proposal.state == "ready"


def test_dropped_is_dropped_and_the_job_does_not_bring_it_back(cast, visits):
    proposal = ask(cast)
    for _ in range(2):
        operations.drop_proposal(**now_of(cast), proposal_id=proposal.pk)
    assert operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: MORNING, moves=150) == "dropped"
    assert LogEntry.objects.filter(act="rounds.proposal_dropped").count() == 1
    ask(cast)  # and the way is free for another one


def test_what_has_begun_since_stands_in_the_way(cast, visits):
    give(cast, visits["walk"], other(cast, visits["walk"]))
    Visit.objects.filter(pk=visits["walk"].pk).update(state="arrived")
    before, was = stops(), version()
    with pytest.raises(DayRefused, match="begun_since"):
        operations.take_version(**now_of(cast), earlier=2, version=was)
    assert stops() == before and version() == was


def test_what_would_break_a_rule_is_said_and_not_done(cast, visits):
    first = Stop.objects.get(visit=visits["walk"]).carer
    give(cast, visits["walk"], other(cast, visits["walk"]))
    Carer.objects.filter(pk=first.pk).update(tier="volunteer")  # who may not walk out with anybody
    before = stops()
    outcome = operations.take_version(**now_of(cast), earlier=2, version=3)
    assert not outcome.applied and ("tier", str(visits["walk"].pk)) in {(c["code"], c["visit"]) for c in outcome.complaints}
    assert stops() == before and version() == 3 == outcome.version


def test_an_earlier_version_comes_back_with_its_pins(cast, visits):
    first = stops()
    give(cast, visits["walk"], other(cast, visits["walk"]))
    give(cast, visits["clean"], other(cast, visits["clean"]))
    assert operations.take_version(**now_of(cast), earlier=2, version=version()).applied
    assert stops() == first and not Stop.objects.filter(pinned_carer=True).exists()
    assert RoundVersion.objects.first().change == {"code": "restored", "params": {"number": 2}}


def test_of_an_earlier_version_only_what_is_still_there_comes_back(cast, visits):
    give(cast, visits["walk"], other(cast, visits["walk"]))
    Visit.objects.filter(pk=visits["chat"].pk).update(state="cancelled")
    absent(cast, cast.feng)
    assert operations.take_version(**now_of(cast), earlier=2, version=version()).applied
    assert not Stop.objects.filter(visit=visits["chat"]).exists() and not Stop.objects.filter(carer=cast.feng).exists()


def test_taken_on_a_published_day_it_goes_out_at_once(cast, visits):
    operations.publish_day(**now_of(cast), version=version())
    before = set(Grant.objects.values_list("user_id", "person_id"))
    give(cast, visits["chat"], cast.volunteer if Stop.objects.get(visit=visits["chat"]).carer != cast.volunteer else cast.feng)
    assert set(Grant.objects.values_list("user_id", "person_id")) != before
    assert operations.take_version(**now_of(cast), earlier=2, version=version()).applied
    assert set(Grant.objects.values_list("user_id", "person_id")) == before


def test_what_can_be_compared_and_what_the_judge_says(cast, visits):
    give(cast, visits["walk"], other(cast, visits["walk"]))
    proposal = made(cast, pins=False)
    scope = scope_of(cast.officer, DAY)
    assert [c.code for c in choices(scope=scope, day=DAY)] == ["now", f"p{proposal.pk}", "v2"]
    same = compared(scope=scope, day=DAY, a="now", b="now").found
    assert same.a == same.b and not same.visits
    found = compared(scope=scope, day=DAY, a="v2", b="now").found
    assert [c.visit for c in found.visits if c.hands] == [str(visits["walk"].pk)]
    # What the page of the day says of the plan that stands is what the judge finds.
    cost = RoundDay.objects.get(day=DAY).cost
    assert (round(found.b.travel / 60), round(found.b.waiting / 60), found.b.unserved) == (cost["travel"], cost["waiting"], cost["unserved"])
    assert found.b.broken == 0


def test_the_outsider_finds_nothing(cast, visits):
    proposal = made(cast)
    scope = scope_of(cast.outsider, DAY)
    assert choices(scope=scope, day=DAY) == []
    operations.plan_day(street_id=cast.elsewhere.pk, day=DAY, moves=0, now=MORNING, by_id=cast.outsider.pk)
    for code in (f"p{proposal.pk}", "v7", "x1", "p", "", "p²", "v99999999999999999999"):
        with pytest.raises((Proposal.DoesNotExist, RoundVersion.DoesNotExist)):
            chosen(scope=scope, day=DAY, code=code)
    theirs = {"street_id": cast.elsewhere.pk, "day": DAY, "by_id": cast.outsider.pk, "now": MORNING}
    with pytest.raises(Proposal.DoesNotExist):
        operations.take_proposal(**theirs, proposal_id=proposal.pk, version=2)
    with pytest.raises(Proposal.DoesNotExist):
        operations.drop_proposal(**theirs, proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == "ready"
