"""A person's safeguards for the file: how many of the eight hold, and what runs out."""

from django.utils.translation import get_language

from qianshou.access.scope import Scope
from qianshou.care.queries.safeguards import kinds_of
from qianshou.kernel import clock
from qianshou.people.models import Person

from .said import kind_words, left_words

SOON = 90  # days


def card_of(scope: Scope, person: Person) -> dict | None:
    """What the card says; None for whoever may not see it."""
    if not scope.may("safeguards.read"):
        return None
    today = clock.today()
    kinds = kinds_of(person, person.street, today, get_language())
    holds = [(kind_words(k.number, k.name), k.now, *left_words(k.now.last, today), bool(k.ahead)) for k in kinds if k.now]
    return {"holds": holds, "of": len(kinds)}
