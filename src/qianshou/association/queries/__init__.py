"""Reads: each takes the user's scope; what one may not see does not exist."""
