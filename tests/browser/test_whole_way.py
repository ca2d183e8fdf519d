"""The whole way once, as an officer and a carer walk it: from the workbook to the bound month, with no signal in the middle.

Everything goes through pages, keys and taps; the background worker is played by `work()`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from threading import Thread

import pytest
from django.db import connections

from qianshou.booklets.models import Volume
from qianshou.care.models import Shift, Visit
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.rounds.models import Stop
from qianshou.watch.models import Due
from tests.field.chromium import PHONE, UNSENT, bind, tap
from tests.field.phone import PIN

LONG = 90_000  # milliseconds: two cores may be busy with other tests
RECEIVED = "() => document.querySelector('.net') && document.querySelector('.net').dataset.unsent === '0'"


def work() -> None:
    """What the worker does: every job that waits, until none is left. In a thread, for Playwright keeps an event loop in this one."""

    def run() -> None:
        from procrastinate.contrib.django import app

        with app.replace_connector(app.connector.get_worker_connector()) as runner:
            runner.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.fixture
def before_evening(monkeypatch):
    """Late in the evening the office's clock is put back: a visit that is planned after its hours is not made for today. The phone's own stays."""
    if clock.now().astimezone(clock.ZONE).time() > time(21):
        monkeypatch.setattr(clock, "_source", lambda: datetime.now(UTC) - timedelta(hours=6))


@pytest.fixture
def street(before_evening, cast, settings, tmp_path):
    """The cast's street; its carers work round the clock, so that the test may run at any hour of any day."""
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    for carer in (cast.tan, cast.shao, cast.feng):
        Shift.objects.filter(carer=carer).delete()
        for weekday in range(1, 8):
            Shift.objects.create(carer=carer, weekday=weekday, starts=time(0, 0), ends=time(23, 59), since=clock.today())
    return cast


def read_in(page, kind: str, file) -> None:
    """Upload a workbook, see its outcomes, confirm."""
    page.goto("/exchange/")
    page.select_option("#kind", kind)
    page.set_input_files("#file", str(file))
    page.locator("form[action='/exchange/upload/'] button").click()
    page.wait_for_url("**/exchange/*/")
    work()
    page.reload()
    page.locator("form[action$='/apply/'] button").click()
    page.wait_for_load_state()
    work()
    page.reload()
    page.locator(".card.done-edge").wait_for(timeout=LONG)


def care_for(page, elder: Person, carer) -> Visit:
    """A link with the carer and a plan of talking every day; the visit of today that comes of it."""
    page.goto(f"/net/elders/{elder.pk}/")
    page.locator("form[action$='/link/'] button", has_text=carer.person.name).first.click()
    page.wait_for_load_state()
    assert elder.links.filter(carer=carer, rank="primary").exists()
    page.goto(f"/plans/{elder.pk}/?service=talking")
    page.locator("#id_window_start").fill("00:00")
    page.locator("#id_window_end").fill("22:30")  # so that it is due today, with its grace
    for box in page.locator("input[name=weekdays]").all():
        box.check()
    page.locator("button[name=save]").click()
    page.wait_for_load_state()
    return Visit.objects.get(elder=elder, day=clock.today())


def plan_and_publish(page) -> None:
    """Today's rounds, by keys."""
    page.goto(f"/rounds/{clock.today()}/")
    page.keyboard.press("a")
    page.locator("#day[aria-busy]").wait_for()
    work()
    page.goto(f"/rounds/{clock.today()}/")
    page.keyboard.press("f")
    page.locator(".head .state.done").wait_for()


def card_of(page, carer) -> str:
    """Print the carer's card; its code."""
    page.goto("/cards/")
    page.locator(f"input[name=user][value='{carer.person.user_id}']").check()
    with page.context.expect_page() as sheet:
        page.locator("button[form=print]").click()
    return sheet.value.locator(".code").first.inner_text().strip()


def visit_without_signal(context, address: str, code: str, elder: Person, planned: Visit, shoot) -> None:
    """Bind the phone, lose the signal, arrive and be done, find the signal again."""
    phone = context.new_page()
    phone.set_default_timeout(LONG)
    bind(phone, address, code, PIN)
    assert elder.name in phone.inner_text(".next h2")
    context.set_offline(True)
    tap(phone, "到了")
    tap(phone, "做好了")
    phone.wait_for_function(f"() => ({UNSENT})() === 2")
    shoot(phone, "way-phone-offline")
    assert Visit.objects.get(pk=planned.pk).state == "planned", "nothing was heard yet"
    context.set_offline(False)
    phone.wait_for_function(RECEIVED)


def test_from_the_register_to_the_bound_month(street, visit, chromium, live_server, data_dir, shoot):
    page = visit(street.officer)
    page.set_default_timeout(LONG)
    read_in(page, "places", data_dir / "places.xlsx")
    read_in(page, "register", data_dir / "register.xlsx")
    fine = Person.objects.filter(street=street.street, import_rows__outcome="ok", file__status="active", file__in_review=False, place__lon__isnull=False)
    elder = fine.order_by("pk").first()

    page.keyboard.press("/")
    page.keyboard.type(elder.name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/**")
    page.goto(f"/people/{elder.pk}/")
    assert page.inner_text("h1") == elder.name

    planned = care_for(page, elder, street.tan)
    assert Due.objects.get(key=planned.due_key).state == "open"
    plan_and_publish(page)
    shoot(page, "way-rounds")

    context = chromium.new_context(**PHONE)
    visit_without_signal(context, live_server.url, card_of(page, Stop.objects.get(visit=planned).carer), elder, planned, shoot)
    context.close()

    assert Visit.objects.get(pk=planned.pk).state == "done"
    assert Due.objects.get(key=planned.due_key).state == "met"
    page.goto("/today/")
    assert page.locator(".five a").nth(1).locator("b").inner_text() == "1"
    shoot(page, "way-board")

    page.goto(f"/booklets/?month={clock.today():%Y-%m}")
    page.keyboard.press("b")
    page.locator(".volume").first.wait_for()
    work()
    volume = Volume.objects.get(kind="forms", committee=elder.committee)
    assert volume.state == "bound"
    answer = page.request.get(f"/booklets/volume/{volume.pk}.pdf")
    assert answer.ok and answer.body().startswith(b"%PDF")
