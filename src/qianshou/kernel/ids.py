"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562 clause 5.7)."""

import os
from datetime import datetime
from uuid import UUID


def uuid7(moment: datetime) -> UUID:
    """A new UUIDv7 for an aware moment (milliseconds in the first 48 bits, the rest random)."""
    millis = int(moment.timestamp() * 1000) & ((1 << 48) - 1)
    value = (millis << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0x3 << 62) | (2 << 62)
    return UUID(int=value)
