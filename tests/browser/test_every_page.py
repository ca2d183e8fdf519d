"""Every page that an officer can reach, in both languages, on wide and narrow windows: it opens, fits, and axe finds nothing.

One browser, one sign-in, one load for both widths. axe takes most of the time: `make test` lets it look at each page once, in one of the four
combinations (which one goes by the name of the page); `make test-long` in all four.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve, reverse

from qianshou.access.operations import set_language
from qianshou.access.operations.devices import issue_card
from qianshou.association.models import TimebankMember
from qianshou.kernel import clock
from tests.browser.everything import fill
from tests.browser.ways import ALL, WAYS
from tests.cast import DAY, NOON
from tests.field.phone import PIN

# Of several days and tabs one is looked at: these are the ones with the most on them.
START = ["/today/", "/password/", f"/fed/{DAY}/", "/company/?show=running", "/safeguards/many/?show=none&who=all", "/find/?q=编织", "/moves/?show=out", "/consents/?purpose=photos&state=given",
         "/attendance/closing/?month=2026-10", "/attendance/calendar/?year=2027", "/activities/?show=over", "/association/tasks/?show=all", "/rooms/"]
# Downloads, and addresses that are not pages of the desk.
NOT_PAGES = (".pdf", ".xlsx", ".png", "format=", "tel:", "mailto:", "/api/", "/field", "/static/", "/workbook/", "/file/", "/fhir/", "/download/")
# Parts of pages that renew themselves, acts that answer with a redirect, and pages for nobody who is signed in.
PARTS = {
    "board-live", "booklets-state", "booklets-year-state", "booklets-checks", "booklets-changes", "exchange-state", "rounds-state", "rounds-week-state", "home", "login", "orders-found",
    "carts-state", "fed-this-month", "booklet-state", "invitations-found", "rooms-class-found", "rooms-count-found", "family-page", "association-found", "activity-found", "activity-photo-picture", "association-here", "paper",  # a scan or a signature: a file, not a page
}


@pytest.fixture
def street(cast, settings, tmp_path, request):
    """The cast's street at noon, with something on every page."""
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        request.getfixturevalue("morning")
        fill(cast, tmp_path)
        yield cast


def addresses_on(page) -> list[str]:
    """Addresses of this site that the page links to, in the order of the page."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.filter(a => !a.hasAttribute('download')).map(a => new URL(a.getAttribute('href'), location).href)")
    here = urlsplit(page.url).netloc
    return [h for h in hrefs if urlsplit(h).netloc == here and not any(mark in h for mark in NOT_PAGES)]


@cache  # each page names the whole menu again
def kind_of(address: str) -> str:
    """One page of each kind is enough: the name of its address, and what opens a form on it."""
    parts = urlsplit(address)
    form = "+".join(sorted(set(re.findall(r"(item|service|swap|skip|case|show)=", parts.query))))
    try:
        name = resolve(parts.path).url_name or address
    except Resolver404:
        name = address
    return f"{name}?{form}" if form else name


def page_names() -> set[str]:
    """Names of all addresses of the desk that answer to GET with a page."""
    found, stack = set(), list(get_resolver().url_patterns)
    while stack:
        pattern = stack.pop()
        if hasattr(pattern, "url_patterns"):
            stack += pattern.url_patterns
        elif pattern.name and pattern.callback.__module__.startswith("qianshou.web.") and not only_posts(pattern.callback):
            found.add(pattern.name)
    return {name for name in found if not name.endswith(("-pdf", "-xlsx", "-fhir", "-download", "-workbook", "-form"))}


def only_posts(view) -> bool:
    """Is there a `require_POST` among the view's wrappers?"""
    while view is not None:
        if ["POST"] in [cell.cell_contents for cell in view.__closure__ or () if isinstance(cell.cell_contents, list)]:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def looked_at(kind: str, language: str) -> tuple[str, ...]:
    """At which of the two widths axe looks at the page in this language."""
    if WAYS == ALL:
        return ("desk", "phone")
    once = ALL[zlib.crc32(kind.encode()) % len(ALL)]
    return (once[1],) if once[0] == language else ()


def named(kind: str) -> str:
    """What its picture is called."""
    return f"every-{kind.replace('?', '-')}"


def test_every_page_opens_fits_and_is_accessible(street, visit, look):
    page = visit(street.officer)
    troubles: list[str] = []
    seen: dict[str, str] = {}
    # Whoever takes part in the time bank may change what she offers; the first page of a person that is come upon is of one who does not.
    waiting = [*START, reverse("timebank-offer", args=[TimebankMember.objects.filter(left_on=None).earliest("pk").pk])]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or kind in PARTS:
            continue
        answer = page.goto(address, wait_until="load")
        if answer.status != 200:
            troubles.append(f"{address} answered {answer.status}")
            continue
        seen[kind] = address
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        troubles += look(page, named(kind), "zh-hans", axed=looked_at(kind, "zh-hans"))
        if page.locator("h1").count() != 1 and "/paper/" not in address:
            troubles.append(f"{address} has {page.locator('h1').count()} main headings")
        waiting += addresses_on(page)
    set_language(user=street.officer, language="en")
    for kind, address in seen.items():
        page.goto(address, wait_until="load")
        troubles += look(page, named(kind), "en", axed=looked_at(kind, "en"))
    assert not troubles, "\n".join(troubles)
    assert page_names() - PARTS - {kind.partition("?")[0] for kind in seen} == set()


def test_signing_in_and_the_phone_are_accessible(street, visit, look):
    troubles = []
    for language in ("zh-hans", "en"):
        page = visit(language=language)
        page.goto("/login/")
        troubles += look(page, "every-login", language)
    _, code = issue_card(user=street.feng.person.user, now=NOON, by=street.officer)
    page.goto(f"/field/#card={code}")
    page.wait_for_selector("#pin")
    troubles += look(page, "every-phone-card", "en")
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    page.click("button.main")
    page.wait_for_selector(".tabs")
    for language, words in (("en", "English"), ("zh-hans", "中文")):
        for tab in ("me", "today", "tomorrow"):
            page.goto(f"/field/#{tab}")
            page.wait_for_selector(f".tabs a[href='#{tab}'][aria-current]")
            if tab == "me":
                page.get_by_role("button", name=words).click()
            troubles += look(page, f"every-phone-{tab}", language)
    assert not troubles, "\n".join(troubles)
