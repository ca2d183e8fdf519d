"""One writing for an act, checked before anything is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.acts.rules import (
    CONFLICT,
    LARGEST,
    PAYLOAD_BYTES,
    REPEATED,
    STORED,
    BrokenAct,
    canonical,
    claimed_id,
    clock_is_doubtful,
    content_hash,
    read,
    true_made_at,
    verdict,
)
from tests.cast import NOON
from tests.field.phone import act

TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=20)
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def sample(**changes) -> dict:
    body = act(device="d" * 16, seq=3, kind="done", payload={"visit": 7}, made_at=NOON)
    body.update(changes)
    if "hash" not in changes:
        try:
            body["hash"] = content_hash(body)
        except BrokenAct:  # what cannot be written has no hash: reading must say so before it compares
            body["hash"] = "0" * 64
    return body


def broken(raw: object) -> str:
    with pytest.raises(BrokenAct) as problem:
        read(raw)
    return problem.value.code


def test_a_sound_act_is_read():
    sent = read(sample(place={"lat_e6": 31264210, "lng_e6": 121527430, "acc_m": 18}))
    assert (sent.seq, sent.kind, sent.payload) == (3, "done", {"visit": 7})
    assert sent.made_at == NOON and sent.place["acc_m"] == 18


def test_canonical_json_sorts_and_has_no_blanks():
    assert canonical({"b": [1, None, True], "a": "沈\n"}) == '{"a":"沈\\n","b":[1,null,true]}'


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seq": 0}, "number"), ({"seq": True}, "number"), ({"seq": 1.5}, "number"), ({"seq": LARGEST + 1}, "number"),
        ({"kind": "Done!"}, "kind"), ({"kind": 5}, "kind"), ({"kind": "k" * 21}, "kind"), ({"device": ""}, "shape"), ({"payload": []}, "shape"),
        ({"id": "x"}, "id"), ({"id": "0199F0A2-7C1E-7B3A-9D55-3F0C1A2B4D5E"}, "id"),
        ({"made_at": "2026-11-24"}, "time"), ({"made_at": "2026-13-24T00:00:00.000Z"}, "time"), ({"made_at": 5}, "time"),
        ({"place": {"lat_e6": 1}}, "place"), ({"place": {"lat_e6": 91_000_000, "lng_e6": 0, "acc_m": 1}}, "place"),
        ({"offset_ms": "1"}, "number"), ({"payload": {"text": "x" * PAYLOAD_BYTES}}, "long"), ({"hash": "0" * 64}, "hash"),
    ],
)  # fmt: skip
def test_what_is_not_an_act_says_why(changes, code):
    assert broken(sample(**changes)) == code


@pytest.mark.parametrize("raw", [None, 5, "text", [], {}, {"id": "x"}, {**sample(), "more": 1}])
def test_another_shape_is_broken(raw):
    assert broken(raw) == "shape"


@pytest.mark.parametrize(("payload", "code"), [({"t": "\x00"}, "text"), ({"t": "\ud800"}, "text"), ({"字": 1}, "text"), ({"n": 0.5}, "number")])
def test_what_could_not_be_kept_is_broken(payload, code):
    body = sample()
    body["payload"] = payload
    assert broken(body) == code


def test_depth_has_an_end():
    deep: object = 1
    for _ in range(50):
        deep = [deep]
    body = sample()
    body["payload"] = {"deep": deep}
    assert broken(body) == "depth"


@given(VALUES)
def test_reading_never_raises_anything_else(value):
    for raw in (value, {**sample(), "payload": value}, {**sample(), "id": value}, {**sample(), "made_at": value}):
        try:
            read(raw)
        except BrokenAct as problem:
            assert problem.code
        assert isinstance(claimed_id(raw), str)


@given(VALUES)
def test_the_writing_says_the_content(value):
    assert json.loads(canonical(value)) == value


def test_verdict():
    assert verdict([], "a") == STORED
    assert verdict(["a"], "a") == REPEATED
    assert verdict(["a"], "b") == CONFLICT
    assert verdict(["a", "b"], "b") == CONFLICT  # the second content again is no new question


def test_the_phones_clock_is_set_right():
    hour = timedelta(hours=1)
    assert true_made_at(made_at=NOON - hour, offset_ms=1_800_000, received_at=NOON) == NOON - hour / 2
    assert true_made_at(made_at=NOON + hour, offset_ms=0, received_at=NOON) == NOON  # never after it was heard
    assert true_made_at(made_at=NOON - hour, offset_ms=None, received_at=NOON) == NOON - hour
    assert clock_is_doubtful(made_at=NOON + hour, offset_ms=None, received_at=NOON)
    assert not clock_is_doubtful(made_at=NOON - hour, offset_ms=0, received_at=NOON)


def test_a_clock_at_the_end_of_time_does_no_harm():
    last = datetime.max.replace(tzinfo=UTC)
    assert true_made_at(made_at=last, offset_ms=86_400_000, received_at=NOON) == NOON
    assert clock_is_doubtful(made_at=last, offset_ms=86_400_000, received_at=NOON)
