"""When a message that could not be delivered is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

# Seconds after the 1st, 2nd, … failure: quickly at first, for a robot that blinked; then for a line that is down.
BACKOFF = (5, 15, 60, 180, 600, 1800, 3600)
MAX_TRIES = len(BACKOFF) + 1


def after_failure(tries: int, at: datetime) -> datetime | None:
    """When to try again after `tries` failures (from 1); None: given up, and the log says so."""
    if tries >= MAX_TRIES:
        return None
    return at + timedelta(seconds=BACKOFF[tries - 1])
