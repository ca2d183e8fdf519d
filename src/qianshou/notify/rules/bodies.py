"""The HTTP requests that group robots and SMS gateways expect. Pure: text and settings in, a request out.

企业微信 group robot: POST JSON `{"msgtype": "text", "text": {"content", "mentioned_mobile_list"}}`, answer `errcode` 0.
钉钉 group robot: the same shape with `at`; with a signing secret the address gains `timestamp` (ms) and
`sign = base64(hmac_sha256(secret, "timestamp\\nsecret"))`, and both refuse texts without the keyword they were given.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

from qianshou.notify.rules.hosts import HostRefused

CHANNEL_KINDS = ("wecom", "dingtalk", "http", "email", "ping")
WECOM_TEXT_BYTES = 2048  # the robot's limit for text messages


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to send."""

    method: str
    url: str
    body: bytes
    headers: dict = field(default_factory=dict)


def discreet_name(name: str, *, full: bool) -> str:
    """A name as a group may read it: whole only if the street allows, else the surname and 老人 without more."""
    name = name.strip()
    if full or not name:
        return name
    compound = ("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "端木")
    surname = name[:2] if name.startswith(compound) else name[:1]
    return f"{surname}**" if len(name) - len(surname) > 1 else f"{surname}*"


def cut(text: str, size: int) -> str:
    """`text` shortened to `size` bytes of UTF-8 on a whole character."""
    raw = text.encode()
    return text if len(raw) <= size else raw[: size - 3].decode(errors="ignore") + "…"


def signed(url: str, secret: str, at: datetime) -> str:
    """DingTalk's signed address."""
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}timestamp={stamp}&sign={quote(base64.b64encode(digest), safe='')}"


def _fill(template: str, values: Mapping[str, str], *, as_json: bool) -> str:
    """`{{name}}` replaced by its value, escaped for the place where it stands."""
    for name, value in values.items():
        put = json.dumps(value, ensure_ascii=False)[1:-1] if as_json else quote(value, safe="")
        template = template.replace("{{" + name + "}}", put)
    return template


def request_for(kind: str, *, url: str, text: str, secret: str = "", template: str = "", phone: str = "", at: datetime) -> Request:
    """The request that tells `text` by a channel of `kind` ("wecom", "dingtalk", "http").

    `http` sends `template` as JSON with `{{text}}`, `{{phone}}`, `{{time}}` filled in; without a template it is a GET
    of the address with the same words filled in. Raises ValueError for another kind, HostRefused for a bad address.
    """
    plain = {"Content-Type": "application/json; charset=utf-8"}
    if kind == "wecom":
        body = {"msgtype": "text", "text": {"content": cut(text, WECOM_TEXT_BYTES)}}
        return Request("POST", url, json.dumps(body, ensure_ascii=False).encode(), plain)
    if kind == "dingtalk":
        body = {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}}
        target = signed(url, secret, at) if secret else url
        return Request("POST", target, json.dumps(body, ensure_ascii=False).encode(), plain)
    if kind == "http":
        values = {"text": text, "phone": phone, "time": at.isoformat(timespec="seconds")}
        target = _fill(url, values, as_json=False)
        # A word put into the host would let a message choose where it goes.
        if urlsplit(target).netloc != urlsplit(url).netloc or "{{" in urlsplit(url).netloc:
            raise HostRefused("template_in_host")
        headers = dict(plain, **({"Authorization": f"Bearer {secret}"} if secret else {}))
        if not template:
            return Request("GET", target, b"", headers)
        return Request("POST", target, _fill(template, values, as_json=True).encode(), headers)
    raise ValueError(f"no request for channel kind {kind!r}")


def accepted(kind: str, status: int, body: bytes) -> bool:
    """Whether the answer says that the message was taken: robots answer 200 with an `errcode` of their own."""
    if not 200 <= status < 300:
        return False
    if kind not in ("wecom", "dingtalk"):
        return True
    try:
        return json.loads(body).get("errcode") == 0
    except (ValueError, AttributeError):
        return False
