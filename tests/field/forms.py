"""Forms for tests of the phone: what a page sends when one is filled in."""

from __future__ import annotations

from qianshou.access.models import User
from qianshou.assessment.operations import hand_out
from tests.assessment.answers import best
from tests.cast import DAY, NOON

MONTH = "2026-11"


def review(person, **more) -> dict:
    """The payload of a filled-in monthly review."""
    return {"person": person.pk, "instrument": "monthly_review", "version": "2026", "month": MONTH, "answers": best("monthly_review"), "note": ""} | more


def assessed(person, instrument="gbt42195", version="2022", **more) -> dict:
    """The payload of a filled-in assessment."""
    return {"person": person.pk, "instrument": instrument, "version": version, "answers": best(instrument), "changes": [], "why": "request"} | more


def visiting(cast, *people, until=DAY, now=NOON) -> User:
    """The account for the tablet, with these people handed out to it."""
    for person in people:
        hand_out(person_id=person.pk, user_id=cast.visiting.pk, until=until, now=now, by_id=cast.officer.pk)
    return cast.visiting
