"""Reads over all areas for the board and for one person's page. Nothing here writes."""

from .board import Board, Need, board
from .picture import Picture, picture_of

__all__ = ["Board", "Need", "Picture", "board", "picture_of"]
