"""Members of the association are voters; whoever is elder, carer and member too stands on the roll once, and a merge leaves her one line that votes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from qianshou.association.operations import members
from qianshou.care.operations.errors import Refused
from qianshou.exchange.operations.merging import merge, unmerge
from qianshou.kernel import clock
from qianshou.merit.models import Election, ElectionBallot, ElectionVoter
from qianshou.merit.operations import election_opening
from qianshou.merit.queries.election import marks, voters_of
from qianshou.merit.queries.election_roll import roll_for
from qianshou.people.models import Person
from tests.association.club import by, member, some
from tests.cast import DAY, NOON, elder
from tests.elections.year import announce, close, codes, opened, score, second_officer, vote
from tests.exchange.twins import doubt

pytestmark = pytest.mark.django_db


def new(cast, name: str) -> Person:
    return elder(cast.street, cast.huolan, name, None, "", date(1950, 1, 1), "", NOON)


def merged(cast, later: Person, earlier: Person) -> dict:
    case = doubt(cast, later, earlier, f"{later.pk}{earlier.pk}")
    return merge(person=later, into=earlier, take=[], case_id=case.pk, now=NOON, by_id=cast.officer.pk)


def line(election: Election, person: Person) -> ElectionVoter:
    return ElectionVoter.objects.get(election=election, source=f"person:{person.pk}")


@pytest.fixture
def twice(cast):
    """Two files of 钱桂珍, both members; the vote is open and every line has its slip. (election, first file, second file, code by line)"""
    first, second = new(cast, "钱桂珍"), new(cast, "钱桂珍")
    member(cast, first), member(cast, second)
    election = opened(cast)
    return election, first, second, codes(cast, election)


def test_whoever_is_elder_carer_and_member_stands_on_the_roll_once(cast):
    some(cast)  # Shen, an elder with a link; Lu, an elder with none; the volunteer and Tan, who work in the net
    everybody = ["voters_carers", "voters_elders", "voters_families", "voters_members"]
    roll = roll_for(cast.street, everybody, NOON)
    assert len({one.source for one in roll}) == len(roll)
    groups = {one.person_id: one.group for one in roll}
    assert groups[cast.shen.pk] == "voters_elders" and groups[cast.tan.person_id] == "voters_carers" and groups[cast.lu.pk] == "voters_members"
    assert {one.person_id for one in roll_for(cast.street, ["voters_members"], NOON)} == {cast.shen.pk, cast.lu.pk, cast.volunteer.person_id, cast.tan.person_id}


def test_who_left_is_no_voter_and_another_streets_members_are_none(cast):
    one, *_ = some(cast)
    members.leave(member_id=one.pk, left=DAY, **by(cast))
    members.join(person_id=cast.stranger.pk, joined=DAY, now=NOON, by_id=cast.outsider.pk)
    found = {entry.person_id for entry in roll_for(cast.street, ["voters_members"], NOON + timedelta(days=1))}
    assert cast.shen.pk not in found and cast.stranger.pk not in found and len(found) == 3


def test_the_groups_are_chosen_when_it_is_announced(cast):
    row = announce(cast, voters=("voters_members", "voters_elders"))
    assert [one["code"] for one in row.rules["voters"]] == ["voters_elders", "voters_members"]
    with pytest.raises(Refused, match="voters"):
        announce(cast, year=2027, voters=())
    with pytest.raises(Refused, match="voters"):
        announce(cast, year=2027, voters=("everybody",))


def test_the_page_offers_the_groups_and_asks_for_one(cast, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        page = client.get(reverse("elections-new"))
        assert page.content.decode().count('name="voters"') == 4 and "老年协会会员" in page.content.decode()
        form = page.context["given"] | {f"places-{one['code']}": 1 for one in page.context["rules"]["categories"]}
        refused = client.post(reverse("elections-new"), {**form, "voters": []})
        assert refused.status_code == 422 and "请至少选一类投票人" in refused.content.decode()
        client.post(reverse("elections-new"), {**form, "voters": ["voters_members"]})
    assert [one["code"] for one in Election.objects.get().rules["voters"]] == ["voters_members"]
    client.force_login(cast.secretary)
    assert client.get(reverse("elections-new")).status_code == 403
    client.logout()
    assert client.get(reverse("elections-new")).status_code == 302


def test_a_merge_leaves_one_line_that_votes_and_an_undo_gives_the_other_back(cast, twice):
    election, first, second, code = twice
    before = marks(election)[""]
    undo = merged(cast, second, first)
    good, void = line(election, first), line(election, second)
    assert (good.mark, void.mark) == ("", "void") and marks(election)[""] == before - 1
    with pytest.raises(Refused, match="void"):
        vote(election, code[void.pk], 1)
    with pytest.raises(Refused, match="void"):
        election_opening.hand_out_paper(voter_id=void.pk, now=NOON, by_id=cast.officer.pk)
    with pytest.raises(Refused, match="none"):
        codes(cast, election, [void.pk])
    assert vote(election, code[good.pk], 1) and ElectionBallot.objects.count() == 1
    assert not voters_of(election, mark="voted").filter(pk=void.pk).exists() and not voters_of(election, mark="not").filter(pk=void.pk).exists()
    unmerge(person=second, undo=undo, now=NOON, by_id=cast.officer.pk)
    assert line(election, second).mark == "" and line(election, first).mark == "code"
    assert vote(election, code[void.pk], 2)


def test_a_vote_that_is_cast_stays_the_one_vote(cast, twice):
    election, first, second, code = twice
    vote(election, code[line(election, second).pk], 1)
    urn = list(ElectionBallot.objects.values("receipt", "choices"))
    merged(cast, second, first)
    assert (line(election, first).mark, line(election, second).mark) == ("void", "code")
    assert list(ElectionBallot.objects.values("receipt", "choices")) == urn, "nobody touched the urn"
    third = new(cast, "钱桂珍")
    merged(cast, first, third)
    assert line(election, first).mark == "void" and not ElectionVoter.objects.filter(source=f"person:{third.pk}").exists()
    score(cast, election)
    done = close(cast, election, second_officer(cast))
    assert done.tally["marked"] == {"code": 1, "paper": 0}


def test_two_votes_that_are_cast_stay_for_nothing_leads_to_them(cast, twice):
    election, first, second, code = twice
    for one in (first, second):
        vote(election, code[line(election, one).pk], 1)
    merged(cast, second, first)
    assert marks(election)["code"] == 2 and ElectionBallot.objects.count() == 2


def test_after_closing_the_roll_is_left_alone(cast, twice):
    election, first, second, _code = twice
    score(cast, election)
    close(cast, election, second_officer(cast))
    merged(cast, second, first)
    assert line(election, first).mark == line(election, second).mark == ""


def test_the_database_lets_no_other_mark_be_taken_back(cast, twice):
    election, first, _second, code = twice
    vote(election, code[line(election, first).pk], 1)
    for mark in ("", "void"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ElectionVoter.objects.filter(pk=line(election, first).pk).update(mark=mark)
