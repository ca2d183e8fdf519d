"""The page of the week: who may see it, what it says, what its buttons do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.access.operations import set_language
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop, WeekPlan
from qianshou.rounds.tasks import plan_week as job
from tests.cast import NOON

from .weeks import MONDAY, days_of, week

pytestmark = pytest.mark.django_db
BACKEND = "qianshou.access.backends.PasswordBackend"
ACTS = ["plan", "stop-waiting", "apply", "undo"]


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def items(cast):
    return week(cast)


@pytest.fixture
def proposed(cast, items):
    operations.plan_week(street_id=cast.street.pk, monday=MONDAY, moves=4000, now=NOON, by_id=cast.officer.pk)
    return items


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def url(name: str = "", monday=MONDAY) -> str:
    return reverse(f"rounds-week{name}", args=[monday.isoformat()])


def post(client, name: str, **fields):
    row = WeekPlan.objects.filter(monday=MONDAY).first()
    return client.post(url(f"-{name}"), {"version": row.version if row else 1, **fields}, headers={"HX-Request": "true"})


def test_who_may_see_the_week(client, cast, proposed):
    assert client.get(url()).status_code == 302
    for name, status in {"officer": 200, "kitchen": 403, "family": 403, "committee_worker": 403, "district_officer": 403}.items():
        client.force_login(getattr(cast, name), backend=BACKEND)
        assert client.get(url()).status_code == status, name
    client.force_login(cast.outsider, backend=BACKEND)
    page = client.get(url()).content.decode()
    assert "沈玉芳" not in page and cast.tan.person.name not in page


def test_an_outsider_acts_on_her_own_street_alone(client, cast, proposed):
    client.force_login(cast.outsider, backend=BACKEND)
    before = WeekPlan.objects.get(street=cast.street)
    for name in ACTS:
        post(client, name)
    row = WeekPlan.objects.get(street=cast.street)
    assert (row.version, row.state, row.progress) == (before.version, "proposed", {}) and not Stop.objects.exists()
    assert client.post(url("-plan"), {"version": "x"}).status_code == 400


def test_signed_out_nothing_happens(client, cast, proposed):
    for name in ACTS:
        assert client.post(url(f"-{name}"), {"version": 1}).status_code == 302
    assert WeekPlan.objects.get().state == "proposed"


def test_the_door_leads_to_next_week(officer):
    assert officer.get(reverse("rounds-week-home")).headers["Location"] == url()
    assert officer.get(url(monday=MONDAY + timedelta(days=1))).status_code == 404
    assert officer.get(reverse("rounds-week", args=["nonsense"])).status_code == 404


def test_an_empty_week_says_what_to_do(officer):
    page = officer.get(url()).content.decode()
    assert "这一周还没有要上门的事" in page and "照护计划" in page


def test_planning_shows_progress_and_can_be_left(officer, cast, items):
    page = post(officer, "plan").content.decode()
    assert 'hx-trigger="every 1s"' in page and "排" in page
    assert WeekPlan.objects.get().planning
    operations.note_week(street_id=cast.street.pk, monday=MONDAY, percent=40)
    assert 'value="40"' in officer.get(url("-state")).content.decode()
    job.func(cast.street.pk, MONDAY.isoformat(), 1.0, cast.officer.pk, 1)
    page = officer.get(url("-state")).content.decode()
    assert "采用方案" in page and "hx-trigger" not in page


def test_waiting_can_be_given_up(officer, items):
    post(officer, "plan")
    page = post(officer, "stop-waiting").content.decode()
    assert not WeekPlan.objects.get().planning and "排这一周" in page


def test_the_proposal_shows_carers_hours_and_numbers(officer, cast, proposed):
    page = officer.get(url()).content.decode()
    assert cast.tan.person.name in page and "9 / 9" in page and "100 %" in page
    assert page.count("<tr>") > 2 and 'class="out"' in page


def test_it_is_applied_and_taken_back(officer, cast, proposed):
    page = post(officer, "apply").content.decode()
    assert "撤回整周" in page and RoundDay.objects.filter(state="draft").count() == 7
    assert "随整周一起排" in officer.get(reverse("rounds-day", args=[MONDAY.isoformat()])).content.decode()
    page = post(officer, "undo").content.decode()
    assert "采用方案" in page and not Stop.objects.exists()
    assert len(days_of(proposed["talk"])) == 2


def test_an_outdated_page_is_told_so(officer, proposed):
    page = post(officer, "apply", version=7).content.decode()
    assert "刚才有人改过这一周" in page and not Stop.objects.exists()


def test_what_cannot_be_is_said_in_words(officer, proposed):
    assert "没有可撤销的改动" in post(officer, "undo").content.decode()
    post(officer, "apply")
    assert "没有可采用的方案" in post(officer, "apply").content.decode()


def test_the_page_is_there_in_english(officer, cast, proposed):
    set_language(user=cast.officer, language="en")
    page = officer.get(url()).content.decode()
    assert "Apply the proposal" in page and "Hours of the carers" in page and "采用" not in page
