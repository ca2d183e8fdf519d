"""Tags of the pages of activity rooms."""

from django import template
from django.utils.dates import WEEKDAYS

register = template.Library()


@register.filter
def weekday_name(day: int) -> str:
    """The name of an ISO weekday (1–7)."""
    return str(WEEKDAYS[day - 1])
