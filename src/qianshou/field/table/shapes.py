"""What is laid out, as the phone reads it. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from qianshou.access.models import Street, User
from qianshou.assessment.models import Assessment
from qianshou.care.models import Carer
from qianshou.packs.instrument_shapes import Instrument
from qianshou.people.models import Person
from qianshou.people.rules.ages import age_on


@dataclass(frozen=True, slots=True)
class Taker:
    """For whom it is laid out, and when. `known`: the street's instruments that hold today, by code."""

    user: User
    carer: Carer | None
    street: Street
    may_assess: bool
    known: Mapping[str, Instrument]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Form:
    """One form to fill in.

    key       names it on the phone: the same key is the same form, however often it is laid out
    act       the kind of act that brings it back
    state     "none", "begun" (at the desk: `answers` are those, `base` says how far), "done", "not_owed"
    last      the form before: {"on", "answers"}, to be shown beside the questions, never filled in
    """

    key: str
    act: str
    instrument: Instrument
    state: str
    why: str
    month: date | None = None
    by: date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    base: Assessment | None = None
    last: Assessment | None = None

    def plain(self) -> dict:
        """As JSON."""
        last, base = self.last, self.base
        return {
            "key": self.key, "act": self.act, "instrument": self.instrument.id, "state": self.state, "why": self.why,
            "month": f"{self.month:%Y-%m}" if self.month else None, "by": self.by.isoformat() if self.by else None,
            "answers": dict(self.answers), "changes": list(self.changes), "base": [base.pk, base.row_version] if base else None,
            "last": {"on": last.made_on.isoformat(), "answers": last.answers, "total": last.total, "level": last.level} if last else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything for one person on one occasion, forgotten by the phone after the day `until`. `offers`: any other instrument of the street may be
    filled in as well. `visit`: the home visit of an intake, as `visits.py` lays it out."""

    id: str
    kind: str  # "review" | "assessment" | "intake"
    person: Person
    forms: tuple[Form, ...]
    until: date
    offers: bool = False
    visit: Mapping[str, object] | None = None

    def plain(self, today: date) -> dict:
        """As JSON: of the person only what is needed to find the door and be sure who it is."""
        who = self.person
        age = age_on(who.birth_date, today)
        return {
            "id": self.id, "kind": self.kind, "until": self.until.isoformat(), "offers": self.offers, "forms": [form.plain() for form in self.forms],
            "person": {"id": who.pk, "name": who.name, "age": age, "address": who.address},
        } | ({"visit": self.visit} if self.visit else {})  # fmt: skip
