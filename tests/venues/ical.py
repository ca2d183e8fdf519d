"""A strict reader of calendar feeds, by the rules of RFC 5545: what it does not allow is an error here, not a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

NAME = re.compile(r"[A-Z0-9-]+")
PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')
ONCE = {"VCALENDAR": ("VERSION", "PRODID"), "VEVENT": ("UID", "DTSTAMP", "DTSTART"), "VTIMEZONE": ("TZID",), "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")}
AT_MOST_ONCE = {"VEVENT": ("DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "SEQUENCE", "STATUS", "LAST-MODIFIED"), "VCALENDAR": ("CALSCALE", "METHOD")}
TEXTS = ("SUMMARY", "LOCATION", "DESCRIPTION", "UID", "X-WR-CALNAME", "X-WR-CALDESC")


class NotACalendar(ValueError):
    """What a calendar that follows the rules need not understand."""


@dataclass
class Component:
    """One component: properties as (name, parameters, raw value), and the components in it."""

    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[dict[str, str], str]]:
        return [(parameters, value) for found, parameters, value in self.properties if found == name]

    def text(self, name: str) -> str:
        """A TEXT value, its escapes undone; "" where it is missing."""
        found = self.all(name)
        return unescape(found[0][1]) if found else ""


def unescape(value: str) -> str:
    """3.3.11: only \\\\, \\;, \\,, \\n and \\N may follow a backslash; bare ; and , and control characters may not stand there."""
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
        raise NotACalendar(f"control character in {value!r}")
    if re.sub(r"\\[\\;,nN]", "", value).strip("\\") != re.sub(r"\\[\\;,nN]", "", value) or re.search(r"[;,\\]", re.sub(r"\\[\\;,nN]", "", value)):
        raise NotACalendar(f"not escaped: {value!r}")
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)


def unfolded(data: bytes) -> list[str]:
    """3.1: lines end in CRLF, have at most 75 octets without it, each is whole UTF-8; a line that begins with a space goes on from the one before."""
    if not data.endswith(b"\r\n"):
        raise NotACalendar("the last line has no end")
    lines: list[str] = []
    for raw in data[:-2].split(b"\r\n"):
        if b"\r" in raw or b"\n" in raw:
            raise NotACalendar(f"bare line break in {raw!r}")
        if len(raw) > 75:
            raise NotACalendar(f"{len(raw)} octets: {raw!r}")
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            raise NotACalendar(f"a character is cut: {raw!r}") from error
        if text[:1] in (" ", "\t"):
            if not lines:
                raise NotACalendar("the first line goes on from nothing")
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def read(data: bytes) -> Component:
    """The calendar. NotACalendar with what is wrong."""
    root, stack = Component(""), []
    stack.append(root)
    for line in unfolded(data):
        name, parameters, value = _property(line)
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END":
            if stack.pop().name != value or not stack:
                raise NotACalendar(f"END:{value} ends nothing")
        else:
            stack[-1].properties.append((name, parameters, value))
    if len(stack) != 1 or len(root.parts) != 1 or root.properties or root.parts[0].name != "VCALENDAR":
        raise NotACalendar("not one whole VCALENDAR")
    _check(root.parts[0], root.parts[0])
    return root.parts[0]


def _property(line: str) -> tuple[str, dict[str, str], str]:
    name = NAME.match(line)
    if not name:
        raise NotACalendar(f"no property: {line!r}")
    at, parameters = name.end(), {}
    while found := PARAMETER.match(line, at):
        parameters[found[1]], at = found[2], found.end()
    if line[at : at + 1] != ":":
        raise NotACalendar(f"no value: {line!r}")
    return name[0], parameters, line[at + 1 :]


def _check(part: Component, whole: Component) -> None:
    for name in ONCE.get(part.name, ()):
        if len(part.all(name)) != 1:
            raise NotACalendar(f"{part.name} has {len(part.all(name))} {name}")
    for name in AT_MOST_ONCE.get(part.name, ()):
        if len(part.all(name)) > 1:
            raise NotACalendar(f"{part.name} has {name} twice")
    for name in TEXTS:
        for _parameters, value in part.all(name):
            unescape(value)
    if part.name == "VCALENDAR" and part.text("VERSION") != "2.0":
        raise NotACalendar("version")
    if part.name == "VTIMEZONE" and not any(inner.name in ("STANDARD", "DAYLIGHT") for inner in part.parts):
        raise NotACalendar("a time zone without an observance")
    if part.name == "VEVENT":
        _check_event(part, whole)
    for inner in part.parts:
        _check(inner, whole)


def _check_event(part: Component, whole: Component) -> None:
    zones = {inner.all("TZID")[0][1] for inner in whole.parts if inner.name == "VTIMEZONE"}
    datetime.strptime(part.all("DTSTAMP")[0][1], "%Y%m%dT%H%M%SZ")
    moments = []
    for name in ("DTSTART", "DTEND"):
        for parameters, value in part.all(name):
            if parameters.get("TZID") not in zones:
                raise NotACalendar(f"{name} in a zone that is not there: {parameters}")
            moments.append(datetime.strptime(value, "%Y%m%dT%H%M%S"))
    if len(moments) == 2 and moments[1] <= moments[0]:
        raise NotACalendar("it ends before it begins")
    if part.text("STATUS") not in ("", "CONFIRMED", "TENTATIVE", "CANCELLED") or not part.all("SEQUENCE")[0][1].isdigit():
        raise NotACalendar("status or sequence")
