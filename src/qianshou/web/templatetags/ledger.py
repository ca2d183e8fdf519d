"""Amounts of the books on pages."""

from django import template

from qianshou.ledger.models import Account
from qianshou.ledger.rules import amount_text
from qianshou.ledger.words import amount_words, said

register = template.Library()


@register.filter
def amount(value: int, unit: str) -> str:
    """An amount in a column: 1,234.50."""
    return amount_text(value, unit)


@register.filter
def amount_with_unit(value: int, unit: str) -> str:
    """An amount by itself: ¥1,234.50."""
    return amount_words(value, unit)


@register.filter
def account_purpose(account: Account) -> str:
    """What an account is for, without whose it is."""
    return said(account.name, {})
