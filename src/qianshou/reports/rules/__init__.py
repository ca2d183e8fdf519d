"""Pure shaping of what the board shows."""

from .day import Slot, slots_of

__all__ = ["Slot", "slots_of"]
