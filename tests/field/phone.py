"""A phone for tests: makes acts as the real page does, and posts them as one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.test import Client

from qianshou.access.devices import device_code
from qianshou.access.models import Device, User
from qianshou.access.operations import devices
from qianshou.acts.rules import content_hash
from qianshou.kernel.ids import uuid7

PIN = "274913"
OURS = {"HTTP_X_QIANSHOU": "field"}


def act(*, device: str, seq: int, kind: str, payload: dict, made_at: datetime, offset_ms: int | None = 0, place: dict | None = None, act_id=None) -> dict:
    """One act as the page writes it."""
    body = {
        "id": str(act_id or uuid7(made_at)),
        "device": device,
        "seq": seq,
        "kind": kind,
        "made_at": made_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "offset_ms": offset_ms,
        "place": place,
        "payload": payload,
    }
    return {**body, "hash": content_hash(body)}


@dataclass
class Phone:
    """A bound phone with its token. `client` keeps cookies as a browser does."""

    device: Device
    token: str
    client: Client = field(default_factory=Client)
    seq: int = 0

    @property
    def code(self) -> str:
        return device_code(self.device)

    def act(self, kind: str, payload: dict | None = None, *, made_at: datetime, **more) -> dict:
        """The next act of this phone."""
        self.seq += 1
        return act(device=self.code, seq=self.seq, kind=kind, payload=payload or {}, made_at=made_at, **more)

    def post(self, *acts: object):
        """Post a batch; the response."""
        return self.client.post(
            "/api/field/acts", json.dumps({"acts": list(acts)}), content_type="application/json", HTTP_AUTHORIZATION=f"Device {self.token}", **OURS
        )

    def answers(self, *acts: object) -> list[dict]:
        """Post a batch that must be answered; the answers."""
        response = self.post(*acts)
        assert response.status_code == 200, response.content
        return response.json()["answers"]

    def open(self, pin: str = PIN):
        """Enter the PIN."""
        return self.client.post(
            "/api/field/pin", json.dumps({"pin": pin}), content_type="application/json", HTTP_AUTHORIZATION=f"Device {self.token}", **OURS
        )

    def day(self, **headers):
        """Ask for the day."""
        return self.client.get("/api/field/day", HTTP_AUTHORIZATION=f"Device {self.token}", **headers)


def bound(user: User, *, by: User, now: datetime) -> Phone:
    """A phone bound to `user` by a card."""
    _card, code = devices.issue_card(user=user, now=now, by=by)
    device, token = devices.bind_by_card(code=code, pin=PIN, label="test", now=now)
    return Phone(device, token)
