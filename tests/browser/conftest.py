"""A real Chromium at the pages of a live server on the embedded database.

`visit(user)` signs somebody in and gives a page; `axe(page)` says what a screen reader's user would stumble over;
`shoot(page, name)` keeps a picture where QIANSHOU_SHOTS points (nowhere otherwise).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
# The rules of WCAG 2.1 A and AA, and axe's good practice.
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}, "resultTypes": ["violations"]}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for this room: Playwright may run only once in a thread, and tests elsewhere start their own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.fail("No Chromium on this machine. On Debian: apt-get install chromium fonts-noto-cjk", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server, client) -> Iterator[Callable[..., Page]]:
    """visit(user, language="zh-hans", size="desk") → a page of a context of its own, signed in as `user` (None: nobody).

    At the end of the test no page may have had an error in its console, nor broken the security policy.
    """
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(user=None, language: str = "zh-hans", size: str = "desk", **more) -> Page:
        context = chromium.new_context(viewport=SIZES[size], locale="zh-CN" if language.startswith("zh") else "en-GB", base_url=live_server.url, **more)
        opened.append(context)
        if user is not None:
            if user.language != language:
                from qianshou.access.operations import set_language

                set_language(user=user, language=language)
            client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
            client.cookies.clear()
        page = context.new_page()
        page.on("console", lambda message: troubles.append(f"{page.url}: {message.text}") if message.type == "error" and _ours(message.text) else None)
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not troubles, "\n".join(troubles)


def _ours(text: str) -> bool:
    """A status of an answer (422 for a form with a mistake) is logged by the browser as an error; it is none. No network is the test's own doing."""
    return "Failed to load resource" not in text and "net::ERR_INTERNET_DISCONNECTED" not in text


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """axe(page) → one line for each violation, with the first places. The engine is given to each page once."""
    engine = Axe().axe_script

    def look(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(engine)
        found = page.evaluate("rules => axe.run(document, rules).then(results => results.violations)", RULES)
        return [f"{page.url} {v['id']} ({v['impact']}): {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]

    return look


@pytest.fixture(scope="session")
def shoot() -> Callable[[Page, str], None]:
    """shoot(page, name): a picture of the whole page, for people to look at."""

    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("QIANSHOU_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take


@pytest.fixture(scope="session")
def look(axe, shoot) -> Callable[..., list[str]]:
    """look(page, name, language) → what is wrong with the page that is open: on the wide window and on the narrow one, loaded once."""

    def both(page: Page, name: str, language: str, *, axed=tuple(SIZES)) -> list[str]:
        troubles = []
        for size, window in SIZES.items():
            page.set_viewport_size(window)
            shoot(page, f"{name}-{size}-{language[:2]}")
            if size in axed:
                troubles += [f"[{size} {language}] {line}" for line in axe(page)]
            if not fits(page):
                troubles.append(f"[{size} {language}] {page.url} is wider than the window")
        return troubles

    return both


def fits(page: Page) -> bool:
    """No page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def morning(cast):
    """A day under way: something due each half hour, some done, one late with an alert, one concern."""
    from qianshou.kernel import clock
    from qianshou.watch.models import Alert, Concern, Due, Sweep

    now = clock.now()
    start, _ = clock.day_bounds(clock.local_date(now))
    for n in range(24):
        by = start + timedelta(hours=8, minutes=25 * n)
        met = {"met_made_at": by, "met_received_at": by, "grade": "tap"} if n % 3 else {}
        Due.objects.create(street=cast.street, committee=cast.huaide, key=f"visit:early-{n}", kind="visit", person=cast.shen, title={"code": "visit"}, day=clock.local_date(by),
                           opens_at=by - timedelta(hours=1), by_at=by, late_at=by + timedelta(minutes=30), state="met" if met else "open", made_at=now, **met)  # fmt: skip
    late = Due.objects.create(street=cast.street, committee=cast.huaide, key="visit:late", kind="visit", person=cast.lu, title={"code": "visit"}, day=clock.local_date(now),
                              opens_at=now - timedelta(hours=2), by_at=now - timedelta(hours=1), late_at=now - timedelta(minutes=34), state="late", made_at=now)  # fmt: skip
    Alert.objects.create(street=cast.street, committee=cast.huolan, due=late, person=cast.lu, why="late", raised_at=now - timedelta(minutes=34))
    Concern.objects.create(street=cast.street, committee=cast.huaide, person=cast.shen, text="腿肿，走路不稳", severity=2, made_at=now, received_at=now)
    Sweep.objects.create(started_at=now - timedelta(seconds=8), finished_at=now - timedelta(seconds=8))
    return cast
