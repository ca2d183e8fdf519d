"""Writes of booklets: ask for a month's volumes, bind one, bind what waits."""

from .binding import bind_volume, bind_waiting
from .months import bind_month

__all__ = ["bind_month", "bind_volume", "bind_waiting"]
