"""Each request knows its user's scope and language; each change in it is signed in the history."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from qianshou.kernel import clock

from .scope import Scope, scope_of


class ScopeMiddleware:
    """Sets `request.scope`, worked out when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def scope() -> Scope:
            if not request.user.is_authenticated:
                return Scope(user_id=0)
            return scope_of(request.user, clock.today(), request.session.get("street_id"))

        request.scope = SimpleLazyObject(scope)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with pghistory.context(user=request.user.pk if request.user.is_authenticated else None, url=request.path):
            return self.get_response(request)


class LanguageMiddleware:
    """The language follows the user; signed out, the cookie or the browser (Django's own rule)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
