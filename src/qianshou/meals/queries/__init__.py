"""Reads of the meals: each takes the user's scope; what one may not see does not exist."""

from .menus import menus

__all__ = ["menus"]
