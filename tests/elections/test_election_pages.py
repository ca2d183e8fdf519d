"""The pages of the ten best: what the desk does with them, what a voter without an account may see, and who must not get in."""

import json
import re

import pytest

from qianshou.kernel import clock
from qianshou.merit.models import Candidate, Election, ElectionBallot, ElectionVoter
from qianshou.merit.operations import election_closing
from qianshou.merit.rules.election_codes import shown
from qianshou.merit.rules.election_count import judge
from tests.cast import NOON
from tests.elections.year import AFTER, BEFORE, OPENS, announce, close, codes, nominate, number_of, opened, score, second_officer, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def test_the_desk_announces_and_nominates(desk, cast):
    form = {"year": "2026", "title": "十佳", "nominate_from": "2026-11-01", "nominate_until": "2026-11-14", "vote_from": "2026-11-21", "vote_until": "2026-11-30", "jury": "40",
            "places-carers": "10", "places-aides": "0", "places-volunteers": "10", "voters": ["voters_carers", "voters_elders"]}  # fmt: skip
    with clock.frozen(BEFORE):
        assert desk.get("/ten-best/new/").status_code == 200
        assert desk.post("/ten-best/new/", form | {"vote_from": "2026-11-02"}).status_code == 422
        assert desk.post("/ten-best/new/", form).status_code == 302
        row = Election.objects.get()
        assert clock.local_date(row.vote_until).isoformat() == "2026-11-30" and len(row.rules["categories"]) == 2  # the last day counts whole
        address = f"/ten-best/{row.pk}/nominate/"
        said = {"carer": cast.tan.pk, "by_name": "沈明", "reason": "照顾我母亲三年"}
        assert desk.post(address, said | {"reason": ""}).status_code == 422
        assert desk.post(address, said).status_code == 302
        assert desk.post(address, {**said, "carer": cast.outsider_carer.pk}).status_code == 404
    assert Candidate.objects.get().nominations.get().by_name == "沈明"


def test_a_candidate_is_checked_overruled_and_listed_on_her_page(desk, cast):
    candidate = nominate(cast, announce(cast), cast.tan)
    address = f"/ten-best/candidates/{candidate.pk}/"
    with clock.frozen(OPENS):
        assert "0" in desk.get(address).content.decode()
        assert desk.post(f"{address}settle/", {"how": "list", "agreed": "1"}).status_code == 422
        assert desk.post(f"{address}decide/", {"code": "year_points", "ok": "1", "why": ""}).status_code == 422
        for code in ("year_points", "no_complaint"):
            desk.post(f"{address}decide/", {"code": code, "ok": "1", "why": "查过"})
        assert desk.post(f"{address}settle/", {"how": "list", "agreed": "1", "citation": "好"}).status_code == 302
        assert desk.get(address).status_code == 200
    candidate.refresh_from_db()
    assert (candidate.state, candidate.citation) == ("listed", "好")


def test_a_voter_votes_without_an_account(client, cast):
    election = opened(cast)
    code = next(iter(codes(cast, election).values()))
    tan = number_of(election, cast.tan)
    base = f"/vote/{election.slug}/"
    with clock.frozen(NOON):
        door = client.get(base)
        assert door["Cache-Control"].startswith("no-store") and door["Referrer-Policy"] == "no-referrer"
        assert "谭美华" not in door.content.decode()
        assert client.post(f"{base}choose/", {"code": "x"}).status_code == 422
        assert "谭美华" in client.post(f"{base}choose/", {"code": shown(code)}).content.decode()
        many = client.post(f"{base}cast/", {"code": code, "choice": ["1", "2", "3"]})
        assert many.status_code == 422 and "checked" in many.content.decode()
        assert client.post(f"{base}cast/", {"code": code, "choice": [tan]}).status_code == 200 and not ElectionBallot.objects.exists()
        assert "checked" in client.post(f"{base}cast/", {"code": code, "choice": [tan], "change": "1"}).content.decode()
        done = client.post(f"{base}cast/", {"code": code, "choice": [tan], "sure": "1"}).content.decode()
        receipt = ElectionBallot.objects.get().receipt
        assert shown(receipt) in done and code not in done
        again = client.post(f"{base}cast/", {"code": code, "choice": [tan], "sure": "1"})
        assert again.status_code == 422 and ElectionBallot.objects.count() == 1
    assert "sessionid" not in client.cookies


