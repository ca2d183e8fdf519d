"""What the watch's pages read from the address, and what they show of a person."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.http import HttpRequest

from qianshou.access.models import Committee
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.kernel.phones import read_phones
from qianshou.people import vault
from qianshou.people.models import Contact, Phone
from qianshou.watch.models import Alert
from qianshou.watch.queries.alerts import numbers_to_call


def day_of(text: str | None, default: date | None) -> date | None:
    """A day from the address (2026-11-24); the default where there is none, no day, or one of no office's time."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return default
    return found if 1900 < found.year < 2200 else default


def moment_of(day: str | None, hour: str | None) -> datetime | None:
    """A day and a time of day from a form, as a moment at the office; None when either makes no sense."""
    try:
        return clock.at(date.fromisoformat(day or ""), time.fromisoformat(hour or ""))
    except ValueError:
        return None


def number(text: str | None) -> int | None:
    """A small number from the address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def committees(scope: Scope) -> QuerySet[Committee]:
    """Committees that this user's filters offer."""
    found = Committee.objects.filter(street_id=scope.street_id)
    return found if scope.street_ids else found.filter(pk__in=scope.committee_ids)


def aloud(sealed: Phone | Contact) -> str:
    """A telephone number as it is read aloud."""
    plain = vault.phone(sealed)
    found = read_phones(plain).phones
    return found[0].display() if found else plain


def call_order(alert: Alert) -> list[dict]:
    """Whom to ring, in order: the person's own telephones, then the contacts."""
    rows = []
    for row in numbers_to_call(alert):
        own = isinstance(row, Phone)
        rows.append(
            {
                "own": own,
                "name": "" if own else row.name,
                "relation": "" if own else row.relation,
                "number": aloud(row),
                "plain": vault.phone(row),
            }
        )
    return rows


def back_to(request: HttpRequest, default: str) -> str:
    """Where a form came from, if that is one of our pages."""
    target = request.POST.get("next", "")
    return target if target.startswith("/") and not target.startswith("//") and "\\" not in target else default
