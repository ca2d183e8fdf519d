"""Pictures of every page of a running demo, and the few that the guide and the README show.

    make demo                                        # in one terminal
    .venv/bin/python tools/pictures.py OUT           # in another: every page, 1440 and 390 px, Chinese and English
    .venv/bin/python tools/pictures.py OUT --docs --only '^$'    # only docs/images

Pages are found by following links, one of each kind. Needs Chromium; PDFs become pictures where `pdftoppm` is installed, and
`pngquant`, where it is, makes the pictures for the documentation small.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from pictures_for_docs import bind_month, write_docs
from pictures_of_the_phone import phone_pictures

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
OFFICER = "wang"
NOT_PAGES = re.compile(r"\.pdf|\.xlsx|\.png|[?&]format=|/api/|/static/|/field/|/workbook/")
# Where to begin (a key elder's file is reached from the net), and pages that no link leads to.
FIRST, LAST = ("/today/", "/dues/", "/net/"), ("/people/?q=wang", "/password/")


def kind_of(address: str) -> str:
    """Pages that differ only by a number or a date are of one kind."""
    parts = urlsplit(address)
    path = re.sub(r"\d{4}-\d\d(-\d\d)?", "day", parts.path)
    query = "&".join(sorted({re.sub(r"=.*", "", q) for q in parts.query.split("&")} & {"item", "service", "swap", "skip", "q"}))
    return re.sub(r"[^a-z]+", "-", re.sub(r"\d+", "one", path) + query).strip("-") or "home"


def sign_in(browser: Browser, address: str, passwords: dict[str, str], who: str, size: str = "desk") -> BrowserContext:
    """A context in which somebody of the demo is signed in."""
    context = browser.new_context(viewport=SIZES[size], base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    page = context.new_page()
    page.goto("/login/")
    page.fill("input[name=username]", who)
    page.fill("input[name=password]", passwords[who])
    page.click("main button.main")
    page.wait_for_load_state()
    page.close()
    return context


def speak(page: Page, language: str) -> None:
    """Switch the language of whoever is signed in."""
    page.goto("/password/")
    page.click(f".language button[value={LANGUAGES[language]}]")
    page.wait_for_load_state()


def shoot(page: Page, file: Path) -> None:
    """The whole page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)


def walk(page: Page) -> dict[str, str]:
    """Kind → address of every page that links lead to from the board."""
    found: dict[str, str] = {}
    waiting, rest = list(FIRST), list(LAST)
    while waiting or rest:
        address = waiting.pop(0) if waiting else rest.pop(0)
        kind = kind_of(address)
        if kind in found:
            continue
        answer = page.goto(address, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[kind] = address
        if answer.status != 200:
            print(f"  {address} answered {answer.status}", file=sys.stderr)
        links = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.pathname + a.search).filter((x, i) => all[i].host === location.host)")
        waiting += [link for link in links if not NOT_PAGES.search(link)]
    return found


def desk_pictures(browser: Browser, address: str, passwords: dict[str, str], out: Path, only: re.Pattern) -> None:
    """Every page an officer reaches, in four combinations; the first page of every other role in two."""
    context = sign_in(browser, address, passwords, OFFICER)
    page = context.new_page()
    pages = {kind: url for kind, url in walk(page).items() if only.search(kind)}
    for language in LANGUAGES:
        speak(page, language)
        for kind, url in pages.items():
            for size, window in SIZES.items():
                page.set_viewport_size(window)
                page.goto(url, wait_until="networkidle")
                shoot(page, out / "pages" / f"{kind}-{size}-{language}.png")
    speak(page, "zh")
    context.close()
    for who in [who for who in passwords if who != OFFICER and only.search(f"role-{who}")]:
        context = sign_in(browser, address, passwords, who)
        page = context.new_page()
        page.goto("/")
        shoot(page, out / "roles" / f"{who}.png")
        context.close()
    if only.search("login"):
        for language in LANGUAGES:
            context = browser.new_context(viewport=SIZES["desk"], base_url=address, locale="zh-CN" if language == "zh" else "en-GB")
            page = context.new_page()
            page.goto("/login/")
            for size, window in SIZES.items():
                page.set_viewport_size(window)
                shoot(page, out / "pages" / f"login-{size}-{language}.png")
            context.close()


def paper_pictures(browser: Browser, address: str, passwords: dict[str, str], out: Path, only: re.Pattern) -> None:
    """The printed month and the printed rounds, as the printer gets them."""
    if not only.search("paper"):
        return
    folder = out / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    context = sign_in(browser, address, passwords, OFFICER)
    page = context.new_page()
    for language in LANGUAGES:
        speak(page, language)
        page.goto("/rounds/")
        page.goto(f"{page.url.rstrip('/')}/paper/")
        page.pdf(path=folder / f"rounds-{language}.pdf", prefer_css_page_size=True)
        page.goto("/people/?format=print")
        page.pdf(path=folder / f"people-{language}.pdf", prefer_css_page_size=True)
        bind_month(page)
        for n, link in enumerate(page.eval_on_selector_all("a[href$='.pdf']", "all => all.map(a => a.href)")):
            if n in (0, 1):
                (folder / f"volume-{n}-{language}.pdf").write_bytes(context.request.get(link).body())
    speak(page, "zh")
    context.close()
    if shutil.which("pdftoppm"):
        for file in folder.glob("*.pdf"):
            subprocess.run(["pdftoppm", "-r", "80", "-png", "-l", "8", file, file.with_suffix("")], check=True)


def main() -> None:
    """Everything, or with --only what matches."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--address", default="http://localhost:8000/", help="where the demo answers")
    parser.add_argument("--data", type=Path, default=Path("qianshou-data"), help="the demo's data directory, for its logins")
    parser.add_argument("--only", type=re.compile, default=re.compile(""), metavar="PATTERN", help="only pages whose name matches (paper, phone, role-…)")
    parser.add_argument("--docs", action="store_true", help="also write the pictures of the guide and the README into docs/images")
    args = parser.parse_args()
    passwords = json.loads((args.data / "demo-logins.json").read_text())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        desk_pictures(browser, args.address, passwords, args.out, args.only)
        if args.only.search("phone"):
            phone_pictures(browser, args.address, sign_in(browser, args.address, passwords, OFFICER), args.out / "phone")
        paper_pictures(browser, args.address, passwords, args.out, args.only)
        if args.docs:
            write_docs(browser, args.address, sign_in(browser, args.address, passwords, OFFICER), speak)
        browser.close()


if __name__ == "__main__":
    main()
