"""Signatures drawn at the table: kept once as a paper of the person, and nothing that is not a plain picture."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.operations.intake.papers import add_paper
from qianshou.kernel.png import BEGIN, NotPng, size_of
from qianshou.people import papers
from qianshou.people.models import Paper
from tests.cast import NOON
from tests.field.forms import visiting
from tests.field.phone import bound
from tests.intake import way


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=60, height=24, rows: bytes | None = None, extra: bytes = b"", after: bytes = b"") -> bytes:
    """A small picture in grey and alpha."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress((b"\x00" + b"\x1a\x1a\x1a\xff" * width) * height if rows is None else rows)
    return BEGIN + chunk(b"IHDR", head) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + after


def drawn(who, data: bytes | None = None, **more) -> dict:
    return {"person": who.pk, "by_name": "沈明", "by_relation": "儿子", "what": "老年人能力评估", "png": base64.b64encode(data or png()).decode()} | more


BAD = {
    "not a picture": b"%PDF-1.7 hello", "cut off": png()[:-20], "something follows": png(after=b"<script>"), "words in it": png(extra=chunk(b"tEXt", b"Comment\x00hi")),
    "a part is damaged": png().replace(b"IDAT", b"IDAU"), "a bomb": png(20, 10, rows=b"\x00" * 5_000_000), "too many pixels": png(5000, 5000, rows=b"\x00"), "nothing in it": png(rows=b""),
}  # fmt: skip


@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_only_a_whole_plain_picture_is_one(data):
    assert size_of(png(), most_pixels=2000) == (60, 24)
    with pytest.raises(NotPng):
        size_of(data, most_pixels=1200 * 800)


@given(st.binary(max_size=200), st.integers(0, 60))
def test_no_bytes_make_the_reader_fall(noise, at):
    for data in (noise, BEGIN + noise, png()[:at] + noise):
        try:
            size_of(data, most_pixels=1000)
        except NotPng:
            continue
        assert data.startswith(BEGIN)


@pytest.fixture
def tablet(cast, noon, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return bound(visiting(cast, cast.shen), by=cast.officer, now=NOON)


def state(phone, *acts) -> list[tuple]:
    return [(a["answer"], a["state"], a["reason"]) for a in phone.answers(*acts)]


@pytest.mark.django_db
def test_a_signature_is_kept_once_as_a_paper_of_the_person(cast, tablet):
    sent = tablet.act("signature", drawn(cast.shen), made_at=NOON)
    assert state(tablet, sent) == [("stored", "applied", None)] and state(tablet, sent) == [("repeated", "applied", None)]
    paper = Paper.objects.get()
    assert (paper.person, paper.kind, paper.name, paper.media_type) == (cast.shen, "signature", "老年人能力评估 · 沈明（儿子）", "image/png")
    assert papers.read(paper) == png() and paper.by_id == tablet.device.user_id


@pytest.mark.django_db
def test_signed_on_paper_waits_for_its_scan(cast, tablet):
    sent = tablet.act("signature", {"person": cast.shen.pk, "by_name": "沈明", "on_paper": True}, made_at=NOON)
    assert state(tablet, sent) == [("stored", "applied", None)]
    assert not Paper.objects.exists()


@pytest.mark.django_db
def test_a_case_owes_the_scan_of_what_was_signed_on_paper_until_it_is_there(cast, tablet, client):
    case = way.apply(cast, person=cast.shen)
    link = reverse("intake-list") + "?state=scan"
    client.force_login(cast.officer)
    assert case.person.name not in client.get(link).content.decode()
    sent = tablet.act("signature", {"person": case.person_id, "by_name": "沈明", "by_relation": "儿子", "on_paper": True}, made_at=NOON)
    assert state(tablet, sent) == [("stored", "applied", None)] and state(tablet, sent) == [("repeated", "applied", None)]
    assert case.person.name in client.get(link).content.decode() and "沈明（儿子）" in client.get(reverse("intake-case", args=[case.pk])).content.decode()
    client.force_login(cast.outsider)
    assert case.person.name not in client.get(link).content.decode()
    add_paper(case_id=case.pk, batch=uuid4(), kind="consent", data=b"%PDF-1.4 x", now=NOON + timedelta(hours=1), by_id=cast.officer.pk)
    client.force_login(cast.officer)
    assert case.person.name not in client.get(link).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"png": "no base64!"}, {"png": base64.b64encode(b"hello").decode()}, {"png": None}, {"by_name": " "}, {"person": "x"}, {"what": 3},
                                   {"png": base64.b64encode(png(after=b"x" * 61_000)).decode()}])  # fmt: skip
def test_what_is_no_signature_is_kept_for_the_office(cast, tablet, wrong):
    assert state(tablet, tablet.act("signature", drawn(cast.shen, **wrong), made_at=NOON)) == [("stored", "held", "payload")]
    assert not Paper.objects.exists()


@pytest.mark.django_db
def test_nobody_signs_for_whom_the_tablet_was_not_handed(cast, tablet):
    for person in (cast.lu, cast.stranger):
        assert state(tablet, tablet.act("signature", drawn(person), made_at=NOON)) == [("stored", "held", "not_handed_out")]
    outsider = bound(cast.outsider_carer.person.user, by=cast.outsider, now=NOON)
    assert state(outsider, outsider.act("signature", drawn(cast.shen), made_at=NOON)) == [("stored", "held", "not_handed_out")]
    assert not Paper.objects.exists()


@pytest.mark.django_db
def test_the_largest_signature_fits_into_an_act(cast, tablet):
    noise = Random(7).randbytes(140 * 100 * 4)
    rows = b"".join(b"\x00" + noise[n * 560 : (n + 1) * 560] for n in range(100))
    large = png(140, 100, rows=rows)
    assert 50_000 < len(large) <= 60_000
    assert state(tablet, tablet.act("signature", drawn(cast.shen, large), made_at=NOON)) == [("stored", "applied", None)]
