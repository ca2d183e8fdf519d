"""What decides in the meals, pure."""

from .menus import CATEGORIES, warnings_of

__all__ = ["CATEGORIES", "warnings_of"]
