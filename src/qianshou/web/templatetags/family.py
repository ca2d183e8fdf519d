"""Times on the family page: Shanghai's, marked so that the page can write the reader's own beside them."""

from datetime import date, datetime

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .shell import clock, moment

register = template.Library()


@register.filter
def times(at: datetime) -> str:
    """Hours and minutes in Shanghai, with the moment for the page's script."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), clock(at))


@register.filter
def times_of_day(at: datetime | None) -> str:
    """Day, hours and minutes in Shanghai, with the moment for the page's script."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), moment(at)) if at else ""


@register.filter
def month_words(first: date) -> str:
    """2026年11月, November 2026."""
    return date_format(first, _("F Y"))


@register.filter
def weekday_heads(_nothing: object) -> list[str]:
    """The heads of a week from Monday on."""
    return [str(WEEKDAYS_ABBR[n]) for n in range(7)]
