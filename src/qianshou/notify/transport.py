"""Carries one request to a public host: resolved once, checked, and connected to exactly that address.

Resolving and connecting are one step here, so a name that changes its address in between (DNS rebinding) gains nothing.
Redirects are not followed: the place they lead to was never checked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from qianshou.notify.rules.bodies import Request
from qianshou.notify.rules.hosts import HostRefused, check_address, check_url

TIMEOUT_SECONDS = 8.0
ANSWER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status (0 when nothing did), the first bytes, and a code of the trouble."""

    status: int
    body: bytes = b""
    trouble: str = ""


def addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The host's addresses; HostRefused if one of them may not be called."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [check_address(item[4][0], allow_private=allow_private) for item in found]


def deliver(request: Request, *, allow_private: bool, timeout: float = TIMEOUT_SECONDS) -> Answer:
    """Send it and return the answer; trouble is returned, never raised."""
    try:
        host, port = check_url(request.url, allow_private=allow_private)
        address = addresses(host, port, allow_private=allow_private)[0]
    except HostRefused as refused:
        return Answer(0, trouble=refused.code)
    except OSError:
        return Answer(0, trouble="no_such_host")
    secure = urlsplit(request.url).scheme == "https"
    try:
        return _exchange(request, host, address, port, secure=secure, timeout=timeout)
    except TimeoutError:
        return Answer(0, trouble="timeout")
    except ssl.SSLError:
        return Answer(0, trouble="certificate")
    except (OSError, http.client.HTTPException):
        return Answer(0, trouble="no_connection")


def _exchange(request: Request, host: str, address: str, port: int, *, secure: bool, timeout: float) -> Answer:
    parts = urlsplit(request.url)
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    connection.sock = socket.create_connection((address, port), timeout=timeout)
    try:
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        default = port == (443 if secure else 80)
        headers = {"User-Agent": "Qianshou", **request.headers, "Host": host if default else f"{host}:{port}"}
        connection.request(request.method, path.encode("ascii", "ignore").decode(), request.body or None, headers)
        response = connection.getresponse()
        return Answer(response.status, response.read(ANSWER_BYTES))
    finally:
        connection.close()
