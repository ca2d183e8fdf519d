"""The few pictures that the guide and the README show, cropped to what they are about, small."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from pictures_of_the_phone import PIN, bind, busiest_carer, new_card
from playwright.sync_api import Browser, BrowserContext, Page

HOME = Path(__file__).resolve().parent.parent
IMAGES, REGISTER = HOME / "docs" / "images", HOME / "src/qianshou/runtime/demo/data/register.xlsx"
LARGEST, WIDTH = 150_000, 1280  # bytes, pixels
# Name: address, and what to show of it: so many pixels from the top, or one element.
SHOTS = {
    "board": ("/today/", 800), "alert": ("/alerts/", 560), "calls": ("/calls/", 700), "rounds": ("/rounds/", 800), "net": ("/net/", ".card:has(.weave)"),
    "review": ("/review/?reason=same_person_other_address", 720), "month": ("/booklets/", 640), "cards": ("/cards/", 420), "roster": ("/roster/", 640),
}  # fmt: skip


def write_docs(browser: Browser, address: str, desk: BrowserContext, speak: Callable[[Page, str], None]) -> None:
    """All of docs/images, in both languages."""
    IMAGES.mkdir(exist_ok=True)
    page = desk.new_page()
    code = new_card(page, busiest_carer(page))
    phone_context, phone = bind(browser, address, code, "zh")
    phone.fill("#pin", PIN)
    phone.fill("#again", PIN)
    phone.click("button.main")
    phone.wait_for_selector(".tabs")
    bind_month(page)
    page.goto("/net/")
    elder = re.search(r"\d+", page.locator(".weave a[href*='/net/elders/']").first.get_attribute("href"))[0]
    for language, words in (("zh", "中文"), ("en", "English")):
        page.set_viewport_size({"width": WIDTH, "height": 900})
        speak(page, language)
        for name, (url, what) in SHOTS.items():
            page.goto(url, wait_until="networkidle")
            keep(page, f"{name}-{language}", what)
        page.goto(f"/people/{elder}/", wait_until="networkidle")
        keep(page, f"file-{language}", 760)
        workbook(page, language)
        paper(page, elder, language)
        phone.goto(f"{address.rstrip('/')}/field/#me")
        phone.get_by_role("button", name=words).click()
        carer(phone, address, language)
    speak(page, "zh")
    phone_context.close()
    desk.close()


def bind_month(page: Page) -> None:
    """The month that is to be bound, bound; it takes the worker a minute."""
    page.goto("/booklets/")
    page.click("[data-key=b]")
    page.wait_for_selector("a[href$='.pdf']", timeout=180_000)
    page.wait_for_function("() => !document.querySelector('progress')", timeout=180_000)


def workbook(page: Page, language: str) -> None:
    """A register as it was understood, before anything is written; then it is put aside."""
    page.goto("/exchange/")
    page.set_input_files("#file", REGISTER)
    page.locator("form[action='/exchange/upload/'] button").click()
    page.locator(".mapping").wait_for(timeout=120_000)
    page.wait_for_load_state("networkidle")
    keep(page, f"exchange-{language}", 800)
    page.locator("form[action$='/drop/'] button").click()
    page.wait_for_load_state()


def paper(page: Page, elder: str, language: str) -> None:
    """What is printed: one carer's round, and one elder's month."""
    page.set_viewport_size({"width": 860, "height": 900})
    page.goto("/rounds/")
    page.goto(f"{page.url.rstrip('/')}/paper/")
    longest = page.locator(".sheet").evaluate_all("all => all.indexOf([...all].sort((a, b) => b.offsetHeight - a.offsetHeight)[0])")
    keep(page, f"paper-{language}", f".sheet >> nth={longest}")
    page.goto(f"/booklets/forms/{elder}/")
    link = page.locator("a[href$='.pdf']").first.get_attribute("href")
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / "form.pdf"
        file.write_bytes(page.request.get(f"{link}?language={language}").body())
        if shutil.which("pdftoppm"):
            subprocess.run(["pdftoppm", "-r", "84", "-png", "-singlefile", "-l", "1", file, IMAGES / f"form-{language}"], check=True)
            shrink(IMAGES / f"form-{language}.png")


def carer(phone: Page, address: str, language: str) -> None:
    """The next door, and a concern being reported."""
    phone.goto(f"{address.rstrip('/')}/field/#today")
    phone.wait_for_selector(".card.next")
    keep(phone, f"phone-today-{language}", None)
    phone.get_by_role("button", name="有情况要报" if language == "zh" else "Report a concern").click()
    phone.wait_for_selector(".panel")
    keep(phone, f"phone-concern-{language}", None)
    phone.locator(".panel-head button").click()


def keep(page: Page, name: str, what: int | str | None) -> None:
    """So many pixels from the top, one element, or the whole window."""
    file = IMAGES / f"{name}.png"
    if isinstance(what, str):
        page.locator(what).first.screenshot(path=file)
    else:
        page.screenshot(path=file, clip={"x": 0, "y": 0, "width": WIDTH, "height": what} if what else None)
    shrink(file)


def shrink(file: Path) -> None:
    """A palette of 48 colours is enough for paper, ink and five states."""
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--skip-if-larger", "--strip", "--ext", ".png", "48", file], check=False)
    if file.stat().st_size > LARGEST:
        print(f"  {file.name} has {file.stat().st_size // 1000} kB: crop it more, or install pngquant")