def test_another_site_cannot_vote_in_ones_name(client, cast):
    election = opened(cast)
    with clock.frozen(NOON):
        assert client.post(f"/vote/{election.slug}/choose/", {"code": "x"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_guessing_is_slowed_down_on_the_page(client, cast):
    from qianshou.merit.rules.election_codes import BYTES, code_from

    election = opened(cast)
    with clock.frozen(NOON):
        answers = [client.post(f"/vote/{election.slug}/choose/", {"code": code_from(bytes([n] * BYTES))}).status_code for n in range(22)]
    assert answers == [422] * 20 + [429] * 2


def test_before_it_is_published_nobody_reads_a_tally(desk, cast):
    election = opened(cast)
    vote(election, next(iter(codes(cast, election).values())), 1)
    addresses = [f"/vote/{election.slug}/tally.json", f"/vote/{election.slug}/tally.csv"]
    with clock.frozen(AFTER):
        assert [desk.get(a).status_code for a in addresses] == [404, 404]
        score(cast, election)
        close(cast, election)
        assert [desk.get(a).status_code for a in addresses] == [404, 404]
        desk.post(f"/ten-best/{election.pk}/publish/")
        assert [desk.get(a).status_code for a in addresses] == [200, 200]


def test_the_published_tally_counts_to_the_result_and_a_receipt_is_found(client, cast):
    election = opened(cast)
    made = list(codes(cast, election).values())
    receipts = [vote(election, code, n % 2 + 1) for n, code in enumerate(made)]
    score(cast, election)
    close(cast, election)
    election_closing.publish_result(election_id=election.pk, now=AFTER, by_id=cast.officer.pk)
    base = f"/vote/{election.slug}/"
    tally = json.loads(client.get(f"{base}tally.json").content)
    assert judge(tally)[0] == []
    page = client.get(f"{base}check/").content.decode()
    assert all(line["name"] in page for line in tally["result"])
    mine = client.post(f"{base}check/", {"receipt": shown(receipts[0]).lower()}).content.decode()
    name = next(one["name"] for one in tally["opening"]["candidates"] if one["number"] == 1)
    assert re.search(rf'role="status">{shown(receipts[0])}: {name}<', mine)
    assert client.post(f"{base}check/", {"receipt": made[0]}).status_code == 422
    table = client.get(f"{base}tally.csv").content.decode()
    assert table.count("\n") == 7 and all(one in table for one in receipts)
    assert client.get("/vote/election_count.py").content.decode().startswith('"""The count')


def test_paper_of_the_election_prints(desk, cast):
    election = opened(cast)
    with clock.frozen(NOON):
        slips = desk.post(f"/ten-best/{election.pk}/slips.pdf")
        assert slips.content.startswith(b"%PDF") and slips["Cache-Control"] == "no-store"
        assert not ElectionVoter.objects.filter(code_hash=None).exists()
        assert desk.post(f"/ten-best/{election.pk}/slips.pdf").status_code == 302  # everybody has one
        voter = ElectionVoter.objects.first()
        assert desk.post(f"/ten-best/voters/{voter.pk}/slip.pdf").content.startswith(b"%PDF")
        assert desk.get(f"/ten-best/{election.pk}/ballots.pdf").content.startswith(b"%PDF")
        assert desk.get(f"/ten-best/{election.pk}/ceremony.pdf").status_code == 302  # nobody is elected yet
    score(cast, election)
    close(cast, election)
    for name in ("ceremony", "certificates"):
        assert desk.get(f"/ten-best/{election.pk}/{name}.pdf").content.startswith(b"%PDF")


def test_papers_are_entered_by_two_and_closed_by_two(client, cast):
    election, zhou = opened(cast), second_officer(cast)
    voter = ElectionVoter.objects.first()
    as_ = lambda who: client.force_login(who, backend="qianshou.access.backends.PasswordBackend")
    page = f"/ten-best/{election.pk}/"
    with clock.frozen(NOON):
        as_(cast.officer)
        client.post(f"/ten-best/voters/{voter.pk}/paper/")
        client.post(f"{page}papers/", {"number": "1", "choice": ["1"]})
        for juror in election.jurors.all():
            assert client.post(f"/ten-best/jurors/{juror.pk}/", {"points-1": "x"}).status_code == 422
            client.post(f"/ten-best/jurors/{juror.pk}/", {f"points-{n}": "70" for n in range(1, 6)})
        as_(zhou)
        assert client.post(f"{page}papers/", {"number": "1", "choice": ["2"]}).status_code == 422
        client.post(f"{page}papers/", {"number": "1", "choice": ["1"]})
    with clock.frozen(AFTER):
        client.post(f"{page}close/")
        client.post(f"{page}close/")
        assert Election.objects.get().state == "voting"  # the same person twice is one
        as_(cast.officer)
        client.post(f"{page}close/")
    closed = Election.objects.get()
    assert closed.state == "closed" and [b[1:] for b in closed.tally["ballots"]] == [["paper", [1]]]


def test_the_outsider_does_not_get_in(client, cast):
    election = opened(cast)
    for who, expected in ((cast.outsider, 404), (cast.tan.person.user, 403)):
        client.force_login(who, backend="qianshou.access.backends.PasswordBackend")
        for path in ("", "roll/", "papers/", "jury/"):
            assert client.get(f"/ten-best/{election.pk}/{path}").status_code == expected, path
    client.logout()
    assert client.get(f"/ten-best/{election.pk}/").url.startswith("/login/")
    assert client.get("/vote/NOWHERE2/").status_code == 404
