"""A calendar feed as RFC 5545 wants it: lines of at most 75 octets, CRLF, escaped text, the office's time zone, stable UIDs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from qianshou.kernel.clock import ZONE

LINE = 75  # octets of a line without its break (RFC 5545, 3.1)
PRODUCT = "-//Qianshou//Activity rooms//ZH"
# Shanghai has had no summer time since 1991: one observance without a rule says all (RFC 5545, 3.6.5).
TIME_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19910915T020000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry. `uid` stays the same for ever; `sequence` grows with each change, so that a calendar shows the newest."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    location: str = ""
    description: str = ""
    sequence: int = 0
    changed_at: datetime
    cancelled: bool = False


def escape(text: str) -> str:
    """TEXT (3.3.11): backslash, semicolon and comma are escaped, a line break becomes \\n; other control characters may not stand there at all."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return "".join(c for c in text if c == "\t" or (ord(c) >= 0x20 and c != "\x7f"))


def fold(line: str) -> str:
    """One content line in pieces of at most 75 octets of UTF-8, never inside a character; each further piece begins with a space."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])


def feed(*, name: str, events: Iterable[Event], description: str = "") -> str:
    """The whole calendar, ready to be sent as text/calendar; charset=utf-8."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}", "X-WR-TIMEZONE:Asia/Shanghai"]
    if description:
        lines.append(f"X-WR-CALDESC:{escape(description)}")
    lines += TIME_ZONE
    for one in events:
        lines += _event(one)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"LAST-MODIFIED:{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{one.sequence}", f"DTSTART;TZID=Asia/Shanghai:{_local(one.starts)}", f"DTEND;TZID=Asia/Shanghai:{_local(one.ends)}",
        f"SUMMARY:{escape(one.summary)}", f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}",
    ]  # fmt: skip
    lines += [f"{key}:{escape(text)}" for key, text in (("LOCATION", one.location), ("DESCRIPTION", one.description)) if text]
    return [*lines, "END:VEVENT"]


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y%m%dT%H%M%S}"
