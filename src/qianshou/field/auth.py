"""Who is speaking. Two keys for two things:

* the *token* of the phone posts acts, for as long as the phone is known: an expired sign-in never costs a tap;
* the *session* that the PIN opens (12 hours) reads the day.

The header X-Qianshou, which no page of another site can set, stands in for a CSRF token, which would expire in a page that
opens from the phone's own memory.
"""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from qianshou.access.devices import device_by_token
from qianshou.access.models import Device, User

COOKIE = "qianshou_device"
COOKIE_AGE = 400 * 86_400  # as long as browsers keep one; the office ends it earlier
SESSION_DEVICE = "device_id"
SESSION_AGE = 12 * 3600
BACKEND = "qianshou.access.backends.PasswordBackend"


class TokenAuth:
    """For ninja: the phone that holds the token of the Authorization header or, without one, of the cookie."""

    openapi_type = "apiKey"

    def __call__(self, request: HttpRequest) -> Device | None:
        return device_of(request)


def device_of(request: HttpRequest) -> Device | None:
    """The speaking phone, signed off or not; None when nobody knows it or the call came from another site's page."""
    if request.method != "GET" and not from_our_page(request):
        return None
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Device ") if header.startswith("Device ") else request.COOKIES.get(COOKIE, "")
    return device_by_token(token)


def from_our_page(request: HttpRequest) -> bool:
    """Whether the call was made by the phone's own page."""
    return request.headers.get("X-Qianshou") == "field"


def open_session(request: HttpRequest, device: Device) -> None:
    """Sign the phone's user in for twelve hours."""
    login(request, device.user, backend=BACKEND)
    request.session[SESSION_DEVICE] = device.pk
    request.session.set_expiry(SESSION_AGE)


def session_device(request: HttpRequest) -> Device | None:
    """The phone of this session, if its sign-in holds."""
    user, number = request.user, request.session.get(SESSION_DEVICE)
    if not user.is_authenticated or number is None:
        return None
    return Device.objects.select_related("user", "street").filter(pk=number, user_id=user.pk).first()


def guest(request: HttpRequest) -> User | None:
    """Somebody who signed in with a password on this browser and has no phone bound in it."""
    return request.user if request.user.is_authenticated and SESSION_DEVICE not in request.session else None


def keep_cookie(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Hand the token to the browser where no script can read it."""
    response.set_cookie(COOKIE, token, max_age=COOKIE_AGE, secure=secure, httponly=True, samesite="Lax", path="/api/field/")
