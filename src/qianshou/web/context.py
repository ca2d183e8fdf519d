"""What every page needs to know: the menu for this user, the street, the language."""

from django.http import HttpRequest
from django.urls import resolve
from django.utils import translation

from qianshou.access.models import User
from qianshou.access.scope import Scope, street_of

from .rooms import address, doors


def shell(request: HttpRequest) -> dict:
    """Context of `web/base.html`. Works on error pages too, where a middleware may not have run."""
    language = translation.get_language() or "zh-hans"
    found = {"html_lang": "en" if language.startswith("en") else "zh-Hans", "menu": [], "street": None, "may_find": False, "languages": User.LANGUAGES}
    user, scope = getattr(request, "user", None), getattr(request, "scope", None)
    if not (user and scope is not None and user.is_authenticated):
        return found
    found["menu"] = _menu(request.path_info, scope)
    found["street"] = street_of(scope)
    found["may_find"] = scope.may("files.read") and bool(address("people-list"))
    return found


def _menu(path: str, scope: Scope) -> list[dict]:
    """Doors that the scope's capabilities open; the one whose address begins the path, else the first of the same room, is `here`."""
    open_doors = [{"url": url, "label": d.label, "letter": d.letter} for d in doors() if (not d.capability or scope.may(d.capability)) and (url := address(d.url_name))]
    begins = max((d["url"] for d in open_doors if path.startswith(d["url"])), key=len, default="")
    here = begins or next((d["url"] for d in open_doors if _room(d["url"]) == _room(path)), "")
    return [{**door, "here": door["url"] == here} for door in open_doors]


def _room(path: str) -> str:
    """The room that serves a path: the package of its view."""
    try:
        return resolve(path).func.__module__.rpartition(".")[0]
    except Exception:
        return ""
