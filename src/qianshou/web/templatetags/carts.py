"""Times and ways of cart rounds, as the page says them."""

from django import template

from qianshou.kernel.clock import ZONE
from qianshou.rounds.models import CartStop

from ..carts import said

register = template.Library()


@register.filter
def hm(seconds: int) -> str:
    """Seconds since midnight as 9:05."""
    return said.clock(seconds)


@register.filter
def cart_minutes(stop: CartStop, leave: int) -> int:
    """Minutes from leaving the kitchen to the hand-over."""
    local = stop.at.astimezone(ZONE)
    return said.minutes(local.hour * 3600 + local.minute * 60 + local.second - leave)


@register.filter
def kilometres(metres: int | None) -> str:
    """Metres as kilometres with at most one decimal; "" for none."""
    return f"{metres / 1000:.1f}".removesuffix(".0") if metres else ""
