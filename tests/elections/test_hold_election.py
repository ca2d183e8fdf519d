"""Announce, nominate, check, shortlist, open: each step with what it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.care.operations.errors import Refused
from qianshou.merit.models import Candidate, Election, ElectionVoter, Nomination
from qianshou.merit.operations import election_desk, election_opening
from qianshou.merit.queries.election import elections
from tests.cast import DAY, NOON
from tests.elections.year import AFTER, BEFORE, OPENS, announce, nominate, opened, shortlisted, stand

pytestmark = pytest.mark.django_db


def refused(act) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def test_announce_keeps_the_rules_of_the_day(cast):
    row = announce(cast, jury=30)
    assert [(one["code"], one["places"]) for one in row.rules["categories"]] == [("carers", 2), ("aides", 1), ("volunteers", 1)]
    assert row.rules["weights"] == {"jury": 30, "public": 70} and row.pack.startswith("yangpu@")
    assert LogEntry.objects.filter(act="election.announced", target_id=str(row.pk)).exists()


def test_one_election_a_year_and_another_after_one_that_was_called_off(cast):
    row = announce(cast)
    assert refused(lambda: announce(cast)).code == "twice"
    election_desk.drop_election(election_id=row.pk, why="改期", now=NOON, by_id=cast.officer.pk)
    assert announce(cast).pk != row.pk


@pytest.mark.parametrize(("more", "code"), [({"vote_from": BEFORE}, "dates"), ({"title": " "}, "title"), ({"jury": 101}, "weights"),
                                            ({"places": {"carers": 0, "aides": 0, "volunteers": 0}}, "places")])  # fmt: skip
def test_an_announcement_that_makes_no_sense_is_refused(cast, more, code):
    assert refused(lambda: announce(cast, **more)).code == code


def test_nominations_of_one_carer_join(cast):
    row = announce(cast)
    first = nominate(cast, row, cast.tan)
    again = nominate(cast, row, cast.tan, by="谭美华", by_self=True)
    assert first == again and first.category == "carers"
    assert set(first.nominations.values_list("by_name", "by_self")) == {("沈玉芳的女儿", False), ("谭美华", True)}
    assert refused(lambda: nominate(cast, row, cast.tan)).code == "said"


def test_a_nomination_sent_twice_is_one(cast):
    row, batch = announce(cast), uuid4()
    nominate(cast, row, cast.aide, batch=batch)
    nominate(cast, row, cast.aide, batch=batch)
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize(("more", "code"), [({"now": BEFORE - timedelta(days=1)}, "when"), ({"now": NOON}, "when"), ({"reason": ""}, "reason"), ({"by": " "}, "who")])
def test_nominate_refused(cast, more, code):
    row = announce(cast)
    assert refused(lambda: nominate(cast, row, cast.tan, **more)).code == code


def test_a_carer_of_another_street_is_not_nominated(cast):
    row = announce(cast)
    assert refused(lambda: nominate(cast, row, cast.outsider_carer)).code == "street"


def test_rules_are_checked_and_an_officer_overrules_with_a_reason(cast):
    row = announce(cast)
    candidate = nominate(cast, row, cast.tan)
    list_it = lambda agreed=True: election_desk.put_on_shortlist(candidate_id=candidate.pk, agreed=agreed, citation="", now=OPENS, by_id=cast.officer.pk)
    assert refused(list_it).code == "checks"  # no points in the books, and nobody has looked for complaints
    assert refused(lambda: election_desk.decide_check(candidate_id=candidate.pk, code="year_points", ok=True, why=" ", now=OPENS, by_id=cast.officer.pk)).code == "reason"
    stand(cast, candidate)
    candidate.refresh_from_db()
    found = {line[0]: line for line in candidate.checks}
    assert found["year_points"][2:] == [True, 0, 20, True, "查过台账"] and found["service_months"][2:5] == [True, 10, 6]
    assert candidate.evidence["months"] == 10 and candidate.agreed_on == DAY - timedelta(days=1)


def test_nobody_is_shown_without_having_agreed(cast):
    candidate = nominate(cast, announce(cast), cast.tan)
    assert refused(lambda: election_desk.put_on_shortlist(candidate_id=candidate.pk, agreed=False, citation="", now=OPENS, by_id=cast.officer.pk)).code == "consent"
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=candidate.pk).update(state="listed")


def test_kept_off_with_a_reason_and_back_again(cast):
    candidate = nominate(cast, announce(cast), cast.tan)
    off = lambda why: election_desk.keep_off_shortlist(candidate_id=candidate.pk, why=why, now=OPENS, by_id=cast.officer.pk)
    assert refused(lambda: off("")).code == "reason"
    assert off("本人不愿参加").state == "refused"
    assert election_desk.reopen_candidate(candidate_id=candidate.pk, now=OPENS, by_id=cast.officer.pk).state == "nominated"


def test_open_freezes_roll_ballot_and_jury(cast):
    row = opened(cast)
    assert [c["number"] for c in row.opening["candidates"]] == [1, 2, 3, 4, 5] and row.opening["jurors"] == ["瞿科长", "王敏"]
    names = set(ElectionVoter.objects.filter(election=row).values_list("name", flat=True))
    assert "沈玉芳" in names and "谭美华" in names and "卫兰" not in names and "陆根宝" not in names  # Lu is linked to nobody
    assert row.opening["roll"]["voters"] == len(names) == 6
    candidate = row.candidates.first()
    for act in (
        lambda: ElectionVoter.objects.create(election=row, street=cast.street, number=99, person=cast.lu, group="voters_elders", source="x", name="x"),
        lambda: ElectionVoter.objects.filter(election=row).first().delete(),
        lambda: Candidate.objects.filter(pk=candidate.pk).update(number=77),
        lambda: row.jurors.all().delete(),
        lambda: Election.objects.filter(pk=row.pk).update(opening_hash="0" * 64),
        lambda: Election.objects.filter(pk=row.pk).update(state="announced"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert refused(lambda: nominate(cast, row, cast.tan, by="又一位")).code == "step"


def test_open_refused(cast):
    row = announce(cast)
    go = lambda now=OPENS: election_opening.open_vote(election_id=row.pk, now=now, by_id=cast.officer.pk)
    assert refused(lambda: go(BEFORE)).code == "early" and refused(lambda: go(AFTER)).code == "over"
    assert refused(go).code == "nobody"
    nominate(cast, row, cast.tan)
    assert refused(go).code == "open"
    election_desk.drop_election(election_id=row.pk, why="改期", now=NOON, by_id=cast.officer.pk)
    other = shortlisted(cast)
    other.jurors.all().delete()
    assert refused(lambda: election_opening.open_vote(election_id=other.pk, now=OPENS, by_id=cast.officer.pk)).code == "jury"


def test_another_streets_officer_sees_no_election(cast):
    announce(cast)
    assert elections(scope_of(cast.officer, DAY)).count() == 1
    assert elections(scope_of(cast.outsider, DAY)).count() == 0
    assert elections(scope_of(cast.tan.person.user, DAY)).count() == 0


def test_somebody_who_joined_after_the_elections_year_has_no_work_in_it(cast):
    from qianshou.merit.queries.election_facts import facts_of

    facts = facts_of(cast.tan, 2025, NOON)
    assert (facts.visits, facts.minutes, facts.points) == (0, 0, 0) and facts_of(cast.tan, 2026, NOON).visits == 0
