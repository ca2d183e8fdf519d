"""Chromium as a carer's phone: 390 × 844, touch, a profile that outlives the browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
CHROMIUM = os.environ.get("QIANSHOU_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
READY = "async () => { const w = new Promise((_, no) => setTimeout(() => no(new Error('no worker')), 60000)); await Promise.race([navigator.serviceWorker.ready, w]); return true }"
UNSENT = "() => Number(document.querySelector('.net').dataset.unsent)"


@contextmanager
def browser_on(profile: Path, *, flags: tuple[str, ...] = (), **more):
    """A browser with a profile on disk; closing it and opening it again is switching the phone off and on."""
    with sync_playwright() as tool:
        context = tool.chromium.launch_persistent_context(
            str(profile), executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *flags], **{**PHONE, **more}
        )
        context.set_default_timeout(30_000)
        try:
            yield context
        finally:
            context.close()


def page_of(context: BrowserContext) -> Page:
    """The one page, telling what its scripts complain about."""
    page = context.pages[0] if context.pages else context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def bind(page: Page, address: str, code: str, pin: str) -> None:
    """Scan a card, choose a PIN, and open once more so that the service worker has the page."""
    page.goto(f"{address}/field/#card={code}")
    page.fill("#pin", pin)
    page.fill("#again", pin)
    page.click("button.main")
    page.wait_for_selector(".tabs")
    page.evaluate(READY)
    page.reload()
    page.wait_for_selector(".tabs")


def tap(page: Page, label: str) -> None:
    """Press a button by its words."""
    page.get_by_role("button", name=label, exact=True).first.click()


def on_disk(page: Page) -> None:
    """Wait until everything filled in so far is written: a page closed in the very moment of the last letter may lose that letter."""
    page.wait_for_selector("html[data-kept=yes]")


def kept(page: Page) -> list[dict]:
    """The acts that the phone keeps, oldest first."""
    return page.evaluate(
        """() => new Promise((yes, no) => {
            const opening = indexedDB.open('qianshou-field');
            opening.onerror = no;
            opening.onsuccess = () => {
              const all = opening.result.transaction('acts').objectStore('acts').index('saved_at').getAll();
              all.onsuccess = () => { opening.result.close(); yes(all.result); };
            };
        })"""
    )
