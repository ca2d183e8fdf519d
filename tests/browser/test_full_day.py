"""The worst morning: somebody ill, visits that nobody makes, somebody late, one visit begun, another plan ready to look at. All on one page."""

from __future__ import annotations

from datetime import time

import pytest
from playwright.sync_api import expect

from qianshou.care.models import Visit
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.holding import Keep
from qianshou.rounds.models import Proposal, Stop
from tests.browser.conftest import fits
from tests.browser.ways import WAYS
from tests.cast import DAY
from tests.rounds.days import MORNING, absent, too_much


@pytest.fixture
def bad_day(cast):
    """Pingliang's Tuesday at five to nine, on the phones: a proposal is ready, then one carer of two falls ill."""
    visits = too_much(cast)
    act = {"street_id": cast.street.pk, "day": DAY, "by_id": cast.officer.pk}
    version = operations.plan_day(**act, moves=150, now=MORNING)["version"]
    operations.publish_day(**act, now=MORNING)
    made = operations.ask_proposal(**act, version=version, keep=Keep(close=True), seconds=0.1, now=MORNING)
    operations.make_proposal(proposal_id=made.pk, ask_clock=lambda: MORNING, moves=150)
    assert Proposal.objects.get().state == Proposal.State.READY
    first = Stop.objects.order_by("starts_at", "pk").first()
    Visit.objects.filter(pk=first.visit_id).update(state="arrived", arrived_at=first.starts_at)
    absent(cast, first.carer)
    with clock.frozen(clock.at(DAY, time(9, 25))):
        yield cast, visits


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_a_day_with_everything_on_it(bad_day, visit, axe, shoot, size, language):
    cast, _ = bad_day
    page = visit(cast.officer, language=language, size=size)
    page.goto(f"/rounds/{DAY}/")
    expect(page.locator(".note.late").first).to_be_visible()
    expect(page.locator(".left-over").first).to_be_visible()
    expect(page.locator(f'a[href^="/rounds/{DAY}/compare/"]').first).to_be_visible()
    page.locator(".why summary").first.click()
    shoot(page, f"everything-{size}-{language[:2]}")
    troubles = axe(page)
    assert fits(page)
    page.locator("form[action$='/without/'] button").click()
    expect(page.locator("form[action$='/without/']")).to_have_count(0, timeout=60_000)
    shoot(page, f"everything-without-{size}-{language[:2]}")
    troubles += axe(page)
    assert fits(page)
    assert not troubles, "\n".join(troubles)
