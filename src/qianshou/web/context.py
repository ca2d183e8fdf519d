"""What every page needs to know: the menu for this user, the street, the language."""

from django.http import HttpRequest
from django.urls import resolve
from django.utils import translation

from qianshou.access.models import User
from qianshou.access.scope import Scope, street_of

from .rooms import address, doors

SHORT = 12  # doors that a window of 900 px shows beside the name and the language
DAILY = 61  # doors ordered below this are used every day, or close the month

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

    A long menu keeps the doors of every day in sight and folds the others away.
    """
    open_doors = [{"url": url, "label": d.label, "letter": d.letter, "daily": d.order < DAILY} for d in doors() if (not d.capability or scope.may(d.capability)) and (url := address(d.url_name))]
    begins = max((d["url"] for d in open_doors if path.startswith(d["url"])), key=len, default="")
    here = begins or next((d["url"] for d in open_doors if _room(d["url"]) == _room(path)), "")
    marked = [{**door, "here": door["url"] == here} for door in open_doors]
    daily = [door for door in marked if len(marked) <= SHORT or door["daily"]]
    more = [door for door in marked if door not in daily]
    return {"daily": daily, "more": more, "more_here": any(door["here"] for door in more)} if marked else {}


def _room(path: str) -> str:
    """The room that serves a path: the package of its view."""
    try:
        return resolve(path).func.__module__.rpartition(".")[0]
    except Exception:
        return ""
