"""Reads of rounds: `gather` for the planner, `day` for the office's page, `published` for phones, `behind` and `places` for a day that goes on."""

from .day import board_of, round_day, round_of, versions
from .gather import Gathered, gather
from .published import published_stops

__all__ = ["Gathered", "board_of", "gather", "published_stops", "round_day", "round_of", "versions"]
