"""What the books say, in the reader's language: the database keeps English texts and what fills them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Account, Transaction
from .rules import MINUS, Unit, amount_text

# How an amount is said where it stands alone, and what stands over a column of them.
WITH_UNIT = {Unit.FEN: gettext_lazy("¥%(amount)s"), Unit.POINTS: gettext_lazy("%(amount)s points"), Unit.MINUTES: gettext_lazy("%(amount)s hours")}
COLUMN_UNITS = {Unit.FEN: gettext_lazy("yuan"), Unit.POINTS: gettext_lazy("points"), Unit.MINUTES: gettext_lazy("minutes")}


def said(text: str, params: Mapping) -> str:
    """A text of the books, translated and filled; as it stands where something to fill it with is missing."""
    translated = _(text) if text else ""
    try:
        return translated % params if params else translated
    except (KeyError, TypeError, ValueError):
        return translated


def transaction_words(one: Transaction) -> str:
    """What a transaction was for."""
    return said(one.text, one.params)


def account_words(one: Account) -> str:
    """What an account is called: whose, and what for."""
    name = said(one.name, {})
    if one.person_id:
        return f"{one.person.name} · {name}"
    return _("%(name)s (person erased)") % {"name": name} if one.kind == Account.Kind.PERSON else name


def amount_words(amount: int, unit: str) -> str:
    """An amount with its unit, the sign first: −¥1,234.50, 1,234 points, 20:34 hours."""
    return (MINUS if amount < 0 else "") + str(WITH_UNIT[Unit(unit)]) % {"amount": amount_text(abs(amount), unit)}
