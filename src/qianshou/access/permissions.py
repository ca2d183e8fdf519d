"""The guard of views: sign in first, then the capability, then the queries' own scope."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def requires(*capabilities: str) -> Callable:
    """Let only users with at least one of the capabilities pass: others are sent to sign in, or get 403.

    The names stay on the view (`view.requires`) so that the permission table test can read them.
    """

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            if not any(request.scope.may(name) for name in capabilities):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.requires = capabilities
        return guarded

    return wrap


def public(view: Callable) -> Callable:
    """Mark a view as open to anybody (sign-in page, health); the table test refuses unmarked views."""
    view.requires = ()
    return view


def _to_login(request: HttpRequest) -> HttpResponse:
    target = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
