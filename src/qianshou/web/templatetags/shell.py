"""Tags that pages share: states with their word, toasts with their way back, ages and times as the office says them."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianshou.kernel.clock import ZONE

from ..toasts import UNDO

register = template.Library()

# The five states, everywhere the same: colour, shape and word (look/tokens.css).
STATES = {"due": _("Due"), "done": _("Done"), "late": _("Late"), "hole": _("Hole"), "calm": _("Excused")}


@register.simple_tag
def state(name: str, word: object = "") -> str:
    """`{% state "late" %}` or `{% state "calm" _("Moved") %}`: the pill of a state with its word."""
    return format_html('<span class="state {}">{}</span>', name if name in STATES else "calm", word or STATES.get(name, name))


@register.filter
def undo_of(message: object) -> str:
    """The address in a toast that takes it back, or ""."""
    tags = getattr(message, "extra_tags", "") or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


@register.filter
def clock(moment: datetime | None) -> str:
    """Hours and minutes at the office: 9:05."""
    if not moment:
        return ""
    local = moment.astimezone(ZONE)
    return f"{local.hour}:{local.minute:02d}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as it is said: 11月24日, November 24."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    return date_format(value, _("M j"))


@register.filter
def listed(words: Iterable[object]) -> str:
    """Several words in one line: a、b、c in Chinese, a, b, c in English."""
    return (", " if (get_language() or "").startswith("en") else "、").join(str(word) for word in words)


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time at the office."""
    return f"{day(value)} {clock(value)}" if value else ""
