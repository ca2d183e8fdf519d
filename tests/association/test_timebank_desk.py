"""At the desk: hours that wait too long are on the officer's board, lists leave with the right of the time bank and no other, a card is not told by telephone."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from qianshou.access.roles import ROLES, capabilities_of
from qianshou.access.scope import scope_of
from qianshou.association.queries.timebank_waiting import waiting_too_long
from qianshou.kernel import clock
from tests.association.timebank_street import balance, founds, joins, logs
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db
LISTS = ("hours/", "members/", "asks/", "transfers/", "pot/")
WAITS = "1条时间迟迟没有确认"


@pytest.fixture
def signed(client):
    """signed(user) → the client, at noon."""
    with clock.frozen(NOON):

        def sign_in(user):
            client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
            return client

        yield sign_in


@pytest.fixture
def qiu(cast):
    founds(cast)
    return joins(cast, cast.volunteer.person)


def test_hours_that_wait_too_long_are_on_the_officers_board_until_somebody_confirms(cast, signed, qiu):
    logs(cast, qiu, cast.shen, 30, on=DAY - timedelta(days=7))
    officer = signed(cast.officer)
    assert WAITS not in officer.get("/today/").content.decode(), "seven days are the rule"
    row = logs(cast, qiu, cast.shen, 60, on=DAY - timedelta(days=8))
    page = officer.get("/today/").content.decode()
    assert WAITS in page and "/timebank/hours/?state=overdue" in page
    assert "裘惠芬" in officer.get("/timebank/hours/", {"state": "overdue"}).content.decode()
    officer.post("/timebank/hours/confirm/", {"hours": [row.pk], "said_by": "elder"})
    assert WAITS not in officer.get("/today/").content.decode() and balance(cast, qiu.person) == 60


def test_hours_of_a_street_are_told_to_nobody_elsewhere(cast, signed, qiu):
    logs(cast, qiu, cast.shen, 60, on=DAY - timedelta(days=8))
    assert WAITS not in signed(cast.outsider).get("/today/").content.decode()
    assert [waiting_too_long(scope_of(one, DAY), DAY).count() for one in (cast.officer, cast.secretary, cast.outsider, cast.desk, cast.committee_worker)] == [1, 1, 0, 0, 0]


def test_the_secretary_takes_the_time_banks_lists_away_and_no_others(cast, signed, qiu):
    logs(cast, qiu, cast.shen, 60)
    secretary = signed(cast.secretary)
    for address in (*LISTS, f"people/{qiu.person_id}/"):
        for form in ("xlsx", "print", "text"):
            assert secretary.get(f"/timebank/{address}", {"format": form}).status_code == 200, (address, form)
    book = CalamineWorkbook.from_filelike(io.BytesIO(secretary.get("/timebank/hours/", {"format": "xlsx"}).content))
    assert book.get_sheet_by_index(0).to_python()[1][1:3] == ["裘惠芬", "沈玉芳"]
    assert secretary.get("/association/members/", {"format": "xlsx"}).status_code == 403
    assert secretary.get("/invitations/").status_code == 200 and secretary.get("/people/", {"format": "xlsx"}).status_code in (403, 404)


def test_only_who_keeps_the_time_bank_may_take_its_lists(cast, signed):
    assert [role for role in ROLES if "timebank.export" in capabilities_of(role)] == ["street_officer", "association_secretary"]
    assert "export.run" not in capabilities_of("association_secretary")
    for user in (cast.committee_worker, cast.desk, cast.assessor):
        assert signed(user).get("/timebank/hours/", {"format": "xlsx"}).status_code in (403, 404)
    out = signed(cast.officer)
    out.logout()
    assert out.get("/timebank/hours/", {"format": "xlsx"}).status_code == 302


def test_a_card_is_scanned_at_the_door_and_not_told_at_the_desk(cast, signed, qiu):
    row = logs(cast, qiu, cast.shen, 60)
    officer = signed(cast.officer)
    assert 'value="card"' not in officer.get(f"/timebank/hours/{row.pk}/").content.decode() + officer.get("/timebank/hours/").content.decode()
    officer.post("/timebank/hours/confirm/", {"hours": [row.pk], "said_by": "card"})
    assert officer.post(f"/timebank/hours/{row.pk}/say/", {"what": "confirm", "said_by": "card"}).status_code == 422
    row.refresh_from_db()
    assert row.state == "logged" and balance(cast, qiu.person) == 0
