"""What an act is, decided without a database: its one writing, its hash, and what a repeat means.

An act arrives as a JSON object with exactly these members:

    id         UUID version 7, made by the phone
    device     the device's public id (text), as it was when the person tapped
    seq        whole number ≥ 1, counting on that device
    kind       "arrived", "done", … (short word; this area does not know what it means)
    made_at    "2026-11-23T01:02:03.456Z", the phone's own clock, UTC
    offset_ms  server clock minus phone clock when they last spoke, milliseconds, or null
    place      null, or {"lat_e6", "lng_e6", "acc_m"}: WGS-84 in millionths of a degree, metres
    payload    object of texts, whole numbers, booleans, null, lists and objects
    hash       SHA-256 of the canonical JSON of all members above

The same writing exists in JavaScript (field/static/field/js/hash.js).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

STORED, REPEATED, CONFLICT, BROKEN = "stored", "repeated", "conflict", "broken"

LARGEST = 2**53 - 1  # beyond this JavaScript no longer counts in whole numbers
DEEPEST = 6
PAYLOAD_BYTES = 98_304  # a form with many answers in words, or a drawn signature; whatever is longer is damaged or meant to harm
CONTENT = ("id", "device", "seq", "kind", "made_at", "offset_ms", "place", "payload")
_KIND = re.compile(r"[a-z][a-z_]{0,19}\Z")  # as long as its column
_MADE_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
_OFFSET_LIMIT_MS = 100 * 365 * 86_400_000  # a phone that believes in 1970 or 2099 can still be set right
_FUTURE = timedelta(seconds=5)


class BrokenAct(ValueError):
    """This is not an act. `code` says why: shape, number, text, depth, long, id, kind, time, place, hash."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SentAct:
    """One act as the phone wrote it, checked. `made_at` is the phone's clock, not yet set right."""

    id: UUID
    device: str
    seq: int
    kind: str
    made_at: datetime
    offset_ms: int | None
    place: dict[str, int] | None
    payload: dict
    hash: str


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks; whole numbers only. Raises BrokenAct for anything JavaScript would write otherwise."""
    _check(value, 0)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: dict) -> str:
    """SHA-256 (64 hexadecimal digits) of the canonical JSON of `content`, without its "hash" member."""
    bare = {key: content[key] for key in content if key != "hash"}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()


def read(raw: object) -> SentAct:
    """Check one item of a batch. Raises BrokenAct with a code; never anything else, whatever `raw` is."""
    if not isinstance(raw, dict) or set(raw) != {*CONTENT, "hash"}:
        raise BrokenAct("shape")
    written = canonical({key: raw[key] for key in CONTENT})
    if len(written.encode()) > PAYLOAD_BYTES:
        raise BrokenAct("long")
    if raw["hash"] != hashlib.sha256(written.encode()).hexdigest():
        raise BrokenAct("hash")
    device, seq, kind, payload = raw["device"], raw["seq"], raw["kind"], raw["payload"]
    if not isinstance(device, str) or not 1 <= len(device) <= 64 or not isinstance(payload, dict):
        raise BrokenAct("shape")
    if not _whole(seq, 1, LARGEST):
        raise BrokenAct("number")
    if not isinstance(kind, str) or not _KIND.match(kind):
        raise BrokenAct("kind")
    offset = raw["offset_ms"]
    if offset is not None and not _whole(offset, -_OFFSET_LIMIT_MS, _OFFSET_LIMIT_MS):
        raise BrokenAct("number")
    return SentAct(
        id=_uuid(raw["id"]),
        device=device,
        seq=seq,
        kind=kind,
        made_at=_moment(raw["made_at"]),
        offset_ms=offset,
        place=_place(raw["place"]),
        payload=payload,
        hash=raw["hash"],
    )


def claimed_id(raw: object) -> str:
    """The id by which to answer an item, even a broken one ("" when it has none that could be quoted)."""
    claimed = raw.get("id") if isinstance(raw, dict) else None
    return claimed[:64].encode(errors="ignore").decode() if isinstance(claimed, str) else ""


def verdict(known_hashes: list[str], new_hash: str) -> str:
    """What to answer when acts with this id and these hashes are already kept."""
    if not known_hashes:
        return STORED
    return REPEATED if new_hash == known_hashes[0] else CONFLICT


def true_made_at(*, made_at: datetime, offset_ms: int | None, received_at: datetime) -> datetime:
    """When the tap was made by the server's clock: the phone's time plus its offset, never later than it was received.

    A phone that never spoke to us before the tap has no offset; its clock is then taken as it is.
    """
    try:
        moment = made_at + timedelta(milliseconds=offset_ms or 0)
    except OverflowError:
        moment = received_at
    return min(moment, received_at)


def clock_is_doubtful(*, made_at: datetime, offset_ms: int | None, received_at: datetime) -> bool:
    """True when the tap, set right, still lies after the moment it was heard: the phone's clock was moved in between."""
    try:
        return made_at + timedelta(milliseconds=offset_ms or 0) > received_at + _FUTURE
    except OverflowError:
        return True


def _check(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise BrokenAct("depth")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise BrokenAct("number")
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise BrokenAct("text")  # other keys sort differently in UTF-16 and in code points
            _check_text(key)
            _check(item, depth + 1)
    else:
        raise BrokenAct("number")


def _check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BrokenAct("text")


def _whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _uuid(text: object) -> UUID:
    try:
        found = UUID(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != text:  # one writing only, or one act would have two ids
        raise BrokenAct("id")
    return found


def _moment(text: object) -> datetime:
    if not isinstance(text, str) or not text.isascii() or not _MADE_AT.match(text):
        raise BrokenAct("time")
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        raise BrokenAct("time") from None


def _place(value: object) -> dict[str, int] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"lat_e6", "lng_e6", "acc_m"}:
        raise BrokenAct("place")
    fits = (
        _whole(value["lat_e6"], -90_000_000, 90_000_000)
        and _whole(value["lng_e6"], -180_000_000, 180_000_000)
        and _whole(value["acc_m"], 0, 100_000)
    )
    if not fits:
        raise BrokenAct("place")
    return value
