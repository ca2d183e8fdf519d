"""The phone is killed in the middle of sending, again and again, on a line that refuses, drops and loses: no tap is lost, none counts twice."""

from __future__ import annotations

import os
import random
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.care.models import ClockEvent
from qianshou.kernel import clock
from tests.faults.line import bad_line
from tests.field.chromium import bind, browser_on, kept, page_of
from tests.field.conftest import publish, visit
from tests.field.phone import PIN

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
SEED, LIVES, TAPS = 20261124, 4, 4


def kill(profile: Path) -> None:
    """SIGKILL every process of the browser on this profile, which this test started."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str(profile).encode() in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            continue


TOGGLED = "before => document.querySelector('[data-clock]').dataset.clock !== before"
KEPT_AT_LEAST = """n => new Promise(yes => {
    const opening = indexedDB.open('qianshou-field');
    opening.onsuccess = () => {
      const counting = opening.result.transaction('acts').objectStore('acts').count();
      counting.onsuccess = () => { opening.result.close(); yes(counting.result >= n); };
    };
})"""


def clock_taps(page, count: int) -> int:
    """Tap "start work" and "end work" in turn, each when the page has taken the last; returns how many acts the phone then keeps."""
    saved = len(kept(page))
    page.click("a[href='#me']")
    for _ in range(count):
        before = page.get_attribute("[data-clock]", "data-clock")
        page.click("[data-clock] button")
        saved += 1
        page.wait_for_function(TOGGLED, arg=before)
        page.wait_for_function(KEPT_AT_LEAST, arg=saved)
    return saved


def test_killed_again_and_again_on_a_bad_line(cast, live_server, tmp_path):
    rng = random.Random(SEED)
    publish(cast, clock.today(), (cast.tan, visit(cast, cast.shen, day=clock.today())))
    publish(cast, clock.today() + timedelta(days=1))
    _card, code = issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)
    saved = 0
    with bad_line(live_server.url, seed=SEED, bad=0.6) as (address, line):
        with browser_on(tmp_path) as phone:
            bind(page_of(phone), address, code, PIN)
        for _life in range(LIVES):
            killed = False
            try:
                with browser_on(tmp_path) as phone:
                    page = page_of(phone)
                    page.goto(f"{address}/field/")
                    page.wait_for_selector(".tabs")
                    saved = clock_taps(page, TAPS)
                    page.wait_for_timeout(rng.randrange(0, 400))
                    killed = True
                    kill(tmp_path)  # while it sends
            except Error:
                if not killed:
                    raise  # the browser being gone is the point; anything before that is a fault
        line.bad = 0.0
        with browser_on(tmp_path) as phone:
            page = page_of(phone)
            page.goto(f"{address}/field/")
            for _ in range(600):
                records = kept(page)
                if records and all(r["state"] == "received" for r in records):
                    break
                page.wait_for_timeout(100)
    assert len(records) == saved == LIVES * TAPS
    assert {r["state"] for r in records} == {"received"}
    assert {str(pk) for pk in Act.objects.filter(state="applied").values_list("pk", flat=True)} == {r["id"] for r in records}
    assert ClockEvent.objects.count() == saved
    assert sum(line.counts[f] for f in line.FATES[1:]) > 0, "the line was never bad: this proved nothing"
