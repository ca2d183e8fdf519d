"""What decides in the meals, pure."""

from .menus import DISHES, warnings_of

__all__ = ["DISHES", "warnings_of"]
