"""Every page that an officer can reach by links, in both languages, on wide and narrow screens: it opens, fits, and axe finds nothing."""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import fits

START = ["/today/"]
# Downloads, and addresses that are not pages of the desk.
NOT_PAGES = (".pdf", ".xlsx", ".png", "format=", "tel:", "mailto:", "/api/", "/field", "/static/")


def addresses_on(page) -> list[str]:
    """Addresses of this site that the page links to, in the order of the page."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.filter(a => !a.hasAttribute('download')).map(a => new URL(a.getAttribute('href'), location).href)")
    here = urlsplit(page.url).netloc
    return [h for h in hrefs if urlsplit(h).netloc == here and not any(mark in h for mark in NOT_PAGES)]


def name_of(address: str) -> str:
    """One page of each kind is enough: the name of its address."""
    try:
        return resolve(urlsplit(address).path).url_name or address
    except Resolver404:
        return address


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_fits_and_is_accessible(morning, visit, axe, shoot, size, language):
    page = visit(morning.officer, language=language, size=size)
    seen: set[str] = set()
    troubles: list[str] = []
    waiting = list(START)
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if name in seen:
            continue
        seen.add(name)
        answer = page.goto(address, wait_until="load")
        if answer.status != 200:
            troubles.append(f"{address} answered {answer.status}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        shoot(page, f"every-{name}-{size}-{language[:2]}")
        troubles += axe(page)
        if not fits(page):
            troubles.append(f"{address} is wider than the window")
        if page.locator("h1").count() != 1:
            troubles.append(f"{address} has {page.locator('h1').count()} main headings")
        waiting += addresses_on(page)
    assert not troubles, "\n".join(troubles)
    assert {"board", "people-list", "people-file", "people-edit", "places-list"} <= seen, sorted(seen)
