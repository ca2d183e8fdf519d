"""Who stands at the door of a family page: the browser's cookie, good for one link alone, and the headers that every answer gets.

The address itself is a secret of 24 random bytes, so a form needs no other token against forgery: whoever could forge one would have to
know the address. (Django's own check cannot work here: a page without a referrer posts with `Origin: null`.) A browser that says that a
form comes from another site is refused all the same.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from qianshou.access.models import User
from qianshou.people.models import FamilyLink
from qianshou.people.operations.family import Where
from qianshou.people.rules.family import SESSION

COOKIE, LANGUAGE = "family", "family_language"
LANGUAGES = [code for code, _ in User.LANGUAGES]
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private, max-age=0",
}


def where(request: HttpRequest) -> Where:
    """From where somebody came."""
    return Where(request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))


def path_of(token: str) -> str:
    """Where the cookies of a link are sent: to its own pages alone."""
    return f"/family/{token}/"


def let_in(answer: HttpResponse, link: FamilyLink, token: str) -> HttpResponse:
    """This browser typed the code: it need not again for twelve hours."""
    answer.set_cookie(
        COOKIE, signing.dumps(_said(link), salt=_salt(link)), max_age=SESSION, path=path_of(token), secure=settings.SECURE_COOKIES, httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return answer


def see_out(answer: HttpResponse, token: str) -> HttpResponse:
    """This browser must type the code again."""
    answer.delete_cookie(COOKIE, path=path_of(token), samesite="Lax")
    return answer


def is_in(request: HttpRequest, link: FamilyLink) -> bool:
    """Whether this browser typed the code that the link has now, within twelve hours."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(link), max_age=SESSION) == _said(link)
    except signing.BadSignature:
        return False


def _said(link: FamilyLink) -> list:
    return [link.pk, bytes(link.code_hash).hex()[:8]]  # a new code ends what the old one opened


def _salt(link: FamilyLink) -> str:
    return f"family:{link.token_hash}"


def family_page(view: Callable) -> Callable:
    """Guard of the pages for the family: no index, no referrer, no copy kept; the language of the link, or the one that was chosen."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            answer: HttpResponse = HttpResponseForbidden("cross-site")
        else:
            answer = view(request, token)
        for name, value in HEADERS.items():
            answer[name] = value
        chosen = request.GET.get("language")
        if chosen in LANGUAGES:
            answer.set_cookie(
                LANGUAGE, chosen, max_age=365 * 86400, path=path_of(token), secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax"
            )
        return answer

    guarded.requires = ()
    return guarded


def language_of(request: HttpRequest, link: FamilyLink) -> str:
    """The language that was asked for on the page, else the one chosen before, else the link's."""
    for code in (request.GET.get("language"), request.COOKIES.get(LANGUAGE)):
        if code in LANGUAGES:
            return code
    return link.language


def speaking(request: HttpRequest, link: FamilyLink):
    """The page in this language, for the time of a `with`."""
    return translation.override(language_of(request, link))
