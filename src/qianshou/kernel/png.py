"""Is this really a PNG, and how large? Pure; for pictures that come from outside and are shown to others."""

from __future__ import annotations

import zlib

BEGIN = b"\x89PNG\r\n\x1a\n"
PLAIN_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD", b"IDAT", b"IEND"}  # picture only: no words, no profile, nothing hidden
BYTES_A_PIXEL = 8  # at most: four channels of sixteen bits


class NotPng(ValueError):
    """It is no PNG, or has more in it than a picture. The message says what."""


def size_of(data: bytes, *, most_pixels: int) -> tuple[int, int]:
    """Width and height. NotPng for anything that is not a whole plain PNG of at most so many pixels: each chunk's sum is right, nothing follows the end,
    and the picture unpacks to what its head says."""
    if not data.startswith(BEGIN):
        raise NotPng("does not begin as one")
    at, packed, kinds = len(BEGIN), b"", []
    width = height = 0
    while at < len(data):
        kind, body, at = _chunk(data, at)
        kinds.append(kind)
        if kind == b"IHDR" and len(body) == 13 and len(kinds) == 1:
            width, height = int.from_bytes(body[:4]), int.from_bytes(body[4:8])
        elif kind == b"IDAT":
            packed += body
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or kinds.count(b"IEND") != 1 or not width or not height:
        raise NotPng("is not whole")
    if width * height > most_pixels:
        raise NotPng("too many pixels")
    _unpack(packed, height * (width * BYTES_A_PIXEL + 1))
    return width, height


def _chunk(data: bytes, at: int) -> tuple[bytes, bytes, int]:
    """(kind, body, where the next one begins)."""
    length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
    body, sum_ = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
    if len(body) != length or len(sum_) != 4 or zlib.crc32(kind + body) != int.from_bytes(sum_):
        raise NotPng("a part is damaged")
    if kind not in PLAIN_CHUNKS:
        raise NotPng("has more in it than a picture")
    return kind, body, at + 12 + length


def _unpack(packed: bytes, most: int) -> None:
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, most + 1)
    except zlib.error:
        raise NotPng("does not unpack") from None
    if not found or len(found) > most or not unpacker.eof:
        raise NotPng("does not unpack to what its head says")
