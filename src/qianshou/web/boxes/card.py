"""Boxes at somebody's home, as a card on another page."""

from datetime import date

from qianshou.meals.queries.boxes_out import account_of
from qianshou.meals.rules.boxes import days_out
from qianshou.people.models import Person

from ..rooms import address


def card(person: Person, today: date) -> dict:
    """How many since when, and the way to the account; the person comes out of a scoped query."""
    account = account_of(person)
    return {
        "still": account.still, "since": account.since, "days": days_out(account.since, today) if account.since else None,
        "unexplained": account.unexplained, "url": address("boxes-person", person.pk),
    }  # fmt: skip
