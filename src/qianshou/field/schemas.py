"""Shapes of the phone's API, as OpenAPI shows them. Items of a batch are read one by one in acts.rules, not here:
a broken one must not cost its neighbours."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Field, Schema

ACT_EXAMPLE = {
    "id": "0199f0a2-7c1e-7b3a-9d55-3f0c1a2b4d5e",
    "device": "9f86d081884c7d65",
    "seq": 17,
    "kind": "arrived",
    "made_at": "2026-11-23T01:02:03.456Z",
    "offset_ms": -1250,
    "place": {"lat_e6": 31264210, "lng_e6": 121527430, "acc_m": 18},
    "payload": {"visit": 4711},
    "hash": "sha256 of the canonical JSON of the members above",
}


class BatchIn(Schema):
    """Acts of one phone, in the order in which they were made; at most 500 are answered."""

    acts: list[Any] = Field(description="See `qianshou.acts.rules`; anything else is answered `broken`.", examples=[[ACT_EXAMPLE]])
    sent_at: int | None = Field(None, ge=-(2**62), le=2**62, description="The phone's clock, milliseconds since 1970.")


class AnswerOut(Schema):
    """One item of the batch. `state` is how the act under this id stands now."""

    id: str
    answer: Literal["stored", "repeated", "conflict", "broken"]
    state: Literal["waiting", "applied", "held", "settled"]
    reason: str | None


class BatchOut(Schema):
    """The answers, in the order of the batch."""

    epoch: str
    server_now: int
    answers: list[AnswerOut]


class WhyOut(Schema):
    """Why not: a word that the phone can show. `left` counts tries at the PIN."""

    why: str
    left: int | None = None


class CodeIn(Schema):
    """The code of a card."""

    code: Annotated[str, Field(max_length=40)]


class BindIn(Schema):
    """Bind this phone: by a card's code, or (empty code) by the password sign-in of this browser."""

    code: Annotated[str, Field(max_length=40)] = ""
    pin: Annotated[str, Field(max_length=12)]
    label: Annotated[str, Field(max_length=120)] = ""


class PinIn(Schema):
    """The six digits."""

    pin: Annotated[str, Field(max_length=12)]


class LanguageIn(Schema):
    """The language of the pages."""

    language: Literal["zh-hans", "en"]


class NameOut(Schema):
    """Who this is ("" when nobody)."""

    name: str
    epoch: str = ""
    server_now: int = 0


class BoundOut(Schema):
    """A bound phone. The token posts acts, nothing else, and is told only here."""

    device: str
    token: str
    name: str
    epoch: str
    server_now: int


class OkOut(Schema):
    """Done."""

    ok: bool = True
