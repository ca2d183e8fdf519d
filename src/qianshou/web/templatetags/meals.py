"""Words of meals for other rooms' pages."""

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.packs.loader import load

from .shell import listed

register = template.Library()


@register.filter
def meal_words(code: str) -> str:
    """A meal by its name in the pack."""
    meal = load().meal_times.get(code)
    return meal.name(get_language()) if meal else code


@register.filter
def weekdays_words(days: list[int]) -> str:
    """Mon, Tue; every day."""
    return _("every day") if len(set(days)) == 7 else listed(WEEKDAYS_ABBR[day - 1] for day in sorted(days))
