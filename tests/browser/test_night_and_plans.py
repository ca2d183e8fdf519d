"""The night of a district and two plans side by side: every width and language; a proposal from the form to the day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import NightRun, Proposal, RoundVersion, Stop
from tests.cast import DAY, NOON
from tests.rounds.days import MORNING, six

expect.set_options(timeout=20_000)  # two cores may be busy with other tests


@pytest.fixture
def tuesday(cast):
    """The cast's Tuesday, planned, one visit given to somebody else, a proposal ready, at noon."""
    visits = six(cast)
    act = {"street_id": cast.street.pk, "day": DAY, "by_id": cast.officer.pk, "now": MORNING}
    operations.plan_day(**act, moves=150)
    stop = Stop.objects.get(visit=visits["walk"])
    taker = cast.shao if stop.carer_id == cast.tan.pk else cast.tan
    operations.move_stop(**act, visit_id=stop.visit_id, carer_id=stop.carer_id, to_carer_id=taker.pk, position=None, version=2)
    with clock.frozen(NOON):
        yield cast, visits


@pytest.fixture
def night(cast):
    """A night of seven streets, one in each state."""
    names = ["大桥街道", "长白新村街道", "控江路街道", "四平路街道", "新江湾城街道"]
    streets = [cast.street, cast.elsewhere, *(Street.objects.create(district=cast.district, code=f"s{k}", name=n) for k, n in enumerate(names))]
    operations.ask_night(street_ids=[s.pk for s in streets[:6]], first=DAY, seconds=30, by_id=cast.officer.pk, now=NOON)
    seen = {"worker": "office-pc:2841", "begun_at": NOON - timedelta(minutes=1), "tries": 1}
    numbers = {"visits": 571, "unserved": 2, "travel": 1204}
    states = [
        {"state": "planning", "percent": 62, "seen_at": NOON, **seen, "tries": 2},
        {"state": "done", "numbers": numbers, "percent": 100, "ended_at": NOON, **seen},
        {"state": "left", "why": {"code": "changed", "params": {"by": "王敏"}}, "ended_at": NOON},
        {"state": "failed", "why": {"code": "error", "params": {"error": "MemoryError"}}, "ended_at": NOON, **seen},
        {"state": "planning", "percent": 20, "seen_at": NOON - timedelta(minutes=3), **seen},
        {"state": "waiting"},
    ]
    for street, state in zip(streets, states, strict=False):
        NightRun.objects.filter(street=street).update(**state)
    with clock.frozen(NOON):
        yield cast


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_the_night_and_of_two_plans(night, tuesday, visit, look, language):
    cast, troubles = night, []
    for user, name, url in (
        (cast.district_officer, "night", f"/rounds/night/{DAY}/"), (cast.district_officer, "night-empty", "/rounds/night/2026-11-29/"),
        (cast.officer, "compare", f"/rounds/{DAY}/compare/?a=v2&b=now"), (cast.officer, "compare-empty", "/rounds/2026-11-29/compare/"),
    ):  # fmt: skip
        page = visit(user, language=language)
        page.goto(url)
        if name == "compare":
            page.locator("#propose summary").click()
        troubles += look(page, name, language)
    assert not troubles, "\n".join(troubles)


def test_a_proposal_from_the_form_to_the_day(tuesday, visit, axe):
    cast, _ = tuesday
    page = visit(cast.officer)
    page.goto(f"/rounds/{DAY}/")
    page.locator("#propose summary").click()
    page.fill("#keep-before", "09:00")
    page.locator("#propose").get_by_label(cast.tan.person.name).check()
    assert axe(page) == []
    page.click("#propose button.main")
    expect(page.locator("#compare progress")).to_be_visible()
    proposal = Proposal.objects.get()
    operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: NOON, moves=150)
    expect(page.locator("#compare progress")).to_have_count(0)  # by itself, without a key
    expect(page.locator("#b")).to_have_value(f"p{proposal.pk}")
    page.click("#compare .measures ~ .row button.main")
    expect(page).to_have_url(re.compile(f"/rounds/{DAY}/$"))
    assert RoundVersion.objects.first().change["code"] == "taken"
