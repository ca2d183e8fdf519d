"""Pictures of the carer's phone: a card is printed at the desk, a phone is bound with it, and each of its pages is looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
PIN = "274913"
PANELS = {"nobody": 1, "calls": 2, "concern": 3, "note": 4}  # the buttons below the large one, in their order


def busiest_carer(page: Page) -> str:
    """The carer with the longest round of the day that is shown."""
    page.goto("/rounds/")
    return page.eval_on_selector_all(".column", "all => all.sort((a, b) => b.querySelectorAll('.stop:not(.begun)').length - a.querySelectorAll('.stop:not(.begun)').length)[0].querySelector('h3').firstChild.textContent.trim()")


def new_card(page: Page, name: str) -> str:
    """Print a card for a carer; the code on it. The sheet is shown once, in a window of its own."""
    page.goto("/cards/")
    page.get_by_label(name, exact=True).first.check()
    with page.expect_popup() as sheet:
        page.click("[data-key=p]")
    code = sheet.value.inner_text(".code").strip()
    sheet.value.close()
    return code


def bind(browser: Browser, address: str, code: str, language: str) -> tuple[BrowserContext, Page]:
    """A phone that the card has bound."""
    context = browser.new_context(base_url=address, locale="zh-CN" if language == "zh" else "en-GB", timezone_id="Asia/Shanghai", **PHONE)
    page = context.new_page()
    # A demo that was started at another hour (see CONTRIBUTING.md) wants a phone that goes by the same clock.
    said = parsedate_to_datetime(context.request.get("/login/").headers["date"])
    if abs((said - datetime.now(UTC)).total_seconds()) > 60:
        page.clock.set_system_time(said)
    page.goto(f"/field/#card={code}")
    page.wait_for_selector("#pin")
    return context, page


def phone_pictures(browser: Browser, address: str, desk: BrowserContext, out: Path) -> None:
    """Each page of the phone in both languages, and its panels."""
    out.mkdir(parents=True, exist_ok=True)
    page = desk.new_page()
    name = busiest_carer(page)
    code = new_card(page, name)
    context, phone = bind(browser, address, code, "zh")
    phone.screenshot(path=out / "card-zh.png")
    phone.fill("#pin", PIN)
    phone.fill("#again", PIN)
    phone.click("button.main")
    phone.wait_for_selector(".tabs")
    phone.wait_for_selector(".row, .empty")
    for language in ("zh", "en"):
        if language == "en":
            phone.goto(f"{address.rstrip('/')}/field/#me")
            phone.get_by_role("button", name="English").click()
        walk_through(phone, address, out, language)
    context.close()
    desk.close()


def walk_through(phone: Page, address: str, out: Path, language: str) -> None:
    """Today, its panels, arrived, tomorrow, me; the largest letters at the end."""
    tab = address.rstrip("/") + "/field/"
    phone.goto(f"{tab}#today")
    phone.wait_for_selector(".card.next")
    phone.screenshot(path=out / f"today-{language}.png", full_page=True)
    for panel, place in PANELS.items():
        buttons = phone.locator(".acts button")
        buttons.nth(place if phone.locator(".acts .main").count() else place - 1).click()
        phone.wait_for_selector(".panel")
        phone.screenshot(path=out / f"{panel}-{language}.png")
        phone.locator(".panel-head button").click()
        phone.wait_for_selector(".panel", state="detached")
    if phone.locator("[data-step=due] .acts .main").count():
        phone.locator(".acts .main").click()
        phone.wait_for_selector("[data-step=here]")
        phone.screenshot(path=out / f"here-{language}.png")
    for name in ("tomorrow", "me"):
        phone.goto(f"{tab}#{name}")
        phone.wait_for_timeout(300)
        phone.screenshot(path=out / f"{name}-{language}.png", full_page=True)
