"""Shared by the tests of the time bank: a street with givers, and a district with small numbers so that limits are soon met."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from qianshou.access.models import Street
from qianshou.association.models import TimebankAsk, TimebankHours, TimebankMember
from qianshou.association.operations import timebank_asks, timebank_giving, timebank_hours, timebank_members
from qianshou.ledger.models import Account
from qianshou.packs import loader, site
from qianshou.people.models import Person
from tests.cast import DAY, LONG_AGO, NOON

CEILING, POT_MONTH = 6 * 60, 200  # of the small pack, in minutes
SMALL = {"ceiling": CEILING // 60, "pot_month": POT_MONTH, "day_most": 240}


@pytest.fixture
def small(cast, settings, tmp_path):
    """The cast's two streets, whose district has set its own small numbers."""
    settings.DATA_DIR = tmp_path
    text = (loader.ROOT / "yangpu" / "time_bank.toml").read_text()
    for code, value in SMALL.items():
        text = re.sub(rf'(code = "{code}".*?value = )\d+', rf"\g<1>{value}", text, count=1, flags=re.DOTALL)
    own = site.folder("yangpu") / "time_bank-2026-01-01.toml"
    own.parent.mkdir(parents=True)
    own.write_text(text)
    return cast


def joins(cast, person: Person, **offer) -> TimebankMember:
    """Takes part since long ago."""
    return timebank_members.join_timebank(person_id=person.pk, offer=timebank_members.Offer(**offer), since=LONG_AGO, now=NOON, by_id=cast.officer.pk)


def asks(cast, elder: Person, minutes: int = 60, *, service: str = "shopping", on: date = DAY, **more) -> TimebankAsk:
    """Asks for help."""
    values = {"batch": uuid4(), "now": NOON, "by_id": cast.officer.pk} | more
    return timebank_asks.ask_for_help(elder_id=elder.pk, service=service, on=on, minutes=minutes, **values)


def logs(cast, member: TimebankMember, elder: Person, minutes: int = 60, *, service: str = "talking", on: date = DAY, **more) -> TimebankHours:
    """Logs hours, entered by the secretary."""
    values = {"batch": uuid4()} | more
    entry = timebank_hours.NewHours(member_id=member.pk, elder_id=elder.pk, service=service, on=on, minutes=minutes, **values)
    return timebank_hours.log_hours(entry=entry, now=NOON, by_id=cast.secretary.pk)


def confirms(cast, hours: TimebankHours, said_by: str = "elder", **more) -> TimebankHours:
    """The elder says so too, to the officer."""
    return timebank_hours.confirm_hours(hours_id=hours.pk, said_by=said_by, now=NOON, by_id=cast.officer.pk, **more)


def helps(cast, member: TimebankMember, elder: Person, minutes: int = 60, **more) -> TimebankHours:
    """Logged and confirmed."""
    return confirms(cast, logs(cast, member, elder, minutes, **more))


def founds(cast, minutes: int = 600):
    """The street fills the pot."""
    return timebank_giving.found_pot(street_id=cast.street.pk, minutes=minutes, reason="启动", batch=uuid4(), now=NOON, by_id=cast.officer.pk)


def balance(cast, who: Person | str, street: Street | None = None) -> int:
    """Minutes of a person, or of an account of the street by the end of its code ("pot")."""
    rows = Account.objects.filter(street=street or cast.street, unit="minutes")
    own = rows.filter(code=f"timebank.{who}") if isinstance(who, str) else rows.filter(code="timebank.hours", person=who, successor__isnull=True)
    return own.values_list("balance", flat=True).first() or 0


YESTERDAY = DAY - timedelta(days=1)
