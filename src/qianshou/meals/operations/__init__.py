"""Writes of the meals: one public function for one act."""

from .menus import set_menu

__all__ = ["set_menu"]
