"""Campaigns: everyone who matches a query is owed one thing by one moment (heat, typhoon, Spring Festival)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Template:
    """What a kind of campaign starts from; the officer changes every value before launching."""

    code: str
    kind: str  # kind of the dues: "call" puts them on the call desk, "check" asks for a visit or word
    by: time
    query: Mapping


GREETING = "greeting"  # the daily phone greeting: owed again each day until it is ended

TEMPLATES = {
    t.code: t
    for t in (
        Template("heat", "call", time(16, 0), {"living_alone": True, "min_age": 75}),
        Template("typhoon", "check", time(18, 0), {"living_alone": True}),
        Template("cold", "call", time(17, 0), {"living_alone": True, "min_age": 80}),
        Template(GREETING, "call", time(11, 30), {"living_alone": True, "min_age": 80}),
        Template("spring_festival", "check", time(17, 0), {"key_elder": True}),
        Template("other", "check", time(17, 0), {}),
    )
}

QUERY_FIELDS = ("committees", "min_age", "max_age", "living_alone", "key_elder")


def clean_query(raw: Mapping) -> dict:
    """The fields of `raw` that a campaign knows, without the empty ones; ValueError names a field that is not known."""
    unknown = set(raw) - set(QUERY_FIELDS)
    if unknown:
        raise ValueError(f"unknown query field: {', '.join(sorted(unknown))}")
    query = {name: raw[name] for name in QUERY_FIELDS if raw.get(name) not in (None, "", [], (), False)}
    if query.get("min_age") and query.get("max_age") and query["min_age"] > query["max_age"]:
        raise ValueError("min_age is above max_age")
    return query


def born_until(today: date, age: int) -> date:
    """The latest birth date of somebody who is at least `age` today."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:  # 29 February
        return today.replace(year=today.year - age, day=28)


def default_by(template: Template, now: datetime) -> datetime:
    """Today at the template's hour, or tomorrow when less than an hour would be left. `now` is in local time."""
    by = now.replace(hour=template.by.hour, minute=template.by.minute, second=0, microsecond=0)
    return by if by - now >= timedelta(hours=1) else by + timedelta(days=1)


def due_key(campaign_id: int, person_id: int) -> str:
    """The key under which a campaign owes one person."""
    return f"campaign:{campaign_id}:{person_id}"


def greeting_key(campaign_id: int, day: date, person_id: int) -> str:
    """The key under which the daily greeting owes one person one call; still a key of its campaign."""
    return f"campaign:{campaign_id}:{day:%Y%m%d}:{person_id}"
