"""What every page needs to know: the menu for this user, the street, the language."""

from django.http import HttpRequest
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianshou.access.models import User
from qianshou.access.scope import Scope, street_of

from .rooms import address, doors

SHORT = 12  # doors that a window of 900 px shows beside the name and the language
DAILY = 61  # doors ordered below this are used every day, or close the month
SECTIONS = (  # of the folded part: from which order on, and its heading
    (61, pgettext_lazy("menu", "The file")), (65, pgettext_lazy("menu", "Company")), (66, gettext_lazy("Carers and volunteers")), (67, gettext_lazy("The association")),
    (68, gettext_lazy("The books")), (70, pgettext_lazy("menu", "On duty")), (80, gettext_lazy("The office")),
)  # fmt: skip



def shell(request: HttpRequest) -> dict:
    """Context of `web/base.html`. Works on error pages too, where a middleware may not have run."""
    language = translation.get_language() or "zh-hans"
    found = {"html_lang": "en" if language.startswith("en") else "zh-Hans", "menu": {}, "street": None, "may_find": False, "languages": User.LANGUAGES}
    user, scope = getattr(request, "user", None), getattr(request, "scope", None)
    if not (user and scope is not None and user.is_authenticated):
        return found
    found["menu"] = _menu(request.path_info, scope)
    found["street"] = street_of(scope)
    found["may_find"] = scope.may("files.read") and bool(address("people-list"))
    return found


def _menu(path: str, scope: Scope) -> dict:
    """Doors that the scope's capabilities open; the one whose address begins the path, else the first of the same room, is `here`.

    A long menu keeps the doors of every day in sight and folds the others away, under headings.
    """
    open_doors = [{"url": url, "label": d.label, "letter": d.letter, "order": d.order, "daily": d.order < DAILY} for d in doors() if (not d.capability or scope.may(d.capability)) and (url := address(d.url_name))]
    begins = max((d["url"] for d in open_doors if path.startswith(d["url"])), key=len, default="")
    here = begins or next((d["url"] for d in open_doors if _room(d["url"]) == _room(path)), "")
    marked = [{**door, "here": door["url"] == here} for door in open_doors]
    daily = [door for door in marked if len(marked) <= SHORT or door["daily"]]
    more = [door for door in marked if door not in daily]
    sections = [(label, [door for door in more if _section(door["order"]) == since]) for since, label in SECTIONS]
    return {"daily": daily, "more": [(label, found) for label, found in sections if found], "more_here": any(door["here"] for door in more)} if marked else {}


def _section(order: int) -> int:
    return max(since for since, _ in SECTIONS if since <= max(order, SECTIONS[0][0]))


def _room(path: str) -> str:
    """The room that serves a path: the package of its view."""
    try:
        return resolve(path).func.__module__.rpartition(".")[0]
    except Exception:
        return ""
