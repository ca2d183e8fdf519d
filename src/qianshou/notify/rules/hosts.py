"""Which addresses the server may call for a webhook: public https, unless the site opens its private network.

Without this guard whoever may edit a channel could make the server fetch from inside the office's network (SSRF).
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


class HostRefused(ValueError):
    """The address may not be called; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def check_url(url: str, *, allow_private: bool) -> tuple[str, int]:
    """`(host, port)` of an address that may be tried; raises HostRefused.

    `allow_private` (a setting of the installation, not of the street) also lets plain http through, for a gateway in
    the office's own network.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise HostRefused("not_a_url") from None
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise HostRefused("not_https")
    if not parts.hostname or any(c.isspace() or ord(c) < 32 for c in url):
        raise HostRefused("not_a_url")
    if parts.username or parts.password:
        raise HostRefused("password_in_url")
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)


def check_address(address: str, *, allow_private: bool) -> str:
    """The IP address (as resolved) if it may be connected to; raises HostRefused. Link-local is never allowed:
    clouds keep their metadata service there."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        raise HostRefused("forbidden_address")
    if not ip.is_global and not (allow_private and (ip.is_private or ip.is_loopback)):
        raise HostRefused("private_address")
    return str(ip)
