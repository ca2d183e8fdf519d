"""A signature drawn at the kitchen table is kept as a paper of the person.

    signature   {"person", "by_name", "by_relation"?, "what"?, "png": base64 of a PNG of at most 60,000 bytes}
                {"person", "by_name", …, "on_paper": true} when it was signed on paper and the scan follows
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.care.operations import intake
from qianshou.care.queries.intake_table import was_at_the_table
from qianshou.kernel import clock
from qianshou.kernel.png import NotPng, size_of
from qianshou.people.models import Paper
from qianshou.people.operations.papers import keep_paper
from qianshou.people.queries.files import standing_file

from ..rules import BadPayloadError

KIND = "signature"
MOST_BYTES, MOST_PIXELS = 60_000, 1200 * 800
NAME_LENGTH, RELATION_LENGTH, WHAT_LENGTH = 60, 20, 60


@dataclass(frozen=True)
class Signature:
    """Who signed what, and how: `png` is empty where it was signed on paper."""

    person: int
    by_name: str
    by_relation: str = ""
    what: str = ""
    png: bytes = b""


def read_signature(_kind: str, payload: dict) -> Signature:
    """Check a payload. Raises BadPayloadError with the member that does not fit."""
    person = payload.get("person")
    if not isinstance(person, int) or isinstance(person, bool) or not 0 < person < 2**63:
        raise BadPayloadError("person")
    name = _words(payload, "by_name", NAME_LENGTH)
    if not name:
        raise BadPayloadError("by_name")
    png = b"" if payload.get("on_paper") is True else _picture(payload.get("png"))
    return Signature(person, name, _words(payload, "by_relation", RELATION_LENGTH), _words(payload, "what", WHAT_LENGTH), png)


def _words(payload: dict, member: str, most: int) -> str:
    value = payload.get(member, "")
    if not isinstance(value, str):
        raise BadPayloadError(member)
    return value.strip()[:most]


def _picture(text: object) -> bytes:
    """The bytes of a plain PNG; whatever else it is, nobody is shown it."""
    if not isinstance(text, str) or len(text) > (MOST_BYTES + 2) // 3 * 4:
        raise BadPayloadError("png")
    try:
        data = base64.b64decode(text, validate=True)
        size_of(data, most_pixels=MOST_PIXELS)
    except (binascii.Error, NotPng, ValueError):
        raise BadPayloadError("png") from None
    return data


def take_signature(act: Act, said: Signature, _carer: object, now: datetime) -> dict:
    """Keep it. Returns {"paper"} or {"on_paper"}; NotApplicableError for whom this account was not handed."""
    if not was_at_the_table(user_id=act.user_id, street_id=act.street_id, person_id=said.person, on=clock.local_date(act.made_at)):
        raise NotApplicableError("not_handed_out", person=said.person)
    person = standing_file(street_id=act.street_id, person_id=said.person)
    if person is None:
        raise NotApplicableError("unknown_person", person=said.person)
    who = f"{said.by_name}（{said.by_relation}）" if said.by_relation else said.by_name
    name = " · ".join(filter(None, [said.what, who]))
    if not said.png:
        intake.note_paper_signature(act_id=act.pk, person_id=person.pk, words=name, now=now, by_id=act.user_id)
        return {"on_paper": True, "by_name": said.by_name}
    paper = keep_paper(person_id=person.pk, kind=Paper.Kind.SIGNATURE, name=name, data=said.png, now=now, by_id=act.user_id)
    intake.link_late_signature(act_id=act.pk, paper_id=paper.pk, now=now, by_id=act.user_id)
    return {"paper": paper.pk}
